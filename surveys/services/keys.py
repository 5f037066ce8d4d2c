"""Keys that let devices send submissions."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from surveys.models import CollectorKey, RefusedRequest, Survey

BETWEEN_NOTES = timedelta(minutes=1)


def make_collector_key(*, survey: Survey) -> str:
    """A new key's token: shown once, stored as a hash."""
    token = secrets.token_urlsafe(32)
    CollectorKey.objects.create(
        survey=survey, token_sha256=hashlib.sha256(token.encode()).hexdigest()
    )
    return token


def revoke_collector_keys(*, survey: Survey) -> int:
    """Withdraw every key of the survey at once; returns how many were in force."""
    return survey.collector_keys.filter(revoked_at=None).update(revoked_at=timezone.now())


def note_use(key: CollectorKey) -> None:
    """Remember that the key was used, but not with every request."""
    now = timezone.now()
    if key.used_at is None or now - key.used_at > BETWEEN_NOTES:
        CollectorKey.objects.filter(pk=key.pk).update(used_at=now)


def note_refusal(key: CollectorKey, reason: str, device: str) -> None:
    """Count a request that was refused: "why does my phone not send?"."""
    note = {"device": device[: RefusedRequest.DEVICE], "last_at": timezone.now()}
    known = RefusedRequest.objects.filter(key=key, reason=reason)
    if not known.update(count=F("count") + 1, **note):
        RefusedRequest.objects.get_or_create(key=key, reason=reason, defaults=note)
