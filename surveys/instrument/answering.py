"""Judging one answer: its type, its choices, whether it may be blank, its constraint.

The same judgement refuses an answer while a questionnaire is filled and flags it in a submission.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from surveys.instrument.data_types import fits
from surveys.instrument.nodes import CHOICE_KINDS, Choice, Question
from surveys.instrument.scope import Scope, Slot
from surveys.instrument.values import DECIMAL

Code = Literal["type", "choice", "required", "constraint", "too_large", "file_kind"]
"""The last two are said of a file while it is sent, never of an answer that is there."""


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
    if not fits(raw, node.data_type):
        return AnswerFault("type", node.data_type)
    listed = node.choice_list in scope.interview.lists
    if node.kind in CHOICE_KINDS and not _chosen(node, raw, choices, listed):
        return AnswerFault("choice", " ".join(choice.name for choice in choices))
    if slot.constraint is not None and not scope.test(slot, slot.constraint):
        return AnswerFault("constraint", node.constraint)
    if node.parameters and not _in_range(node, raw):
        return AnswerFault("constraint", f"{node.parameters['start']} … {node.parameters['end']}")
    return None


def _chosen(question: Question, raw: str, choices: tuple[Choice, ...], listed: bool) -> bool:
    if not question.choices and not question.choice_nodes and not listed:
        return True
    known = {choice.name for choice in choices}
    if question.kind == "select_one":
        return raw in known
    codes = raw.split(" ")
    if question.kind == "rank" and len(codes) != len(choices):
        return False
    return len(set(codes)) == len(codes) and known.issuperset(codes)


def _in_range(question: Question, raw: str) -> bool:
    """Whether it is a number within the limits, whatever the type of the question says."""
    if not DECIMAL.fullmatch(raw):
        return False
    limits = [float(question.parameters[key]) for key in ("start", "end")]
    return min(limits) <= float(raw) <= max(limits)
