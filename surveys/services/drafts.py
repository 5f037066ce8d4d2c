"""Interviews on web pages: begun, kept after every page, sent, declined, broken off."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.identifiers import token_hash
from portal.models import User
from surveys.collection.conventions import (
    AGREED,
    CASE_QUESTION,
    CONSENT_NOTE,
    CONSENT_QUESTION,
    DECLINED,
    MODE_QUESTION,
    OUTCOME_QUESTION,
    SELF_COMPLETED,
)
from surveys.instrument.nodes import CHOICE_KINDS, Question
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.values import timestamp
from surveys.interviewing.acting import run
from surveys.interviewing.closing import (
    COMPLETE,
    PARTIAL,
    REFUSED,
    has_begun,
    outcome_of,
    submission_of,
)
from surveys.interviewing.roles import not_for_respondents
from surveys.interviewing.running import Circumstances, Kept, RunningInterview
from surveys.models import (
    ConsentText,
    Draft,
    InstrumentVersion,
    Invitation,
    SampleUnit,
    Submission,
    Survey,
)
from surveys.queries import questionnaire_of
from surveys.queries.case_lists import case_rows
from surveys.queries.respondents import draft_where
from surveys.services.blobs import keep_blob
from surveys.services.intake import receive_submission
from surveys.services.origins import Origin

logger = logging.getLogger(__name__)


class AlreadyAnswered(Exception):
    """The invitation has its one response."""


@transaction.atomic
def begin_draft(
    *,
    survey: Survey,
    version: InstrumentVersion,
    language: str,
    consent: ConsentText | None,
    invitation: Invitation | None = None,
    interviewer: User | None = None,
) -> tuple[Draft, str]:
    """An interview and the token of its link; one that an invitation leads to has no token."""
    fields = {
        "survey": survey,
        "instrument": version,
        "language": language,
        "consent": consent,
        "interviewer": interviewer,
    }
    if invitation is not None:
        draft, _made = Draft.objects.get_or_create(invitation=invitation, defaults=fields)
        if draft.closed_at is not None:
            raise AlreadyAnswered
        return draft, ""
    token = secrets.token_urlsafe(24)
    return Draft.objects.create(token_sha256=token_hash(token), **fields), token


def take_over(*, invitation: Invitation, interviewer: User) -> None:
    """An interview that a person began alone is the interviewer's from now on, who is asked what
    interviewers record.
    """
    alone = Draft.objects.filter(invitation=invitation, interviewer=None, closed_at=None)
    alone.update(interviewer=interviewer)


def run_draft(draft: Draft, tried: Sequence[SampleUnit] = ()) -> RunningInterview:
    """The interview as it stands; `tried` are the cases that a preview offers."""
    questionnaire = questionnaire_of(draft.instrument)
    kept = Kept(draft.answers, draft.instances)
    return run(questionnaire, kept, _circumstances(draft, questionnaire, tried))


def rerun(running: RunningInterview, kept: Kept) -> RunningInterview:
    """The same interview with other answers."""
    return run(running.questionnaire, kept, running.circumstances)


def keep_draft(
    *, draft: Draft, running: RunningInterview, page: int, event: Mapping[str, object]
) -> None:
    """Keep the answers, the page that comes next, and what the person did."""
    draft.answers = {**running.kept.answers, **running.drawn()}
    draft.instances = dict(running.kept.instances)
    draft.page = page
    draft.note({"at": timestamp(timezone.now()), **event})
    draft.save(update_fields=["answers", "instances", "page", "language", "paradata", "updated_at"])


def keep_file(*, draft: Draft, name: str, chunks: Iterable[bytes]) -> None:
    """Keep a file that was chosen as an answer; the answer is its name."""
    draft.files.update_or_create(name=name, defaults={"blob": keep_blob(chunks)})


def close_draft(*, draft: Draft, outcome: str) -> bool:
    """Close an interview with its disposition and hand it in; False if it was closed before.

    From the moment it is closed it never changes, so that handing it in again after a fall of the
    server gives the same bytes.
    """
    closed_at = timezone.now()
    open_ones = Draft.objects.filter(pk=draft.pk, closed_at=None)
    if not open_ones.update(closed_at=closed_at, outcome=outcome):
        return False
    draft.closed_at, draft.outcome = closed_at, outcome
    hand_in(draft=draft)
    return True


def hand_in(*, draft: Draft) -> None:
    """Give a closed interview to the intake, and note on its case how it ended."""
    running = run_draft(draft)
    submission = None
    if draft.outcome != REFUSED or _can_tell_refusals(running.questionnaire):
        named = {each.name: each.blob for each in draft.files.select_related("blob")}
        origin = Origin(
            source=Submission.Source.PAGE, interviewer=draft.interviewer, consent=draft.consent
        )
        xml = submission_of(running, draft.outcome)
        receipt = receive_submission(survey=draft.survey, xml=xml, files=named, origin=origin)
        submission = receipt.submission
    with transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(submission=submission, handed_in_at=timezone.now())
        _tell_case(draft)


def _tell_case(draft: Draft) -> None:
    invitation = draft.invitation
    if invitation is None:
        return
    Invitation.objects.filter(pk=invitation.pk).update(submitted_at=draft.closed_at)
    if draft.outcome not in (COMPLETE, PARTIAL):
        cases = SampleUnit.objects.filter(pk=invitation.unit_id, disposition="")
        cases.update(disposition=draft.outcome)


def _can_tell_refusals(questionnaire: Questionnaire) -> bool:
    names = {question.name for question in questionnaire.questions.values()}
    return not names.isdisjoint((CONSENT_QUESTION, OUTCOME_QUESTION))


def close_idle_drafts() -> None:
    """Hand in what lies about: interviews of closed surveys and long forgotten ones as broken
    off, and closed ones that a fall of the server kept from being handed in. Those in which
    nothing was answered, or nobody had agreed yet, are dropped. One that fails keeps none of the
    others waiting.
    """
    rows = Draft.objects.filter(handed_in_at=None).select_related("survey")
    rows = rows.only("closed_at", "updated_at", "invitation_id", "survey")
    for pk in [draft.pk for draft in rows if draft.closed_at or _is_over(draft)]:
        try:
            _close_idle(pk)
        except Exception:
            logger.exception("the interview %s was not handed in", pk)


def _close_idle(pk: int) -> None:
    """Settle one of them as it is by now: somebody may have come back to it."""
    draft = draft_where(pk=pk, handed_in_at=None)
    if draft is None:
        return
    if draft.closed_at is not None:
        hand_in(draft=draft)
    elif _is_over(draft):
        running = run_draft(draft)
        invited = draft.invitation_id is not None and draft.consent_id is not None
        if (draft.touched and has_begun(running)) or invited:
            close_draft(draft=draft, outcome=outcome_of(running, finished=False))
        else:
            draft.delete()


def _is_over(draft: Draft) -> bool:
    forgotten = timezone.now() - timedelta(days=settings.DRAFT_DAYS)
    reception = draft.survey.reception_of(invited=draft.invitation_id is not None)
    return reception == Survey.Reception.CLOSED or draft.updated_at < forgotten


def _circumstances(
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
