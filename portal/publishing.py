"""Pages that go live or expire at a set time."""

import logging
from datetime import datetime, timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from portal.models import RoutineRun
from portal.registries import Routine

logger = logging.getLogger(__name__)

LATE = timedelta(minutes=5)


def publish_due() -> None:
    """Publish what is to go live by now, take down what has expired."""
    now = timezone.now()
    going_live = Revision.objects.filter(approved_go_live_at__lt=now).count()
    expiring = Page.objects.filter(live=True, expire_at__lt=now).count()
    if going_live or expiring:
        call_command("publish_scheduled")
        logger.info("by schedule %s went live, %s expired", going_live, expiring)


PUBLISH_DUE = Routine("publish_due", publish_due, every=timedelta(minutes=1))


def last_look() -> datetime | None:
    """When a worker last looked for pages that are due; None when none ever has."""
    times = RoutineRun.objects.filter(name=PUBLISH_DUE.name).values_list("finished_at", flat=True)
    return times.first()


def is_late(looked: datetime | None) -> bool:
    """Whether due pages may be waiting because no worker looks."""
    return looked is None or looked < timezone.now() - LATE
