"""Judging one answer: its type, its choices, whether it may be blank, its constraint.

The same judgement refuses an answer while a questionnaire is filled and flags it in a submission.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from surveys.instrument.nodes import CHOICE_KINDS, Choice, Question
from surveys.instrument.scope import Scope, Slot
from surveys.instrument.values import DECIMAL, INT32

Code = Literal["type", "choice", "required", "constraint"]
INTEGER = re.compile(r"[+-]?[0-9]{1,10}", re.ASCII)
LARGEST = 1e18
"""A larger amount is a slip of the finger or an attack; money and counts stay far below."""
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
TIME = re.compile(
    r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
FILE_NAME = re.compile(r"[^/\\]{1,255}")


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """Which rule an answer breaks, and the rule itself where it can be quoted."""

    code: Code
    expected: str


def fault_of(scope: Scope, slot: Slot, choices: tuple[Choice, ...]) -> AnswerFault | None:
    """The first rule that the answer of a relevant question breaks; None if it is good.

    As on the phone: requirement before constraint, and no constraint on a blank answer.
    """
    node, raw = slot.node, scope.raw[slot.index] or ""
    assert isinstance(node, Question)
    if raw == "":
        needed = slot.required is not None and scope.test(slot, slot.required)
        return AnswerFault("required", node.required) if needed else None
    if not well_typed(node, raw):
        return AnswerFault("type", node.data_type)
    if node.kind in CHOICE_KINDS and not _chosen(node, raw, choices):
        return AnswerFault("choice", " ".join(choice.name for choice in choices))
    if slot.constraint is not None and not scope.test(slot, slot.constraint):
        return AnswerFault("constraint", node.constraint)
    if node.parameters and not _in_range(node, raw):
        return AnswerFault("constraint", f"{node.parameters['start']} … {node.parameters['end']}")
    return None


def well_typed(question: Question, raw: str) -> bool:
    """Whether the text can be a value of the question's type, written as Collect writes it."""
    test = TYPES.get(question.data_type)
    return test is None or test(raw)


def _chosen(question: Question, raw: str, choices: tuple[Choice, ...]) -> bool:
    known = {choice.name for choice in choices}
    if question.kind == "select_one":
        return raw in known
    codes = raw.split(" ")
    if question.kind == "rank" and len(codes) != len(choices):
        return False
    return len(set(codes)) == len(codes) and known.issuperset(codes)


def _in_range(question: Question, raw: str) -> bool:
    limits = [float(question.parameters[key]) for key in ("start", "end")]
    return min(limits) <= float(raw) <= max(limits)


def _is_integer(raw: str) -> bool:
    return INTEGER.fullmatch(raw) is not None and -INT32 <= int(raw) < INT32


def _is_decimal(raw: str) -> bool:
    return DECIMAL.fullmatch(raw) is not None and abs(float(raw)) < LARGEST


def _is_date(raw: str) -> bool:
    try:
        return DATE.fullmatch(raw) is not None and dt.date.fromisoformat(raw) is not None
    except ValueError:
        return False


def _is_moment(raw: str) -> bool:
    date, separator, time = raw.partition("T")
    return bool(separator) and _is_date(date) and TIME.fullmatch(time) is not None


def _is_point(raw: str) -> bool:
    """Latitude, longitude and, if known, altitude and accuracy."""
    parts = raw.split(" ")
    if not 2 <= len(parts) <= 4 or not all(_is_decimal(part) for part in parts):
        return False
    latitude, longitude = float(parts[0]), float(parts[1])
    return math.fabs(latitude) <= 90 and math.fabs(longitude) <= 180


def _is_trace(raw: str) -> bool:
    return all(_is_point(point.strip()) for point in raw.strip().rstrip(";").split(";"))


TYPES: dict[str, Callable[[str], bool]] = {
    "int": _is_integer,
    "decimal": _is_decimal,
    "date": _is_date,
    "dateTime": _is_moment,
    "time": lambda raw: TIME.fullmatch(raw) is not None,
    "geopoint": _is_point,
    "geotrace": _is_trace,
    "geoshape": _is_trace,
    "binary": lambda raw: FILE_NAME.fullmatch(raw) is not None,
}
