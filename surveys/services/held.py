"""Decisions about contents that were held: taken in after all, or discarded. The bytes stay."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from portal.models import User
from surveys.collection.answers import parse_submission
from surveys.collection.editing import succeeding
from surveys.models import HeldSubmission, Submission, SubmissionVersion
from surveys.services.attachments import held_blobs
from surveys.services.intake import Outcome, receive_submission
from surveys.services.origins import Origin

Reason, Decision = HeldSubmission.Reason, HeldSubmission.Decision
TAKEN: tuple[Outcome, ...] = ("stored", "edited", "known")


class NotTaken(Exception):
    """The content could not be taken in; nothing has changed."""


def predecessor(held: HeldSubmission) -> Submission | None:
    """The interview that a held content is another version of; None where it is known of none."""
    if held.reason == Reason.UNREADABLE:
        return None
    parsed = parse_submission(bytes(held.content))
    named = {Reason.CONFLICT: parsed.instance_id}.get(held.reason, parsed.deprecated_id)
    version = (
        SubmissionVersion.objects.filter(survey=held.survey_id, instance_id=named)
        .select_related("submission__unit", "submission__survey", "submission__instrument")
        .defer("xml")
        .first()
    )
    return version.submission if version else None


def take_held(*, held: HeldSubmission, reason: str, actor: User) -> Submission:
    """Put the content after the current version of its interview, under an instance ID of its own.

    An edit of what nobody sent becomes an interview of its own. NotTaken when somebody decided
    meanwhile, or the intake still cannot take it.
    """
    if held.reason == Reason.UNREADABLE:
        raise NotTaken
    with transaction.atomic():
        _decide(held, Decision.ACCEPTED, reason, actor)
        known = predecessor(held)
        source = known.source if known else Submission.Source.DEVICE
        receipt = receive_submission(
            survey=held.survey,
            xml=_content(held, known),
            files=held_blobs(held),
            origin=Origin(source=source, actor=actor, reason=reason),
        )
        if receipt.outcome not in TAKEN or receipt.submission is None:
            raise NotTaken
    return receipt.submission


def discard_held(*, held: HeldSubmission, reason: str, actor: User) -> None:
    """Leave the content out for good; it can still be read and fetched."""
    with transaction.atomic():
        _decide(held, Decision.DISCARDED, reason, actor)


def _decide(held: HeldSubmission, decision: str, reason: str, actor: User) -> None:
    open_one = HeldSubmission.objects.filter(pk=held.pk, decision="")
    if not open_one.update(
        decision=decision, note=reason, decided_by=actor, decided_at=timezone.now()
    ):
        raise NotTaken


def _content(held: HeldSubmission, known: Submission | None) -> bytes:
    content = bytes(held.content)
    if known is not None:
        return succeeding(content, f"uuid:{uuid.uuid4()}", known.versions.latest().instance_id)
    return succeeding(content, held.instance_id) if held.reason == Reason.EDIT else content
