"""The cells of a line in a list of cases or of panel members, with all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from surveys.errors import Problem, SurveyError
from surveys.imports.sources import read_sources

CONTACT_COLUMNS = ("name", "phone", "email", "address")
LONGEST = 64
CHINA = "+86"
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def phone_digits(phone: str) -> str:
    """A telephone number as its digits, without the ways to write them or China's prefix."""
    digits = re.sub(r"[^\d+]", "", phone)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    return digits.removeprefix(CHINA)


@dataclass(slots=True)
class LineReader:
    """One line of a file; what its file has no column for is None, or not there."""

    line: int
    cells: Mapping[str, str]
    where: str
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, content: bytes, where: str, needed: Collection[str], code: str) -> Iterator[Self]:
        """A reader for each line of the file's table, or in a workbook of the first sheet, that has
        one of the needed columns; SurveyError with this code where none has.
        """
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"list{Path(where).suffix}"
            path.write_bytes(content)
            tables = read_sources({where: path})
            table = next((each for each in tables if {*needed} & {*each.header}), None)
            if table is None:
                found = ", ".join(name for each in tables for name in each.header)
                raise SurveyError([Problem(code, where, found)])
            for number, row in table.rows():
                cells = dict(zip(table.header, (cell.strip() for cell in row), strict=True))
                yield cls(number, cells, where)

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
        if given.get("email") and not ADDRESS.fullmatch(given["email"]):
            self.tell("contact_email", "email")
        return given or None

    def further(self, own: Collection[str]) -> dict[str, str]:
        """The cells of columns with names of one's own: what is known before the interview."""
        known = {*own, *CONTACT_COLUMNS}
        return {name: text for name, text in self.cells.items() if name not in known}
