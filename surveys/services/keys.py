"""Keys that let devices send submissions."""

from __future__ import annotations

import hashlib
import secrets

from django.utils import timezone

from surveys.models import CollectorKey, Survey


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
