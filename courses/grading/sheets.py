"""A quiz as one learner has it before them: questions, what they gave, marks and problems."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from courses.grading.given import Given
from courses.grading.items import Item
from courses.grading.marking import AnswerError, Outcome, mark


@dataclass(frozen=True)
class Slot:
    """One question of a quiz; `problem` is the code of an `AnswerError`."""

    position: int
    item: Item
    given: tuple[str, ...] = ()
    outcome: Outcome | None = None
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    """A quiz with answers, as far as there are any. `pass_mark` is in per cent.

    `best` is the most right answers of any try that is kept; None where none is.
    """

    slots: tuple[Slot, ...]
    pass_mark: int
    best: int | None = None

    @property
    def marked(self) -> bool:
        """Whether all questions have their mark; a sheet with a problem has none."""
        return bool(self.slots) and all(slot.outcome for slot in self.slots)

    @property
    def problems(self) -> tuple[Slot, ...]:
        """The questions whose answers could not be marked."""
        return tuple(slot for slot in self.slots if slot.problem)

    @property
    def score(self) -> int:
        """How many questions were answered rightly."""
        return sum(slot.outcome.score for slot in self.slots if slot.outcome)

    @property
    def max_score(self) -> int:
        """How many questions there are."""
        return len(self.slots)

    @property
    def needed(self) -> int:
        """How many right answers it takes to pass: the pass mark rounded up to whole questions."""
        return -(-self.pass_mark * self.max_score // 100)

    @property
    def passed(self) -> bool:
        """Whether the quiz is marked and enough answers are right."""
        return self.marked and self.score >= self.needed

    @property
    def passed_before(self) -> bool:
        """Whether any try that is kept has passed."""
        return self.best is not None and self.best >= self.needed


def blank_sheet(items: Sequence[Item], pass_mark: int) -> Sheet:
    """A quiz that nobody has answered."""
    return Sheet(tuple(Slot(number, item) for number, item in enumerate(items)), pass_mark)


def marked_sheet(items: Sequence[Item], pass_mark: int, given: Given) -> Sheet:
    """The quiz with its marks, or with all problems and no marks if any answer has a problem."""
    tried = [_tried(number, item, given.get(number, ())) for number, item in enumerate(items)]
    if any(slot.problem for slot in tried):
        tried = [replace(slot, outcome=None) for slot in tried]
    return Sheet(tuple(tried), pass_mark)


def _tried(position: int, item: Item, given: Sequence[str]) -> Slot:
    try:
        return Slot(position, item, tuple(given), mark(item, given))
    except AnswerError as error:
        return Slot(position, item, tuple(given), problem=error.code)
