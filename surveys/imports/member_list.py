"""A list of panel members as people keep it in a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from surveys.errors import Problem
from surveys.imports.list_reader import CONTACT_COLUMNS, LineReader

MEMBER_COLUMNS = (
    "member_id", "state", "language", "consented_on", "stratum", "psu", "base_weight",
    "recruited_from",
)  # fmt: skip
NEEDED = ("member_id", "recruited_from", *CONTACT_COLUMNS)
"""A list has one of these at least."""
LONGEST_ID = 40
STATES = ("active", "moved")
"""What a list may say; who withdraws does so for themselves, and at once."""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One line: what it says of a member. A new member without a `member_id` is given one.

    `recruited_from` names a case as `survey/case`.
    """

    line: int
    member_id: str = ""
    state: str | None = None
    language: str | None = None
    consented_on: date | None = None
    stratum: str | None = None
    psu: str | None = None
    base_weight: float | None = None
    recruited_from: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """What the line is called in lists."""
        return self.member_id or f"#{self.line}"


def read_member_list(
    content: bytes, where: str, languages: Collection[str], withdrawn: Collection[str]
) -> tuple[list[MemberLine], list[Problem]]:
    """The sound lines, and every problem of the others; SurveyError where the file is no table.

    `withdrawn` are the members that no list may bring back.
    """
    lines: list[MemberLine] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    found = 0
    for reader in _Reader.of(content, where, NEEDED, "member_column_missing"):
        found += 1
        line = reader.read(languages, withdrawn)
        for column, name in (
            ("member_id", line.member_id),
            ("recruited_from", line.recruited_from),
        ):
            mark = f"{column} {name}"
            if name and mark in seen:
                reader.tell("member_twice", column)
            seen.add(mark)
        if not reader.problems:
            lines.append(line)
        problems += reader.problems
    if not found:
        problems.append(Problem("empty_table", where, "1"))
    return lines, problems


class _Reader(LineReader):
    def read(self, languages: Collection[str], withdrawn: Collection[str]) -> MemberLine:
        member_id = self.cells.get("member_id", "")
        if len(member_id) > LONGEST_ID:
            self.tell("member_id", "member_id")
        if member_id in withdrawn:
            self.tell("member_withdrawn", "member_id")
        return MemberLine(
            line=self.line,
            member_id=member_id,
            state=self._one_of("state", STATES, "member_state"),
            language=self._one_of("language", languages, "member_language"),
            consented_on=self._day("consented_on"),
            stratum=self.text("stratum", "unit_stratum"),
            psu=self.text("psu", "unit_psu"),
            base_weight=self.number("base_weight", "unit_weight"),
            recruited_from=self.cells.get("recruited_from") or None,
            attributes=self.further(MEMBER_COLUMNS),
            contact=self.contact(),
        )

    def _one_of(self, column: str, known: Collection[str], code: str) -> str | None:
        text = self.cells.get(column, "").lower() or None
        if text is not None and text not in known:
            self.tell(code, column)
        return text

    def _day(self, column: str) -> date | None:
        text = self.cells.get(column, "")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.tell("member_consent", column)
            return None
