"""CSV in whatever encoding and with whatever delimiter, each fault with its line."""

from __future__ import annotations

import csv
import io
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
FORMS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8"}


def read(path: Path, name: str, encoding: str) -> list[Source]:
    """The table of a CSV file; SurveyError for NUL, open quotes, and rows of other widths."""
    return read_content(path.read_bytes(), name, Path(name).stem, encoding)


def read_content(content: bytes, name: str, table: str, encoding: str) -> list[Source]:
    """The same of its bytes: `name` tells people where it is, `table` what it holds."""
    found = encoding or _encoding(content)
    try:
        text = content.decode(found)
    except (UnicodeDecodeError, LookupError) as error:
        raise SurveyError([Problem("import_encoding", name, str(error)[:80])]) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SurveyError([Problem("null_character", f"{name} › line {line}", "NUL")])
    delimiter = _delimiter(text)
    header = _check(text, delimiter, name)

    def rows() -> Rows:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        next(reader)
        for number, row in enumerate(reader, start=2):
            if any(row):
                yield number, [as_sent(cell) for cell in row]

    form = f"{FORMS.get(found, found)} “{TAB if delimiter == chr(9) else delimiter}”"
    return [Source(table, tuple(header), rows, form=form)]


def _encoding(content: bytes) -> str:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding
    for encoding in ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return ENCODINGS[0]


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first row into most cells."""
    head = text[:200_000]

    def cells(delimiter: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=cells)


def _check(text: str, delimiter: str, where: str) -> list[str]:
    """The header; SurveyError with the faults of the first rows that have any."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
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
