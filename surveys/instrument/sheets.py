"""The sheets of a questionnaire file as rows of texts, whatever the kind of file.

Runs in the child process that opens files (`conversion`); `Refused` names what was found.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from surveys.instrument.workbook import MAX_COLUMNS, MAX_ROWS, SHEETS

MAX_GAP = 60
"""pyxform stops reading a spreadsheet after so many empty rows."""
CELL_BORDER = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"[|:\s-]*")
Sheets = dict[str, list[list[str]]]


class Refused(Exception):
    """A file that is not read further: a message code and what was found."""


def read_xlsx(content: bytes) -> Sheets:
    """The sheets of an Excel workbook; Refused where a part of it declares a document type."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(name):
                raise Refused("workbook_unreadable", f"a document type declaration in {name}")
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return {sheet.title: _read_sheet(sheet) for sheet in book.worksheets}


def _read_sheet(sheet: Any) -> list[list[str]]:
    """All rows; Refused where the sheet declares fewer, since pyxform believes what it declares."""
    declared = sheet.max_row
    sheet.reset_dimensions()
    rows = _bounded(sheet.iter_rows(values_only=True), sheet.title)
    if declared is not None and len(rows) > declared:
        raise Refused(
            "workbook_unreadable", f"{sheet.title} declares {declared} rows of {len(rows)}"
        )
    return rows


def read_xls(content: bytes) -> Sheets:
    """The sheets of a workbook of old Excel."""
    import xlrd  # type: ignore[import-untyped]

    book = xlrd.open_workbook(file_contents=content)
    return {
        sheet.name: _bounded((sheet.row_values(row) for row in range(sheet.nrows)), sheet.name)
        for sheet in book.sheets()
    }


def read_csv(content: bytes) -> Sheets:
    """Sheets one under the other: a sheet's name in the first column, its rows beside or below."""
    lines = csv.reader(io.StringIO(decoded(content), newline=""))
    return _stacked((lines.line_num, row) for row in lines)


def read_markdown(content: bytes) -> Sheets:
    """Tables of a text, stacked as in CSV; what is no table line is passed over."""
    lines = enumerate(decoded(content).splitlines(), start=1)
    return _stacked((number, _cells(line)) for number, line in lines if _cells(line))


def _cells(line: str) -> list[str]:
    line = line.strip()
    if not line.startswith("|") or RULE.fullmatch(line):
        return []
    cells = CELL_BORDER.split(line.removesuffix("|")[1:])
    return [cell.strip().replace(r"\|", "|") for cell in cells]


def decoded(content: bytes) -> str:
    """UTF-8, or what spreadsheet programs in China save as CSV."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _stacked(lines: Iterator[tuple[int, list[str]]]) -> Sheets:
    """The sheets of stacked tables, padded so that rows keep the number of their line."""
    sheets: Sheets = {}
    rows: list[list[str]] = []
    for number, cells in lines:
        if cells and cells[0].strip():
            rows = sheets.setdefault(cells[0].strip().lower(), [])
        content = [cell.strip() for cell in cells[1:]]
        if any(content):
            rows += [[] for _ in range(len(rows), number - 1)] if rows else []
            rows.append(content)
    wrong = sheets.keys() - SHEETS
    if "survey" not in sheets:
        raise Refused("sheet_missing", ", ".join(sorted(wrong)[:5]) or "—")
    return {name: _bounded(table, name, gap=MAX_ROWS) for name, table in sheets.items()}


def _bounded(rows: Iterable[Any], title: str, gap: int = MAX_GAP) -> list[list[str]]:
    """The rows of a sheet as texts, up to the last filled one; Refused beyond the limits."""
    texts: list[list[str]] = []
    filled = 0
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS * 10 or filled > MAX_ROWS or len(row) > 16_384:
            raise Refused("workbook_too_large", f"{title}: more than {MAX_ROWS} rows")
        cells = ["" if cell is None else _text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise Refused("workbook_too_large", f"{title}: {len(cells)} columns in row {number}")
        if cells and number - filled > gap:
            raise Refused("workbook_gap", f"{title}: {number - filled - 1} before row {number}")
        texts.append(cells)
        filled = number if cells else filled
    return texts[:filled]


def _text(cell: Any) -> str:
    """A cell as pyxform reads it: whole numbers without a decimal point."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


READERS: dict[str, Callable[[bytes], Sheets]] = {
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".xls": read_xls,
    ".csv": read_csv,
    ".md": read_markdown,
}


def tables(sheets: Sheets) -> dict[str, Any]:
    """Stacked sheets in the shape in which pyxform takes them; the position gives the row."""
    found: dict[str, Any] = {"sheet_names": list(sheets)}
    for name, rows in sheets.items():
        if rows and name in SHEETS:
            header = rows[0]
            found[f"{name}_header"] = [{column: None for column in header if column}]
            filled = [
                {column: cell for column, cell in zip(header, row, strict=False) if column and cell}
                for row in rows[1:]
            ]
            found[name] = filled if name != "settings" else list(filter(None, filled))
    return found
