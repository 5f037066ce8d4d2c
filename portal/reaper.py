"""Takes up what dead workers left: jobs whose lease has run out or that no worker was told of."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.jobs import tell_worker
from portal.models import Job


def reap() -> int:
    """How many jobs were put back into the queue or given up."""
    now = timezone.now()
    dead = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now)
    forgotten = Job.objects.filter(
        state=Job.State.QUEUED,
        queued_at__lt=now - timedelta(seconds=10 * settings.JOB_LEASE_SECONDS),
    )
    return sum(take_up(job) for job in [*dead, *forgotten])


def take_up(job: Job) -> bool:
    """Queue the job again, or fail it after its last attempt; False if another was faster."""
    row = Job.objects.filter(
        pk=job.pk, state=job.state, attempt=job.attempt, lease_until=job.lease_until
    )
    last = job.attempt >= settings.JOB_ATTEMPTS
    if not row.update(lease_until=None, **(given_up(job) if last else queued_again())):
        return False
    close_task(job)
    if not last:
        tell_worker(job.pk)
    return True


def queued_again() -> dict[str, Any]:
    return {"state": Job.State.QUEUED, "queued_at": timezone.now()}


def given_up(job: Job) -> dict[str, Any]:
    return {
        "state": Job.State.FAILED,
        "finished_at": timezone.now(),
        "error_code": "worker_died",
        "error_text": f"The worker stopped {job.attempt} times before the end of the work.",
    }


def close_task(job: Job) -> None:
    """End the queue's own row, which would else say for ever that the task runs."""
    if job.state == Job.State.RUNNING and job.task_id:
        DBTaskResult.objects.filter(pk=job.task_id, status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.FAILED, finished_at=timezone.now()
        )
