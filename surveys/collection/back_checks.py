"""Back-checks: some interviews are held again, and the answers that should not change compared."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.instrument.nodes import Question

Row = Mapping[str, str | None]


@dataclass(slots=True)
class Rate:
    """In how many of the compared answers both interviews say the same."""

    same: int = 0
    compared: int = 0

    @property
    def share(self) -> float | None:
        """The share of equal answers; None where none was compared."""
        return self.same / self.compared if self.compared else None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two interviews of one case, and who held the first."""

    interviewer: str
    first: Row
    second: Row


@dataclass(frozen=True, slots=True)
class Agreement:
    """Rates by column, by interviewer, and of all answers together."""

    total: Rate = field(default_factory=Rate)
    questions: dict[str, Rate] = field(default_factory=dict)
    interviewers: dict[str, Rate] = field(default_factory=dict)


def draw(groups: Mapping[str, Sequence[int]], share: float, seed: int) -> list[int]:
    """A random share of each group, at least one; the same seed and groups give the same.

    Each group has a stream of its own, so that what comes in for one does not change the others.
    """
    drawn: list[int] = []
    for name, members in sorted(groups.items()):
        size = min(len(members), math.ceil(round(share * len(members), 9)))
        drawn += random.Random(f"{seed}:{name}").sample(sorted(members), size)  # noqa: S311
    return sorted(drawn)


def agreement(pairs: Iterable[Pair], questions: Mapping[str, Question]) -> Agreement:
    """How far the interviews agree, by column of the row.

    An answer counts as soon as one of the two interviews has it: asked once and not the other time
    is a difference too.
    """
    rates = Agreement()
    for pair in pairs:
        person = rates.interviewers.setdefault(pair.interviewer, Rate())
        for column, question in questions.items():
            first, second = pair.first.get(column) or "", pair.second.get(column) or ""
            if not first and not second:
                continue
            same = is_same(question, first, second)
            for rate in (rates.total, rates.questions.setdefault(column, Rate()), person):
                rate.compared += 1
                rate.same += same
    return rates


def is_same(question: Question, first: str, second: str) -> bool:
    """Whether two answers mean the same: codes in any order, numbers by value, texts by words."""
    if question.kind == "select_multiple":
        return sorted(first.split()) == sorted(second.split())
    if question.data_type in ("int", "decimal"):
        try:
            return float(first) == float(second)
        except ValueError:
            return first == second
    return " ".join(first.split()).casefold() == " ".join(second.split()).casefold()
