"""`manage.py worker`: does background jobs, those of dead workers, and routines such as publishing
by schedule.
"""

import logging
import threading
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection

from portal.reaper import reap
from portal.routines import run_due

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.2


LONGEST_PAUSE = 30.0


def keep_house(stop: threading.Event) -> None:
    """Take up dead jobs and do due routines: at once, then several times a minute until told to
    stop.
    """
    while True:
        try:
            close_old_connections()
            reap()
            run_due()
        except DatabaseError:
            logger.exception("dead jobs and due routines could not be looked for")
        if stop.wait(min(settings.JOB_LEASE_SECONDS / 3, LONGEST_PAUSE)):
            connection.close()
            return


class Command(BaseCommand):
    help = "Do background jobs until told to stop; a running job is finished first."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        keeper = threading.Thread(target=keep_house, args=[stop], name="housekeeper", daemon=True)
        keeper.start()
        try:
            call_command(
                "db_worker",
                "--backend=jobs",
                f"--interval={SECONDS_BETWEEN_LOOKS}",
                "--no-startup-delay",
                "--no-reload",
            )
        finally:
            stop.set()
            keeper.join()
