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
from surveys.collection.conventions import CONSENT_QUESTION, OUTCOME_QUESTION
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
from surveys.interviewing.kept import Kept
from surveys.interviewing.running import RunningInterview
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
from surveys.queries.circumstances import circumstances_of
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
    return run(questionnaire, kept, circumstances_of(draft, questionnaire, tried))


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
