"""CSV in whatever encoding and with whatever delimiter, each fault with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.exports.cells import as_sent
from surveys.imports.sources import Rows, Source, header_problems

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ENCODINGS = ("utf-8", "gb18030", "cp1252")
"""Tried in this order where a file does not say its encoding."""
DELIMITERS = ",;\t|"
TAB = "⇥"
MOST_PROBLEMS = 50
HEAD = 200_000
"""Characters that are read to find the delimiter."""
FORMS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8"}


def read(path: Path, name: str, encoding: str) -> list[Source]:
    """The table of a CSV file; SurveyError for NUL, open quotes, and rows of other widths."""
    found = encoding or _encoding(path)
    try:
        with path.open(encoding=found, newline="") as file:
            delimiter = _delimiter(file.read(HEAD))
        header = _check(_lines(path, found, name), delimiter, name)
    except (UnicodeDecodeError, LookupError) as error:
        raise SurveyError([Problem("import_encoding", name, str(error)[:80])]) from error

    def rows() -> Rows:
        reader = csv.reader(_lines(path, found, name), delimiter=delimiter)
        next(reader)
        for number, row in enumerate(reader, start=2):
            if any(row):
                yield number, [as_sent(cell) for cell in row]

    form = f"{FORMS.get(found, found)} “{TAB if delimiter == chr(9) else delimiter}”"
    return [Source(Path(name).stem, tuple(header), rows, form=form)]


def _lines(path: Path, encoding: str, name: str) -> Iterator[str]:
    """The lines of the file as they are; SurveyError at the first NUL."""
    with path.open(encoding=encoding, newline="") as file:
        for number, line in enumerate(file, start=1):
            if "\0" in line:
                raise SurveyError([Problem("null_character", f"{name} › line {number}", "NUL")])
            yield line


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(max(map(len, MARKS)))
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return encoding
    return next((each for each in ENCODINGS if _is_in(path, each)), ENCODINGS[0])


def _is_in(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as file:
            while file.read(HEAD):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(head: str) -> str:
    """The delimiter that cuts the first row into most cells."""

    def cells(delimiter: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=cells)


def _check(lines: Iterator[str], delimiter: str, where: str) -> list[str]:
    """The header; SurveyError with the faults of the first rows that have any."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    problems: list[Problem] = []
    header: list[str] = []
    try:
        header = [as_sent(name).strip() for name in next(reader, [])]
        problems += header_problems(header, where)
        for number, row in enumerate(reader, start=2):
            if row and len(row) != len(header) and any(row):
                place, width = f"{where} › row {number}", {"width": len(header)}
                problems.append(Problem("cell_count", place, str(len(row)), width))
                if len(problems) > MOST_PROBLEMS:
                    break
    except csv.Error as error:
        place = f"{where} › line {reader.line_num}"
        problems.append(Problem("import_quote", place, str(error)))
    if not header:
        problems.append(Problem("empty_table", where, "0"))
    raise_if_any(problems)
    return header
