"""A list of cases as people keep it in a spreadsheet: read, with all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from surveys.errors import Problem, SurveyError
from surveys.imports.sources import Source, read_sources

CONTACT_COLUMNS = ("name", "phone", "email", "address")
UNIT_COLUMNS = (
    "case_id", "stratum", "psu", "base_weight", "inclusion_probability", "interviewer", "pilot",
)  # fmt: skip
LONGEST = 64
YES = {"yes": True, "1": True, "true": True, "是": True}
NO = {"no": False, "0": False, "false": False, "否": False, "": False}
CHINA = "+86"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One line: what it says of a case. What its file has no column for is None, or not there."""

    line: int
    case_id: str
    stratum: str | None = None
    psu: str | None = None
    base_weight: float | None = None
    inclusion_probability: float | None = None
    interviewer: str | None = None
    pilot: bool | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] | None = None


def phone_digits(phone: str) -> str:
    """A telephone number as its digits, without the ways to write them or China's prefix."""
    digits = re.sub(r"[^\d+]", "", phone)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    return digits.removeprefix(CHINA)


def read_unit_list(
    content: bytes, where: str, known: Collection[str], team: Collection[str]
) -> tuple[list[UnitLine], list[Problem]]:
    """The sound lines, and every problem of the others.

    `known` are the cases that the survey has; a new one needs a stratum and a weight. `team` are
    the e-mail addresses of the people cases can be assigned to, in small letters. SurveyError
    where the file is no table of cases at all.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(where).suffix}"
        path.write_bytes(content)
        return _read(_table_of_cases(path, where), where, known, team)


def _table_of_cases(path: Path, where: str) -> Source:
    """The file's table, or in a workbook the first sheet, that has the column of the cases."""
    tables = read_sources({where: path})
    for table in tables:
        if "case_id" in table.header:
            return table
    found = ", ".join(name for table in tables for name in table.header)
    raise SurveyError([Problem("unit_column_missing", where, found)])


def _read(
    table: Source, where: str, known: Collection[str], team: Collection[str]
) -> tuple[list[UnitLine], list[Problem]]:
    lines: list[UnitLine] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, row in table.rows():
        cells = dict(zip(table.header, (cell.strip() for cell in row), strict=True))
        reader = _Reader(number, cells, where)
        line = reader.read(known, team)
        if line.case_id in seen:
            reader.tell("unit_case_twice", "case_id")
        seen.add(line.case_id)
        if not reader.problems:
            lines.append(line)
        problems += reader.problems
    if not seen:
        problems.append(Problem("empty_table", where, "1"))
    return lines, problems


@dataclass(slots=True)
class _Reader:
    line: int
    cells: Mapping[str, str]
    where: str
    problems: list[Problem] = field(default_factory=list)

    def tell(self, code: str, column: str) -> None:
        place = f"{self.where} › row {self.line} › {column}"
        self.problems.append(Problem(code, place, self.cells.get(column) or "—"))

    def read(self, known: Collection[str], team: Collection[str]) -> UnitLine:
        cells = self.cells
        case_id = cells["case_id"]
        if not 0 < len(case_id) <= LONGEST:
            self.tell("unit_case", "case_id")
        line = UnitLine(
            line=self.line,
            case_id=case_id,
            stratum=self._text("stratum", "unit_stratum"),
            psu=self._text("psu", "unit_psu"),
            base_weight=self._number("base_weight", "unit_weight", float("inf")),
            inclusion_probability=self._number("inclusion_probability", "unit_probability", 1.0),
            interviewer=self._interviewer(team),
            pilot=self._pilot(),
            attributes={
                name: text
                for name, text in cells.items()
                if name not in UNIT_COLUMNS and name not in CONTACT_COLUMNS
            },
            contact=self._contact(),
        )
        if case_id not in known:
            if not line.stratum:
                self.tell("unit_stratum", "stratum")
            if line.base_weight is None and line.inclusion_probability is None:
                self._tell_missing_weight()
        return line

    def _tell_missing_weight(self) -> None:
        codes = {problem.code for problem in self.problems}
        if codes.isdisjoint(("unit_weight", "unit_probability")):
            self.tell("unit_without_weight", "base_weight")

    def _text(self, column: str, code: str) -> str | None:
        text = self.cells.get(column) or None
        if text is not None and len(text) > LONGEST:
            self.tell(code, column)
        return text

    def _number(self, column: str, code: str, most: float) -> float | None:
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

    def _interviewer(self, team: Collection[str]) -> str | None:
        address = self.cells.get("interviewer")
        if address is None:
            return None
        if address and address.lower() not in team:
            self.tell("unit_interviewer", "interviewer")
        return address.lower()

    def _pilot(self) -> bool | None:
        text = self.cells.get("pilot")
        if text is None:
            return None
        found = (YES | NO).get(text.lower())
        if found is None:
            self.tell("unit_pilot", "pilot")
        return found

    def _contact(self) -> Mapping[str, str] | None:
        given = {name: self.cells[name] for name in CONTACT_COLUMNS if name in self.cells}
        return given or None
