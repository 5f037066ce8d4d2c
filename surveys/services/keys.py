"""Keys of devices, which send interviews, and of machines, which read them."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from portal.identifiers import token_hash
from portal.models import User
from portal.vault import seal, unseal
from surveys.models import ApiKey, CollectorKey, RefusedRequest, Survey

REALM = "collect"
"""Part of what is sealed for each key: with another one no device could log in."""
SEALED = "surveys.collectorkey.ha1"
LETTERS, GROUP, GROUPS = "abcdefghjkmnpqrstuvwxyz23456789", 5, 5
"""A secret of 120 bits that can be typed on a phone."""
BETWEEN_NOTES = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key with its secrets, which nobody can read again."""

    key: CollectorKey
    token: str
    secret: str


def make_api_key(*, survey: Survey, label: str, all_states: bool, actor: User) -> str:
    """The token of a new key of a machine: shown once, stored as a hash."""
    token = secrets.token_urlsafe(32)
    survey.api_keys.create(
        label=label, all_states=all_states, token_sha256=token_hash(token), created_by=actor
    )
    return token


def revoke_api_key(*, key: ApiKey) -> None:
    """End the key of a machine at once."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now())


def new_collector_key(
    *, survey: Survey, label: str = "", interviewer: User | None = None
) -> NewKey:
    """A key for devices: a token for the address, and a user name with a secret to log in with."""
    token = secrets.token_urlsafe(32)
    username = secrets.token_hex(4)
    secret = "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    key = CollectorKey.objects.create(
        survey=survey,
        label=label,
        interviewer=interviewer,
        token_sha256=token_hash(token),
        username=username,
        ha1=seal(digest(username, REALM, secret), f"{SEALED}:{username}"),
    )
    return NewKey(key, token, secret)


def digest(*parts: str) -> str:
    """The hash that HTTP Digest makes of its parts."""
    return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()


def ha1_of(key: CollectorKey) -> str:
    """What stands for the secret of the key in HTTP Digest; VaultError where it cannot be read."""
    return unseal(key.ha1, f"{SEALED}:{key.username}")


def revoke_collector_key(*, key: CollectorKey) -> None:
    """Withdraw one key at once."""
    CollectorKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now())


def revoke_collector_keys(*, survey: Survey) -> int:
    """Withdraw every key of the survey at once; returns how many were in force."""
    return survey.collector_keys.filter(revoked_at=None).update(revoked_at=timezone.now())


def note_use(key: CollectorKey | ApiKey) -> None:
    """Remember that the key was used, but not with every request."""
    now = timezone.now()
    if key.used_at is None or now - key.used_at > BETWEEN_NOTES:
        type(key).objects.filter(pk=key.pk).update(used_at=now)


def note_refusal(key: CollectorKey, reason: str, device: str) -> None:
    """Count a request that was refused: "why does my phone not send?"."""
    note = {"device": device[: RefusedRequest.DEVICE], "last_at": timezone.now()}
    known = RefusedRequest.objects.filter(key=key, reason=reason)
    if not known.update(count=F("count") + 1, **note):
        RefusedRequest.objects.get_or_create(key=key, reason=reason, defaults=note)
