"""Where a full hard quota ends a web questionnaire: after everything that weighting needs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.instrument.nodes import Question
from surveys.interviewing.running import RunningInterview, is_on
from surveys.models import Draft, Quota, Survey
from surveys.queries import current_plan
from surveys.queries.quotas import quota_answers, quota_reached


def quota_that_stops(draft: Draft, running: RunningInterview, number: int) -> Quota | None:
    """The full hard quota that ends this interview after page `number`.

    None before the last page with a question that a quota or the weights read: somebody who is
    too many for a quota is still needed to know who was asked.
    """
    hard = [quota for quota in draft.survey.quotas.all() if quota.kind == Quota.Kind.HARD]
    if not hard:
        return None
    names = {question.name for question in running.questionnaire.questions.values()}
    needed = weighting_questions(draft.survey, names) | {
        name for quota in hard for name in quota.conditions
    }
    if number < _last_page(running, needed):
        return None
    unit = draft.invitation.unit if draft.invitation else None
    return quota_reached(draft.survey, quota_answers(_answers(running), unit))


def weighting_questions(survey: Survey, names: set[str]) -> set[str]:
    """The questions that the control totals read, directly or by the plan's derived variables."""
    plan = current_plan(survey)
    document = tomllib.loads(plan.text) if plan else {}
    recodes = {each.get("name"): each for each in document.get("recodes", [])}
    waiting = [name for each in survey.control_totals.all() for name in each.variables]
    found: set[str] = set()
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in names:
            found.add(name)
        waiting += _texts(recodes.get(name, {}))
    return found


def _texts(value: Any) -> Iterator[str]:
    """Every text in a document; those that name no question or variable do no harm."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _last_page(running: RunningInterview, needed: set[str]) -> int:
    """The number of the last page that holds one of these questions; 0 where none does."""
    places = [place for place in running.places.values() if place.slot.node.name in needed]
    numbers = [
        number
        for number, page in enumerate(running.pages)
        if any(is_on(place, page) for place in places)
    ]
    return max(numbers, default=0)


def _answers(running: RunningInterview) -> dict[str, str | None]:
    return {
        place.slot.node.name: place.value
        for place in running.places.values()
        if isinstance(place.slot.node, Question) and place.relevant
    }
