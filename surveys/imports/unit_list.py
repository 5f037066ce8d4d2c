"""A list of cases as people keep it in a spreadsheet: read, with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from surveys.collection.fieldwork import point_of
from surveys.errors import Problem
from surveys.imports.list_reader import LONGEST, LineReader

UNIT_COLUMNS = (
    "case_id", "stratum", "psu", "base_weight", "inclusion_probability", "interviewer", "pilot",
)  # fmt: skip
ONE_STRATUM = "all"
YES = {"yes": True, "1": True, "true": True, "是": True}
NO = {"no": False, "0": False, "false": False, "否": False, "": False}


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


def read_unit_list(
    content: bytes, where: str, known: Collection[str], team: Collection[str]
) -> tuple[list[UnitLine], list[Problem]]:
    """The sound lines, and every problem of the others.

    `known` are the cases that the survey has; a new one needs a weight, and a stratum where the
    list tells strata. `team` are the e-mail addresses of the people cases can be assigned to, in
    small letters. SurveyError where the file is no table of cases at all.
    """
    lines: list[UnitLine] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for reader in _Reader.of(content, where, ("case_id",), "unit_column_missing"):
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


class _Reader(LineReader):
    def read(self, known: Collection[str], team: Collection[str]) -> UnitLine:
        cells = self.cells
        case_id = cells["case_id"]
        if not 0 < len(case_id) <= LONGEST:
            self.tell("unit_case", "case_id")
        line = UnitLine(
            line=self.line,
            case_id=case_id,
            stratum=self._stratum(known),
            psu=self.text("psu", "unit_psu"),
            base_weight=self.number("base_weight", "unit_weight"),
            inclusion_probability=self.number("inclusion_probability", "unit_probability", 1.0),
            interviewer=self._interviewer(team),
            pilot=self._pilot(),
            attributes=self.further(UNIT_COLUMNS),
            contact=self.contact(),
        )
        if "latitude" in cells or "longitude" in cells:
            self._check_point()
        if case_id not in known:
            if not line.stratum:
                self.tell("unit_stratum", "stratum")
            if line.base_weight is None and line.inclusion_probability is None:
                self._tell_missing_weight()
        return line

    def _stratum(self, known: Collection[str]) -> str | None:
        """A list without the column is a sample of one stratum."""
        if "stratum" not in self.cells and self.cells["case_id"] not in known:
            return ONE_STRATUM
        return self.text("stratum", "unit_stratum")

    def _check_point(self) -> None:
        """Both coordinates as numbers in their range, or neither."""
        given = [self.cells.get(name, "") for name in ("latitude", "longitude")]
        if any(given) and point_of(self.cells) is None:
            self.tell("unit_point", "latitude" if "latitude" in self.cells else "longitude")

    def _tell_missing_weight(self) -> None:
        codes = {problem.code for problem in self.problems}
        if codes.isdisjoint(("unit_weight", "unit_probability")):
            self.tell("unit_without_weight", "base_weight")

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
