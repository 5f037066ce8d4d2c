"""The life of a survey: from draft by way of a pilot to open, closed and archived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from portal.models import User
from surveys.errors import Problem, SurveyError
from surveys.models import ConsentText, StateChange, Survey
from surveys.services.readiness import checklist

State = Survey.State
FOLLOWING: Mapping[str, tuple[State, ...]] = {
    State.DRAFT: (State.PILOT, State.OPEN),
    State.PILOT: (State.OPEN, State.DRAFT),
    State.OPEN: (State.PAUSED, State.CLOSED),
    State.PAUSED: (State.OPEN, State.CLOSED),
    State.CLOSED: (State.ARCHIVED, State.OPEN),
    State.ARCHIVED: (State.CLOSED,),
}
"""Where a survey can go from each state; the usual next one stands first."""

DATES = ("opens_at", "closes_at", "open_link", "grace_days", "time_zone", "contact")


@transaction.atomic
def change_state(*, survey: Survey, state: str, actor: User | None, anyway: bool = False) -> None:
    """Bring the survey into a state.

    SurveyError, and nothing changed, when that state does not follow the present one, or tells
    what is missing before answers may come; `anyway` lets important things be missing.
    """
    following = FOLLOWING[Survey.objects.select_for_update().get(pk=survey.pk).state]
    if state not in following:
        details = {"states": ", ".join(following)}
        raise SurveyError([Problem("state_does_not_follow", survey.slug, state, details)])
    if state in (State.PILOT, State.OPEN):
        _refuse_unready(survey, anyway)
    survey.state = state
    survey.save(update_fields=["state"])
    StateChange.objects.create(survey=survey, state=state, actor=actor)


def _refuse_unready(survey: Survey, anyway: bool) -> None:
    wanted = ("needed",) if anyway else ("needed", "important")
    missing = [check for check in checklist(survey) if check.weight in wanted and not check.done]
    if missing:
        raise SurveyError(
            Problem(f"lacks_{check.code}", survey.slug, check.found or "—") for check in missing
        )


def set_dates(
    *,
    survey: Survey,
    opens_at: datetime | None,
    closes_at: datetime | None,
    open_link: bool,
    grace_days: int = 0,
    time_zone: str = "",
    contact: str = "",
) -> None:
    """When answers may begin and until when, by which clock, whether anybody may answer, and whom
    people can ask.
    """
    survey.opens_at, survey.closes_at, survey.open_link = opens_at, closes_at, open_link
    survey.grace_days, survey.time_zone, survey.contact = grace_days, time_zone, contact
    survey.save(update_fields=[*DATES])


@transaction.atomic
def keep_consent(*, survey: Survey, texts: Mapping[str, str], actor: User | None) -> ConsentText:
    """A new version of the consent text; the present one where the texts are the same."""
    Survey.objects.select_for_update().get(pk=survey.pk)
    present = survey.consent_texts.first()
    if present and present.texts == dict(texts):
        return present
    number = present.number + 1 if present else 1
    return survey.consent_texts.create(number=number, texts=dict(texts), created_by=actor)
