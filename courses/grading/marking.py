"""One answer marked: read what was given, compare it with the key, choose what to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from courses.grading.items import MULTIPLE_CHOICE, NUMERIC, Item, Words
from courses.grading.numbers import NumberError, read_number


@dataclass(frozen=True)
class Outcome:
    """The mark of one answer: 0 or 1, and what is said about it, in order."""

    score: int
    feedback: tuple[Words, ...]

    @property
    def correct(self) -> bool:
        """Whether the answer is right."""
        return self.score == 1


class AnswerError(ValueError):
    """An answer that cannot be marked; `code` says why.

    unanswered; unknown_option (an option that the question has not, or two where one is asked
    for); or a code of `NumberError`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def mark(item: Item, given: Sequence[str]) -> Outcome:
    """The mark of what a form gave for a question.

    `given` holds the number as typed, or the positions of the chosen options, from 0. Several
    right options count only together. Raises `AnswerError`.
    """
    texts = [text for text in given if text.strip()]
    if not texts:
        raise AnswerError("unanswered")
    if item.type == NUMERIC:
        return _mark_number(item, texts[0])
    return _mark_choice(item, texts)


def _mark_number(item: Item, text: str) -> Outcome:
    try:
        number = read_number(text, item.unit.values())
    except NumberError as error:
        raise AnswerError(error.code) from error
    if item.value is not None and _near(number, item.value, item.tolerance):
        return _right(item)
    known = [each for each in item.known_errors if _near(number, each.value, each.tolerance)]
    return _wrong(item, *(each.feedback for each in known))


def _mark_choice(item: Item, texts: Sequence[str]) -> Outcome:
    positions = {str(position): position for position in range(len(item.options))}
    if not all(text in positions for text in texts):
        raise AnswerError("unknown_option")
    chosen = {positions[text] for text in texts}
    if len(chosen) > 1 and item.type != MULTIPLE_CHOICE:
        raise AnswerError("unknown_option")
    right = {position for position, option in enumerate(item.options) if option.correct}
    said = [item.options[position].feedback for position in sorted(chosen)]
    if chosen == right:
        return _right(item, *said)
    return _wrong(item, *(item.options[position].feedback for position in sorted(chosen - right)))


def _near(number: Decimal, value: Decimal, tolerance: Decimal) -> bool:
    return abs(number - value) <= tolerance


def _right(item: Item, *said: Words) -> Outcome:
    """The explanation is told only now: before, it would answer for the learner."""
    return Outcome(1, _spoken(*said, item.feedback_right, item.explanation))


def _wrong(item: Item, *said: Words) -> Outcome:
    return Outcome(0, _spoken(*said) or _spoken(item.feedback_wrong))


def _spoken(*words: Words) -> tuple[Words, ...]:
    return tuple(each for each in words if any(each.values()))
