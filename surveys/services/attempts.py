"""Attempts to reach a case, and how it ends without an interview."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.models import User
from surveys.instrument.values import timestamp
from surveys.models import ContactAttempt, Draft, SampleUnit


@transaction.atomic
def note_attempt(
    *,
    unit: SampleUnit,
    interviewer: User,
    at: datetime,
    mode: str,
    result: str,
    note: str,
    next_at: datetime | None,
    disposition: str,
) -> ContactAttempt:
    """Keep an attempt; the disposition closes the case, an empty one opens it again."""
    if unit.disposition != disposition:
        unit.disposition = disposition
        unit.save(update_fields=["disposition"])
    return unit.attempts.create(
        interviewer=interviewer, at=at, mode=mode, result=result, note=note, next_at=next_at
    )


@transaction.atomic
def note_pause(
    *, draft: Draft, mode: str, reason: str, note: str, next_at: datetime | None
) -> ContactAttempt | None:
    """Keep why an interviewer finishes later: with the interview, and as an attempt of its case."""
    draft.note({"at": timestamp(timezone.now()), "do": "later", "reason": reason})
    draft.save(update_fields=["paradata"])
    unit = draft.invitation.unit if draft.invitation else None
    if unit is None:
        return None
    results = ContactAttempt.Result
    return unit.attempts.create(
        interviewer=draft.interviewer,
        mode=mode,
        result=results.APPOINTMENT if next_at else results.BROKEN_OFF,
        reason=reason,
        note=note,
        next_at=next_at,
    )
