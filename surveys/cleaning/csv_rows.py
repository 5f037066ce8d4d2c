"""An ordinary CSV file as lines of text, with every fault of its form reported."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

from surveys.errors import Problem, SurveyError, raise_if_any

MOST_PROBLEMS = 50
"""A file in a wrong format has the same fault on every line; more reports would not help."""


def read_rows(content: bytes, where: str) -> tuple[list[str], list[list[str]]]:
    """The header and the lines below it, without the blank ones.

    Raises `SurveyError` for another encoding than UTF-8, an empty file, doubled or empty column
    names, lines with too few or too many cells, and a cell beyond all measure.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SurveyError(
            [Problem("not_utf8", f"{where} › line {line}", f"{content[error.start]:#04x}")]
        ) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SurveyError([Problem("null_character", f"{where} › line {line}", "NUL")])
    rows = _rows(text, where)
    body = [row for row in rows[1:] if row]
    if not body:
        raise SurveyError([Problem("empty_table", where, str(len(rows)))])
    header = rows[0]
    raise_if_any([*_header_problems(header, where), *_row_problems(rows, len(header), where)])
    return header, body


def _rows(text: str, where: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[list[str]] = []
    line = 1
    try:
        for row in reader:
            rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        # Mostly a quote that is never closed: the rest of the file then counts as one cell.
        details = {"most": csv.field_size_limit()}
        problem = Problem("cell_length", f"{where} › line {line}", str(error), details)
        raise SurveyError([problem]) from error
    return rows


def _header_problems(header: Sequence[str], where: str) -> list[Problem]:
    counts = Counter(header)
    return [
        Problem("column_name", f"{where} › line 1 › {number}", repr(name))
        for number, name in enumerate(header, start=1)
        if not name.strip() or counts[name] > 1
    ]


def _row_problems(rows: Sequence[Sequence[str]], width: int, where: str) -> list[Problem]:
    wrong = [
        Problem("cell_count", f"{where} › line {line}", str(len(row)), {"width": width})
        for line, row in enumerate(rows, start=1)
        if row and len(row) != width
    ]
    return wrong[:MOST_PROBLEMS]
