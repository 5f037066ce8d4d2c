"""The cells of a line in a list of cases or of panel members, with all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from surveys.errors import Problem, SurveyError
from surveys.imports.sources import Source, read_sources

CONTACT_COLUMNS = ("name", "phone", "email", "address")
LONGEST = 64
CHINA = "+86"


def phone_digits(phone: str) -> str:
    """A telephone number as its digits, without the ways to write them or China's prefix."""
    digits = re.sub(r"[^\d+]", "", phone)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    return digits.removeprefix(CHINA)


@contextmanager
def table_of(content: bytes, where: str, columns: Collection[str], code: str) -> Iterator[Source]:
    """The file's table, or in a workbook the first sheet, that has one of the columns.

    SurveyError with `code` where none has, and where the file is no table.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(where).suffix}"
        path.write_bytes(content)
        tables = read_sources({where: path})
        fitting = [table for table in tables if {*columns} & {*table.header}]
        if not fitting:
            found = ", ".join(name for table in tables for name in table.header)
            raise SurveyError([Problem(code, where, found)])
        if not any(True for _row in fitting[0].rows()):
            raise SurveyError([Problem("empty_table", where, "1")])
        yield fitting[0]


@dataclass(slots=True)
class LineReader:
    """One row of a file; what its file has no column for is None, or not there."""

    line: int
    cells: Mapping[str, str]
    where: str
    problems: list[Problem] = field(default_factory=list)

    def tell(self, code: str, column: str) -> None:
        """Report the cell in this column."""
        place = f"{self.where} › row {self.line} › {column}"
        self.problems.append(Problem(code, place, self.cells.get(column) or "—"))

    def text(self, column: str, code: str) -> str | None:
        """A short text; None where nothing is said."""
        text = self.cells.get(column) or None
        if text is not None and len(text) > LONGEST:
            self.tell(code, column)
        return text

    def number(self, column: str, code: str, most: float = float("inf")) -> float | None:
        """A number above zero; None where nothing is said."""
        text = self.cells.get(column, "")
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = 0.0
        if not 0 < number <= most or number == float("inf"):
            self.tell(code, column)
            return None
        return number

    def contact(self) -> Mapping[str, str] | None:
        """The contact data that the file has columns for."""
        given = {name: self.cells[name] for name in CONTACT_COLUMNS if name in self.cells}
        return given or None

    def further(self, own: Collection[str]) -> dict[str, str]:
        """The cells of columns with names of one's own: what is known before the interview."""
        known = {*own, *CONTACT_COLUMNS}
        return {name: text for name, text in self.cells.items() if name not in known}
