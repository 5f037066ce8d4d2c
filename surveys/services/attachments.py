"""Attachments of an interview: those it names are expected, those that came are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from django.db.models import F
from django.utils import timezone

from surveys.collection.audit import AUDIT_FILE
from surveys.models import Attachment, Blob, HeldSubmission, Submission


def expect_attachments(
    submission: Submission, names: Iterable[str], *, is_new: bool = False
) -> None:
    """Note which files the current version of an interview names; a new one has none yet."""
    wanted = set(names)
    known: dict[str, bool] = {}
    if not is_new:
        known.update(submission.attachments.order_by().values_list("name", "expected"))
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
    present = {each.name: each for each in submission.attachments.all()}
    for name, blob in files.items():
        known = present.get(name)
        if known is None:
            _add(submission, name, blob)
        elif known.blob_id is None:
            known.blob, known.received_at = blob, timezone.now()
            known.save(update_fields=["blob", "received_at"])
        elif known.blob_id != blob.pk:
            _add(submission, beside(name, blob), blob)
    if AUDIT_FILE in files:  # it tells how long the interview took
        Submission.objects.filter(pk=submission.pk).update(compared=False)


def hold_files(held: HeldSubmission, files: Mapping[str, Blob]) -> None:
    """Keep what came with a content that is held; one that is sent again may bring more."""
    present = dict(held.files.values_list("name", "blob"))
    for name, blob in files.items():
        if present.get(name, blob.pk) != blob.pk:
            name = beside(name, blob)
        held.files.get_or_create(name=name, defaults={"blob": blob})


def held_blobs(held: HeldSubmission) -> dict[str, Blob]:
    """The files that came with a held content, by name."""
    return {each.name: each.blob for each in held.files.select_related("blob")}


def give_missing(submission: Submission, files: Mapping[str, Blob]) -> None:
    """Give an interview the files that it still waits for, and no others."""
    waited_for = submission.attachments.filter(blob=None).values_list("name", flat=True)
    attach(submission, {name: files[name] for name in waited_for if name in files})


def _add(submission: Submission, name: str, blob: Blob) -> None:
    submission.attachments.get_or_create(
        name=name, defaults={"blob": blob, "expected": False, "received_at": timezone.now()}
    )


def beside(name: str, blob: Blob) -> str:
    """Another name for other content, the same each time it is sent: `photo~1a2b3c4d.jpg`."""
    path = PurePosixPath(name)
    ending = f"~{blob.sha256[:8]}{path.suffix[:20]}"
    return path.stem[: 255 - len(ending)] + ending
