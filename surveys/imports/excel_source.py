"""Excel workbooks: a table per sheet; values as they are shown, formulae as their last result."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped]

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.exports.cells import as_sent
from surveys.imports.sources import Rows, Source, header_problems, plain_number

MOST_UNPACKED = 400 * 1024 * 1024
"""A workbook that unpacks to more is an attack, or should come as CSV."""
SMALL = 50_000_000
MOST_RATIO = 40
"""Tables unpack to ten times their size, seldom twenty; larger ones that exceed this are bombs."""


def read(path: Path, name: str, encoding: str) -> list[Source]:
    """The sheets that have a header."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > MOST_UNPACKED or size > max(SMALL, MOST_RATIO * path.stat().st_size):
            raise SurveyError([Problem("import_size", name, f"{size} bytes")])
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise SurveyError([Problem("import_unreadable", name, str(error)[:80])]) from error
    sources, problems = [], []
    for sheet in book.sheetnames:
        header = _cells(next(_values(path, sheet), ()))
        while header and not header[-1]:
            header.pop()
        if header:
            problems += header_problems(header, f"{name} › {sheet}")
            sources.append(_source(path, name, sheet, header))
    raise_if_any(problems or ([] if sources else [Problem("empty_table", name, "0")]))
    return sources


def _source(path: Path, name: str, sheet: str, header: list[str]) -> Source:
    def rows() -> Rows:
        values = _values(path, sheet)
        next(values)
        for number, row in enumerate(values, start=2):
            cells = _cells(row[: len(header)])
            if any(cells):
                yield number, cells + [""] * (len(header) - len(cells))

    return Source(sheet, tuple(header), rows)


def _values(path: Path, sheet: str) -> Any:
    book = load_workbook(path, read_only=True, data_only=True)
    yield from book[sheet].iter_rows(values_only=True)


def _cells(row: Iterable[Any]) -> list[str]:
    return [_text(value) for value in row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return plain_number(float(value)) if isinstance(value, float) else str(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return as_sent(str(value))
