"""Excel: a sheet per table, written row by row; texts are texts, never formulas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

from surveys.errors import Problem, SurveyError
from surveys.exports.cases import Case
from surveys.exports.cells import (
    date_of,
    harmless,
    is_exact,
    number_of,
    text_of,
    with_labels,
)
from surveys.exports.layout import Column, Layout, Table
from surveys.exports.writing import Options, Written
from surveys.instrument.filling import FORBIDDEN

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT, LONGEST_NAME = 1_048_576, 16_384, 32_767, 31
MOST_EXACT, FIRST_YEAR = 2**53, 1900
NUMERIC = ("integer", "decimal", "flag")
Cell = int | float | dt.date | str | None


def write(layout: Layout, cases: Iterable[Case], out: Path, options: Options) -> Written:
    """A workbook; SurveyError where a table has more rows or columns than Excel can hold."""
    written = Written([out], {table.name: 0 for table in layout.tables})
    book = Workbook(write_only=True)
    sheets = [(table, book.create_sheet(name)) for table, name in _names(layout)]
    for table, sheet in sheets:
        if len(table.columns) > MOST_COLUMNS:
            raise _too_large(table, len(table.columns), MOST_COLUMNS)
        sheet.append([_text(sheet, harmless(column.name)) for column in table.columns])
    for case in cases:
        for table, sheet in sheets:
            for entry in case.entries(table):
                written.rows[table.name] += 1
                if written.rows[table.name] >= MOST_ROWS:
                    raise _too_large(table, written.rows[table.name], MOST_ROWS - 1)
                sheet.append(
                    [
                        _cell(sheet, column, text_of(column, entry), options.labels, written)
                        for column in table.columns
                    ]
                )
    book.save(out)
    return written


def _cell(sheet: Any, column: Column, text: str | None, labels: str, written: Written) -> Any:
    if not text:
        return None
    value: Cell = None
    if column.kind in NUMERIC and is_exact(text):
        value = number_of(text)
        if value is not None and value == int(value) and abs(value) < MOST_EXACT:
            value = int(value)
    elif column.kind == "date":
        day = date_of(text)
        value = day if day is not None and day.year >= FIRST_YEAR else None
    if value is not None:
        return value
    if labels:
        text = with_labels(column, text, labels) or ""
    safe = FORBIDDEN.sub("", harmless(text))
    if len(safe) > LONGEST_TEXT:
        written.count(written.cut, column.name)
    return _text(sheet, safe[:LONGEST_TEXT])


def _text(sheet: Any, text: str) -> Any:
    """A cell of text; openpyxl would make a formula of one that begins with =."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _names(layout: Layout) -> Iterable[tuple[Table, str]]:
    """Each table with a sheet name that Excel takes, different in any case."""
    used: set[str] = set()
    for table in layout.tables:
        name, number = (table.name or "data")[:LONGEST_NAME], 1
        while name.lower() in used:
            number += 1
            name = f"{table.name[: LONGEST_NAME - 4]}~{number}"
        used.add(name.lower())
        yield table, name


def _too_large(table: Table, found: int, most: int) -> SurveyError:
    return SurveyError(
        [Problem("export_too_large", f"xlsx › {table.name or 'data'}", str(found), {"most": most})]
    )
