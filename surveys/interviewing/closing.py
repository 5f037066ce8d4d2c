"""How an interview ended, and the XML that Collect would send of it.

Partial interviews and break-offs are told apart by AAPOR's proposal (Standard Definitions, web
surveys): a partial one has half or more of the applicable questions answered.
"""

from __future__ import annotations

from surveys.collection.conventions import (
    CONSENT_QUESTION,
    DECLINED,
    ELIGIBLE_QUESTION,
    OUTCOME_QUESTION,
)
from surveys.instrument.filling import write_submission
from surveys.instrument.nodes import Question
from surveys.interviewing.running import Place, RunningInterview

COMPLETE, PARTIAL, REFUSED, BREAK_OFF, NOT_ELIGIBLE = "11", "12", "211", "212", "41"
ENOUGH = 0.5


def outcome_of(running: RunningInterview, *, finished: bool) -> str:
    """The code of the disposition."""
    if _value(running, CONSENT_QUESTION) == DECLINED:
        return REFUSED
    if _is_screened_out(running):
        return NOT_ELIGIBLE
    if finished:
        return COMPLETE
    return PARTIAL if share_answered(running) >= ENOUGH else BREAK_OFF


def has_begun(running: RunningInterview) -> bool:
    """Whether anything was answered, and the person has agreed where the questionnaire asks."""
    agreed = _named(running, CONSENT_QUESTION) is None or bool(_value(running, CONSENT_QUESTION))
    return agreed and share_answered(running) > 0


def share_answered(running: RunningInterview) -> float:
    """The share of the questions that apply, as far as is known, that have an answer."""
    asked = [
        place
        for place in running.places.values()
        if isinstance(place.slot.node, Question)
        and place.slot.node.asked
        and running.is_shown(place)
    ]
    return sum(bool(place.value) for place in asked) / len(asked) if asked else 0.0


def submission_of(running: RunningInterview, outcome: str) -> bytes:
    """The submission; it holds the outcome where no person was asked for it, or not yet."""
    place = _named(running, OUTCOME_QUESTION)
    if place is not None and (place.slot.path in running.circumstances.silent or not place.value):
        place.scope.answer(place.slot, outcome)
    return write_submission(running.program, running.interview)


def _is_screened_out(running: RunningInterview) -> bool:
    """Whether the screening questions that apply are all answered, and say "not eligible"."""
    place = _named(running, ELIGIBLE_QUESTION)
    if place is None or place.value != "0":
        return False
    asked = running.program.reads.get((place.slot, "calculate"), set())
    return all(place.scope.raw[slot.index] for slot in asked if place.scope.relevant(slot.index))


def _value(running: RunningInterview, name: str) -> str:
    place = _named(running, name)
    return place.value if place is not None else ""


def _named(running: RunningInterview, name: str) -> Place | None:
    found = (place for place in running.places.values() if place.slot.node.name == name)
    return next(found, None)
