"""Attachments of an interview: those it names are expected, those that came are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from django.db.models import F
from django.utils import timezone

from surveys.models import Attachment, Blob, Submission


def expect_attachments(submission: Submission, names: Iterable[str]) -> None:
    """Note which files the current version of an interview names."""
    wanted = set(names)
    known = dict(submission.attachments.order_by().values_list("name", "expected"))
    changed = [name for name, expected in known.items() if expected != (name in wanted)]
    if changed:
        submission.attachments.filter(name__in=changed).update(expected=~F("expected"))
    Attachment.objects.bulk_create(
        Attachment(submission=submission, name=name) for name in wanted - known.keys()
    )


def attach(submission: Submission, files: Mapping[str, Blob]) -> None:
    """Keep what came with an interview: now, later, again, or without being named.

    Other content under a name that has come already is kept beside the first, which stays.
    """
    if not files:
        return
    present = {each.name: each for each in submission.attachments.select_related("blob")}
    for name, blob in files.items():
        known = present.get(name)
        if known is None:
            _add(submission, name, blob)
        elif known.blob is None:
            known.blob, known.received_at = blob, timezone.now()
            known.save(update_fields=["blob", "received_at"])
        elif known.blob_id != blob.pk:
            _add(submission, beside(name, blob), blob)


def _add(submission: Submission, name: str, blob: Blob) -> None:
    submission.attachments.get_or_create(
        name=name, defaults={"blob": blob, "expected": False, "received_at": timezone.now()}
    )


def beside(name: str, blob: Blob) -> str:
    """Another name for other content, the same each time it is sent: `photo~1a2b3c4d.jpg`."""
    path = PurePosixPath(name)
    ending = f"~{blob.sha256[:8]}{path.suffix[:20]}"
    return path.stem[: 255 - len(ending)] + ending
