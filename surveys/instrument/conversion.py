"""The child process that opens a workbook: reads its sheets and runs pyxform, within limits.

Run as `python -m surveys.instrument.conversion SUFFIX` with the workbook on standard input; the
answer is JSON on standard output. A hostile workbook can exhaust only this process.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from typing import Any

from surveys.instrument.workbook import MAX_COLUMNS, MAX_ROWS

MEMORY = 1_500_000_000
CPU_SECONDS = 20
FILE_BYTES = 20_000_000
MAX_GAP = 60
"""pyxform stops reading after so many empty rows."""


class Refused(Exception):
    """A workbook that is not read further: a message code and what was found."""


def limit_process() -> None:
    """Bound memory, computing time and written files (pyxform writes a temporary one)."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(content: bytes, suffix: str) -> dict[str, Any]:
    """The sheets and, if pyxform accepts the workbook, the XForm, else pyxform's message."""
    try:
        sheets = read_xls(content) if suffix == ".xls" else read_xlsx(content)
    except Refused as refused:
        return {"refused": list(refused.args)}
    except MemoryError:
        return {"refused": ["workbook_too_large", "more cells than memory"]}
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes the readers raise
        return {"refused": ["workbook_unreadable", f"{type(error).__name__}: {error}"[:300]]}
    return {"sheets": sheets, **convert(content, suffix)}


def convert(content: bytes, suffix: str) -> dict[str, Any]:
    """pyxform's XForm and warnings, or its message."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as to_xform

    try:
        result = to_xform(xlsform=content, file_type=".xls" if suffix == ".xls" else ".xlsx")
    except PyXFormError as error:
        return {"error": str(error)}
    except Exception as error:  # noqa: BLE001 - pyxform fails on odd workbooks in many ways
        return {"error": f"{type(error).__name__}: {error}"[:500]}
    return {"xform": result.xform, "warnings": result.warnings}


def read_xlsx(content: bytes) -> dict[str, list[list[str]]]:
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


def read_xls(content: bytes) -> dict[str, list[list[str]]]:
    import xlrd  # type: ignore[import-untyped]

    book = xlrd.open_workbook(file_contents=content)
    return {
        sheet.name: _bounded((sheet.row_values(row) for row in range(sheet.nrows)), sheet.name)
        for sheet in book.sheets()
    }


def _bounded(rows: Any, title: str) -> list[list[str]]:
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
        if cells and number - filled > MAX_GAP:
            raise Refused("workbook_gap", f"{title}: {number - filled - 1} before row {number}")
        texts.append(cells)
        filled = number if cells else filled
    return texts[:filled]


def _text(cell: Any) -> str:
    """A cell as pyxform reads it: whole numbers without a decimal point."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def main() -> None:
    limit_process()
    content = sys.stdin.buffer.read()
    json.dump(answer(content, sys.argv[1]), sys.stdout)


if __name__ == "__main__":
    main()
