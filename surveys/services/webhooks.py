"""Webhooks: what changed is told to addresses, signed, and again until it is taken.

Events are found in what is stored, not where it is written: taking in an answer waits for nobody,
and nothing is forgotten when a process falls. An event is told at least once, and those of one
interview in the order in which they happened: one that fails holds back no other interview's. The
worker that posts an event holds it for a while, so that no other worker posts it too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import http.client
import json
import secrets
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.models import User
from portal.vault import VaultError, seal, unseal
from surveys.models import Delivery, Submission, SubmissionVersion, Survey, Webhook
from surveys.queries.settled import settled_until
from surveys.services.outgoing import AddressRefused, post

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""How long to wait after each failed attempt; after the last one the event is given up."""
HELD = dt.timedelta(minutes=2)
"""How long an event is its worker's: longer than a post takes, after which the worker has died."""
AT_ONCE, ROUNDS = 50, 20
FAILURES = 3
"""After so many failures in a row the address is left alone until the next round."""
KEPT = dt.timedelta(days=30)
Event = Webhook.Event


def make_webhook(*, survey: Survey, url: str, events: list[str], actor: User) -> str:
    """The secret that signs what the address is told: shown once, sealed."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        made = survey.webhooks.create(
            url=url, events=events, created_by=actor, told_until=timezone.now()
        )
        made.secret = seal(secret, _context(made))
        made.save(update_fields=["secret"])
    return secret


def revoke_webhook(*, webhook: Webhook) -> None:
    """Tell the address nothing more."""
    webhook.revoked_at = timezone.now()
    webhook.save(update_fields=["revoked_at"])


def note_events(*, webhook: Webhook) -> None:
    """Note what happened since the address was told last."""
    until = settled_until()
    since = webhook.told_until
    if until <= since:
        return
    changed = webhook.survey.submissions.filter(
        pilot=False, changed_at__gt=since, changed_at__lte=until
    ).only("instance_id", "state", "edits", "received_at", "reviewed_at")
    edited = dict(
        SubmissionVersion.objects.filter(
            survey=webhook.survey_id, number__gt=1, received_at__gt=since, received_at__lte=until
        )
        .order_by()
        .values_list("submission")
        .annotate(last=Max("received_at"))
    )
    with transaction.atomic():
        Delivery.objects.bulk_create(
            (
                _delivery(webhook, event, submission, moment)
                for submission in changed.iterator(chunk_size=500)
                for event, moment in _events(submission, since, until, edited)
                if event in webhook.events
            ),
            batch_size=200,
            ignore_conflicts=True,
        )
        webhook.told_until = until
        webhook.save(update_fields=["told_until"])


def _events(
    submission: Submission,
    since: dt.datetime,
    until: dt.datetime,
    edited: dict[int, dt.datetime],
) -> Iterator[tuple[str, dt.datetime]]:
    moments = (
        (Event.RECEIVED, submission.received_at),
        (Event.EDITED, edited.get(submission.pk)),
        (Event.REVIEWED, submission.reviewed_at),
    )
    for event, moment in moments:
        if moment is not None and since < moment <= until:
            yield event, moment


def _delivery(
    webhook: Webhook, event: str, submission: Submission, moment: dt.datetime
) -> Delivery:
    body = {
        "event": event,
        "survey": webhook.survey.public_id,
        "instance_id": submission.instance_id,
        "state": submission.state,
        "happened_at": moment.isoformat(),
    }
    return Delivery(
        webhook=webhook, event=event, instance_id=submission.instance_id,
        happened_at=moment, body=body, due_at=timezone.now(),
    )  # fmt: skip


def deliver_due(*, webhook: Webhook) -> int:
    """Post what is due and waits behind nothing, until the address fails too often; returns how
    many it took.
    """
    taken = failed = 0
    for _round in range(ROUNDS):
        due = list(_first_of_each(webhook)[:AT_ONCE])
        for delivery in due:
            if not _claimed(delivery):
                continue
            if _deliver(webhook, delivery):
                taken, failed = taken + 1, 0
            else:
                failed += 1
            if failed == FAILURES:
                return taken
        if not due:
            break
    return taken


def _first_of_each(webhook: Webhook) -> QuerySet[Delivery]:
    """The due events of interviews that have no earlier one waiting."""
    waiting = webhook.deliveries.filter(state=Delivery.State.WAITING)
    before = waiting.filter(instance_id=OuterRef("instance_id")).filter(
        Q(happened_at__lt=OuterRef("happened_at"))
        | Q(happened_at=OuterRef("happened_at"), pk__lt=OuterRef("pk"))
    )
    due = waiting.filter(~Exists(before), due_at__lte=timezone.now())
    return due.order_by("happened_at", "pk")


def _claimed(delivery: Delivery) -> bool:
    """Whether the event is now ours to post: it becomes due later, and is posted anew if we die."""
    now = timezone.now()
    due = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING, due_at__lte=now)
    delivery.due_at = now + HELD
    return bool(due.update(due_at=delivery.due_at))


def send_test(*, webhook: Webhook) -> Delivery:
    """Post a test at once, and once only; the delivery tells what the address answered."""
    moment = timezone.now()
    event = Webhook.Event.TEST
    body = {
        "event": event,
        "survey": webhook.survey.public_id,
        "happened_at": moment.isoformat(),
    }
    test = webhook.deliveries.create(
        event=event, happened_at=moment, due_at=moment, body=body, state=Delivery.State.GIVEN_UP
    )
    _deliver(webhook, test)
    return test


def send_again(*, deliveries: QuerySet[Delivery]) -> int:
    """Begin anew with events that were given up or told; returns how many."""
    return (
        deliveries.exclude(event=Webhook.Event.TEST)
        .exclude(state=Delivery.State.WAITING)
        .update(state=Delivery.State.WAITING, attempts=0, due_at=timezone.now())
    )


def _deliver(webhook: Webhook, delivery: Delivery) -> bool:
    body = json.dumps(delivery.body, ensure_ascii=False).encode()
    stamp = str(int(timezone.now().timestamp()))
    try:
        secret = unseal(webhook.secret, _context(webhook))
    except VaultError:
        _note(delivery, "the secret cannot be read any more: add the address anew", taken=False)
        return False
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "survey-portal",
        "Portal-Delivery": str(delivery.pk),
        "Portal-Timestamp": stamp,
        "Portal-Signature": f"v1={signature(secret, stamp, body)}",
    }
    try:
        status = post(webhook.url, body, headers)
        answer, taken = f"HTTP {status}", 200 <= status < 300
    except AddressRefused as refused:
        answer, taken = f"address refused: {refused}", False
    except (OSError, http.client.HTTPException) as error:
        answer, taken = f"{type(error).__name__}: {error}", False
    _note(delivery, answer, taken)
    return taken


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 of the time, a dot and the body, in hexadecimal."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _note(delivery: Delivery, answer: str, taken: bool) -> None:
    """Write how a post ended, unless it took so long that another worker has the event now."""
    ours = Delivery.objects.filter(pk=delivery.pk, due_at=delivery.due_at)
    delivery.answer = answer[:200]
    delivery.attempts += 1
    if taken:
        delivery.state = Delivery.State.DELIVERED
    elif delivery.attempts > len(WAITS):
        delivery.state = Delivery.State.GIVEN_UP
    else:
        delivery.due_at = timezone.now() + WAITS[delivery.attempts - 1]
    ours.update(
        answer=delivery.answer,
        attempts=delivery.attempts,
        state=delivery.state,
        due_at=delivery.due_at,
    )


def forget_deliveries() -> None:
    """Remove the log of events that are a month old."""
    old = Delivery.objects.filter(created_at__lt=timezone.now() - KEPT)
    old.exclude(state=Delivery.State.WAITING).delete()


def _context(webhook: Webhook) -> str:
    return f"surveys.webhook:{webhook.pk}"
