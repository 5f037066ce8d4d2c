"""Rows as CSV that spreadsheet programs read as it is meant: numbers as numbers, text as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it Excel takes UTF-8 for something else."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def csv_bytes(lines: Iterable[Iterable[Any]]) -> bytes:
    """The lines as CSV in UTF-8; no text of them can be run as a formula."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([_safe(cell) for cell in row] for row in lines)
    return text.getvalue().encode()


def in_all_languages(labels: Mapping[str, str]) -> str:
    """A text in every language, for a table that has none of its own."""
    return " / ".join(labels.values())


def _safe(cell: Any) -> Any:
    """Text that a spreadsheet program would run as a formula gets an apostrophe before it."""
    if not isinstance(cell, str):
        return cell
    # The writer does not quote a lone carriage return, which readers take for the end of a row.
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
