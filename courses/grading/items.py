"""A question as a frozen record, and the two documents in which a version of it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Words = Mapping[str, str]
"""{language code: text}."""

SINGLE_CHOICE = "single_choice"
MULTIPLE_CHOICE = "multiple_choice"
TRUE_FALSE = "true_false"
NUMERIC = "numeric"


@dataclass(frozen=True)
class Option:
    """One answer to choose, whether it is right, and what is said to those who chose it."""

    words: Words
    correct: bool
    feedback: Words = field(default_factory=dict)


@dataclass(frozen=True)
class KnownError:
    """A wrong number that a known mistake leads to, and what is said to those who gave it."""

    value: Decimal
    tolerance: Decimal
    feedback: Words


@dataclass(frozen=True)
class Item:
    """A question with its key.

    Every type but `numeric` has options; those of `true_false` are "true" and "false", in this
    order and without words of their own. A number is right within `tolerance`, an absolute
    difference, of `value`.
    """

    type: str
    stem: Words
    options: tuple[Option, ...] = ()
    value: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    unit: Words = field(default_factory=dict)
    known_errors: tuple[KnownError, ...] = ()
    feedback_right: Words = field(default_factory=dict)
    feedback_wrong: Words = field(default_factory=dict)
    explanation: Words = field(default_factory=dict)

    def texts(self) -> tuple[Words, ...]:
        """All texts of the question that a learner may come to see."""
        return (
            self.stem,
            *(words for option in self.options for words in (option.words, option.feedback)),
            self.unit,
            *(known.feedback for known in self.known_errors),
            self.feedback_right,
            self.feedback_wrong,
            self.explanation,
        )


def item_to_json(item: Item) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is shown of a question before it is answered, and what is needed to mark it."""
    body = {
        "stem": dict(item.stem),
        "options": [dict(option.words) for option in item.options],
        "unit": dict(item.unit),
    }
    key = {
        "correct": [number for number, option in enumerate(item.options) if option.correct],
        "feedback": [dict(option.feedback) for option in item.options],
        "value": None if item.value is None else plain(item.value),
        "tolerance": plain(item.tolerance),
        "known_errors": [
            {
                "value": plain(known.value),
                "tolerance": plain(known.tolerance),
                "feedback": dict(known.feedback),
            }
            for known in item.known_errors
        ],
        "right": dict(item.feedback_right),
        "wrong": dict(item.feedback_wrong),
        "explanation": dict(item.explanation),
    }
    return body, key


def item_from_json(type_: str, body: Mapping[str, Any], key: Mapping[str, Any]) -> Item:
    """The question that `item_to_json` wrote."""
    return Item(
        type=type_,
        stem=body["stem"],
        options=tuple(
            Option(words, number in key["correct"], feedback)
            for number, (words, feedback) in enumerate(
                zip(body["options"], key["feedback"], strict=True)
            )
        ),
        value=None if key["value"] is None else Decimal(key["value"]),
        tolerance=Decimal(key["tolerance"]),
        unit=body["unit"],
        known_errors=tuple(
            KnownError(Decimal(known["value"]), Decimal(known["tolerance"]), known["feedback"])
            for known in key["known_errors"]
        ),
        feedback_right=key["right"],
        feedback_wrong=key["wrong"],
        explanation=key["explanation"],
    )


def plain(number: Decimal) -> str:
    """A number's shortest form without exponent, the same for 0.01 and 0.010."""
    return format(number.normalize(), "f") if number else "0"
