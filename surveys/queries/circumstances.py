"""What an interview on web pages knows besides its answers: its clock, its case, the consent."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from surveys.collection.conventions import (
    AGREED,
    CASE_QUESTION,
    CONSENT_NOTE,
    CONSENT_QUESTION,
    DECLINED,
    MODE_QUESTION,
    SELF_COMPLETED,
)
from surveys.instrument.nodes import CHOICE_KINDS, Question
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.values import timestamp
from surveys.interviewing.closing import REFUSED
from surveys.interviewing.roles import not_for_respondents
from surveys.interviewing.running import Circumstances
from surveys.models import Draft, SampleUnit
from surveys.queries.case_lists import case_rows


def circumstances_of(
    draft: Draft, questionnaire: Questionnaire, tried: Sequence[SampleUnit]
) -> Circumstances:
    """What is known besides the answers. The day and the clock are those of its beginning, where
    people are interviewed.
    """
    started = timezone.localtime(draft.started_at, draft.survey.zone)
    ended = timezone.localtime(draft.closed_at, started.tzinfo) if draft.closed_at else started
    recorded = {
        "start": timestamp(started),
        "end": timestamp(ended),
        "today": started.date().isoformat(),
        "instance_id": draft.instance_id,
    }
    alone = draft.interviewer_id is None
    silent = not_for_respondents(questionnaire) if alone else frozenset()
    known = _known(draft, questionnaire, alone=alone)
    if draft.consent_id is not None:
        known[CONSENT_QUESTION] = DECLINED if draft.outcome == REFUSED else AGREED
        silent |= _paths_of_consent(questionnaire)
    reached = draft.page if draft.closed_at is None else None
    return Circumstances(
        now=started,
        silent=silent,
        fixed=known,
        recorded=recorded,
        reached=reached,
        cases=case_rows(tried or _cases(draft)) if questionnaire.cases else None,
    )


def _cases(draft: Draft) -> list[SampleUnit]:
    """The case that is asked."""
    unit = draft.invitation.unit if draft.invitation else None
    return [unit] if unit else []


def _known(draft: Draft, questionnaire: Questionnaire, *, alone: bool) -> dict[str, str]:
    """What the sample knows of the case, where the questionnaire has a place for it."""
    told = {MODE_QUESTION: SELF_COMPLETED} if alone else {}
    unit = draft.invitation.unit if draft.invitation else None
    if unit is not None:
        told |= {f"a_{name}": str(value) for name, value in unit.attributes.items()}
        told |= {name: str(value) for name, value in unit.attributes.items()}
        told |= {"a_stratum": told.get("a_stratum", unit.stratum), CASE_QUESTION: unit.case_id}
    return {
        question.name: told[question.name]
        for question in questionnaire.questions.values()
        if question.name in told and _may_hold(questionnaire, question, told[question.name])
    }


def _may_hold(questionnaire: Questionnaire, question: Question, value: str) -> bool:
    """Whether what the sample knows is an answer to the question."""
    listed = question.choice_list in questionnaire.cases
    known = {choice.name for choice in question.choices}
    return question.kind not in CHOICE_KINDS or listed or value in known


def _paths_of_consent(questionnaire: Questionnaire) -> frozenset[str]:
    return frozenset(
        path
        for path, question in questionnaire.questions.items()
        if question.name in (CONSENT_QUESTION, CONSENT_NOTE)
    )
