"""The sheets of an XLSForm workbook as rows that remember their number, and limits before reading."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.errors import Problem

MAX_BYTES = 5_000_000
MAX_PARTS = 500
MAX_UNPACKED = 50_000_000
SMALL, MAX_RATIO = 10_000_000, 50
"""Sheets unpack to ten times their size, seldom twenty; only what is small may exceed the ratio."""
MAX_ROWS = 20_000
MAX_COLUMNS = 200
LIMITS = {
    "size": MAX_BYTES // 10**6,
    "unpacked": MAX_UNPACKED // 10**6,
    "ratio": MAX_RATIO,
    "parts": MAX_PARTS,
    "rows": MAX_ROWS,
    "columns": MAX_COLUMNS,
}
"""The limits as messages name them; sizes in MB."""
XFORM = ".xml"
SHEET_TYPES = {
    ".xlsx": b"PK\x03\x04",
    ".xlsm": b"PK\x03\x04",
    ".xls": b"\xd0\xcf\x11\xe0",
    ".csv": b"",
    ".md": b"",
    XFORM: b"",
}
"""Kinds of files a questionnaire may come in, and how each begins."""
SHEETS = frozenset({"survey", "choices", "settings", "external_choices", "osm", "entities"})
"""The sheets that XLSForm knows."""
ALIASES = {
    "relevance": "relevant",
    "calculate": "calculation",
    "list name": "list_name",
    "value": "name",
    "constraint message": "constraint_message",
    "constraint_msg": "constraint_message",
    "required message": "required_message",
    "choice filter": "choice_filter",
    "repeat count": "repeat_count",
    "id_string": "form_id",
}
TRANSLATED = ("label", "hint", "constraint_message", "required_message")
LOGIC = ("relevant", "calculation", "constraint", "required", "choice_filter", "repeat_count")
OPENING = re.compile(r"begin[ _](group|repeat)")
CLOSING = re.compile(r"end[ _](group|repeat)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its number as the spreadsheet shows it, and its cells by column name.

    A translated column is named `label::English (en)`; other names are in lower case.
    """

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """The cell of a column; blank where it has none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The three sheets that matter; rows without any content are left out. A ready XForm has none."""

    survey: tuple[Row, ...] = ()
    choices: tuple[Row, ...] = ()
    settings: tuple[Row, ...] = ()

    def setting(self, column: str) -> str:
        """A value of the settings sheet."""
        return self.settings[0].get(column).strip() if self.settings else ""

    def paths(self, root: str) -> Iterator[tuple[str, Row]]:
        """Each named row of the survey sheet with the path of its node."""
        above = [f"/{root}"]
        for row in self.survey:
            kind, name = row.get("type").strip().lower(), row.get("name").strip()
            if CLOSING.match(kind):
                above = above[:-1] if len(above) > 1 else above
            elif name:
                path = f"{above[-1]}/{name}"
                yield path, row
                if OPENING.match(kind):
                    above.append(path)


def suffix_of(filename: str) -> str:
    """The ending that says what kind of file it is, in lower case."""
    return "." + filename.rpartition(".")[2].lower()


def check_package(content: bytes, filename: str) -> list[Problem]:
    """Whether the file may be opened at all: its type and its size, packed and unpacked."""
    suffix = suffix_of(filename)
    magic = SHEET_TYPES.get(suffix)
    if magic is None:
        return [Problem("workbook_type", filename, suffix)]
    if len(content) > MAX_BYTES:
        found = f"{len(content) / 1e6:.1f} MB"
        return [Problem("workbook_too_large", filename, found, LIMITS)]
    if not content.strip() or not content.startswith(magic):
        return [Problem("workbook_unreadable", filename, _opening(content))]
    return _check_archive(content, filename) if magic.startswith(b"PK") else []


def _check_archive(content: bytes, filename: str) -> list[Problem]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        return [Problem("workbook_unreadable", filename, str(error))]
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > max(SMALL, MAX_RATIO * len(content))
    if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED or bomb:
        found = f"{len(entries)} parts, {unpacked / 1e6:.1f} of {len(content) / 1e6:.1f} MB"
        return [Problem("workbook_too_large", filename, found, LIMITS)]
    return []


def _opening(content: bytes) -> str:
    return repr(content[:8])[1:] if content else "an empty file"


def read_sheets(sheets: Mapping[str, list[list[Any]]]) -> Workbook:
    """The workbook from its sheets' cells, each sheet a list of rows, the header first."""
    by_name = {name.strip().lower(): rows for name, rows in sheets.items()}
    survey, choices, settings = (
        tuple(_rows(by_name.get(name, []))) for name in ("survey", "choices", "settings")
    )
    return Workbook(survey, choices, settings)


def _rows(cells: list[list[Any]]) -> Iterator[Row]:
    if not cells:
        return
    header = [_column(str(cell or "")) for cell in cells[0]]
    for number, row in enumerate(cells[1:], start=2):
        named = {
            name: str(cell) for name, cell in zip(header, row, strict=False) if name and cell != ""
        }
        if named:
            yield Row(number, named)


def _column(header: str) -> str:
    """A header's canonical name: aliases resolved, the language kept after `::`."""
    base, separator, language = header.strip().partition("::")
    name = base.strip().lower()
    name = ALIASES.get(name, name)
    return f"{name}::{language.strip()}" if separator else name
