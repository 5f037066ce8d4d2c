"""Attempts to reach a case, and how it ends without an interview."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.models import User
from surveys.models import ContactAttempt, SampleUnit


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
