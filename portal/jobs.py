"""Background work that survives the death of a worker.

`enqueue()` writes a `Job` row; after commit a worker is told its number and calls `run()`. The
worker claims the row with a lease, renews the lease while it works, and writes the result only
while the attempt is still its own. `reap()` gives jobs whose lease has run out to another worker.
"""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import (
    DataError,
    Error,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from portal.characters import for_xml
from portal.models import Job, User
from portal.registries import job_functions

logger = logging.getLogger(__name__)

LONGEST_ERROR_TEXT = 2_000
PAUSES = (0, 1, 3, 10, 30)
"""Seconds before each attempt to write how a job ended."""


class LeaseLostError(Exception):
    """Another worker has taken the job; what this one does no longer counts."""


def input_hash(payload: Mapping[str, Any]) -> str:
    """SHA-256 of the payload, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


def enqueue(kind: str, payload: Mapping[str, Any], actor: User | None = None) -> Job:
    """The job for this input: a new one, or the one that nobody has begun yet.

    A job that runs may have read its data before they changed; it never stands for a new one.
    """
    if kind not in job_functions:
        raise LookupError(f"no function is registered for jobs of kind {kind!r}")
    wanted = {"kind": kind, "input_hash": input_hash(payload), "state": Job.State.QUEUED}
    known = Job.objects.filter(attempt=0, **wanted).first()
    if known is not None:  # most often so while phones send; a look needs no lock
        return known
    with transaction.atomic():
        job, made = Job.objects.get_or_create(
            **wanted,
            attempt=0,
            defaults={"payload": dict(payload), "actor": actor, "queued_at": timezone.now()},
        )
        if made:
            transaction.on_commit(lambda: tell_worker(job.pk))
    return job


def ahead_of(job: Job) -> int:
    """How many jobs a worker finishes before it takes this one; 0 once it has been taken."""
    if job.state != Job.State.QUEUED:
        return 0
    earlier = Q(state=Job.State.QUEUED, queued_at__lt=job.queued_at)
    return Job.objects.filter(earlier | Q(state=Job.State.RUNNING)).count()


def tell_worker(job_id: int) -> None:
    """Put the job's number into the workers' queue."""
    result = run_job.enqueue(job_id)
    Job.objects.filter(pk=job_id).update(task_id=str(result.id))


@task(backend="jobs")
def run_job(job_id: int) -> None:
    """What a worker does with a number from its queue."""
    run(job_id)


def run(job_id: int) -> None:
    """Do the job, unless it is no longer waiting. Its errors end in the row, not here."""
    job = claim(job_id)
    if job is None:
        return
    try:
        with renewed_lease(job):
            result = job_functions[job.kind](job.payload, lambda done: tell_progress(job, done))
            json.dumps(result)  # what cannot be stored is an error of the job
    except LeaseLostError:
        logger.warning("job %s was taken over by another worker", job.public_id)
    except Exception as error:  # a job may fail in any way, its worker lives on
        logger.exception("job %s failed", job.public_id)
        finish(job, **failure(error))
    else:
        try:
            finish(job, state=Job.State.DONE, result=result, progress=100)
        except DataError as error:  # such as a NUL, which PostgreSQL keeps in no text
            logger.exception("the result of job %s cannot be stored", job.public_id)
            finish(job, **failure(error))


def failure(error: Exception) -> dict[str, Any]:
    """How a job ends that raised this."""
    return {
        "state": Job.State.FAILED,
        "error_code": type(error).__name__[:100],
        "error_text": for_xml(str(error))[:LONGEST_ERROR_TEXT],
    }


def claim(job_id: int) -> Job | None:
    """The job, now held by a lease of ours, or None when it does not wait any more."""
    won = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, attempt=F("attempt") + 1, lease_until=lease_end()
    )
    return Job.objects.get(pk=job_id) if won else None


def finish(job: Job, **values: Any) -> bool:
    """Write how the job ended; False, and nothing written, when the attempt is not ours.

    A database that is away for a moment is asked again. Where it stays away nothing is written
    either, and once the lease has run out the job is taken up anew.
    """
    for pause in PAUSES:
        time.sleep(pause)
        try:
            written = ours(job).update(lease_until=None, finished_at=timezone.now(), **values)
        except (OperationalError, InterfaceError):
            logger.exception("the end of job %s was not written", job.public_id)
            connection.close()
            continue
        if not written:
            logger.warning("a late result of job %s was refused", job.public_id)
        return bool(written)
    return False


def tell_progress(job: Job, percent: int) -> None:
    """Write how far the job is; raises `LeaseLostError` when it is not ours any more."""
    if not ours(job).update(progress=max(0, min(percent, 100)), lease_until=lease_end()):
        raise LeaseLostError


@contextmanager
def renewed_lease(job: Job) -> Iterator[None]:
    """Renew the lease from a thread of its own for as long as the block runs."""
    stop = threading.Event()

    def renew() -> None:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 4.5):
            try:
                ours(job).update(lease_until=lease_end())
            except Error:
                logger.exception("the lease of job %s was not renewed", job.public_id)
                connection.close()
        connection.close()

    thread = threading.Thread(target=renew, name=f"lease of job {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def ours(job: Job) -> QuerySet[Job]:
    """The job's row while it runs under the attempt that this worker holds."""
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING)


def lease_end() -> datetime:
    """When a lease that is taken or renewed now runs out."""
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
