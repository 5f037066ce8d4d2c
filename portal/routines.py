"""Work that is due again and again, done by whichever worker looks first.

A worker calls `run_due` several times a minute. A routine that fails is logged and tried again at
its next time; one whose worker died is taken up by another after `LEASE`.
"""

import logging
from datetime import timedelta

from django.utils import timezone

from portal.models import RoutineRun
from portal.registries import Routine, routines

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)


def run_due() -> None:
    """Do what is due and nobody else is doing."""
    for routine in routines.values():
        if not claim(routine):
            continue
        try:
            routine.work()
        except Exception:  # the worker and the other routines go on whatever happens in one
            logger.exception("the routine %s failed", routine.name)
            release(routine)
        else:
            release(routine, finished_at=timezone.now())


def claim(routine: Routine) -> bool:
    """Whether the routine was due and is ours now."""
    now = timezone.now()
    RoutineRun.objects.get_or_create(name=routine.name, defaults={"due_at": now})
    due = RoutineRun.objects.filter(name=routine.name, due_at__lte=now)
    return bool(due.update(due_at=now + LEASE))


def release(routine: Routine, **values: object) -> None:
    """Say when the routine is due next."""
    due_at = timezone.now() + routine.every
    RoutineRun.objects.filter(name=routine.name).update(due_at=due_at, **values)
