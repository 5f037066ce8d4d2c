"""Where a full hard quota ends a web questionnaire: after everything that weighting needs."""

from __future__ import annotations

from surveys.instrument.nodes import Question
from surveys.interviewing.running import RunningInterview, is_on
from surveys.models import Draft, Quota
from surveys.queries.quotas import quota_answers, quota_reached
from surveys.queries.weighting import weighting_columns


def quota_that_stops(draft: Draft, running: RunningInterview, number: int) -> Quota | None:
    """The full hard quota that ends this interview after page `number`.

    None before the last page with a question that a quota or the weights read: somebody who is
    too many for a quota is still needed to know who was asked.
    """
    hard = [quota for quota in draft.survey.quotas.all() if quota.kind == Quota.Kind.HARD]
    if not hard:
        return None
    needed = weighting_columns(draft.survey).union(*(quota.conditions for quota in hard))
    if number < _last_page(running, needed):
        return None
    unit = draft.invitation.unit if draft.invitation else None
    return quota_reached(draft.survey, quota_answers(_answers(running), unit))


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
