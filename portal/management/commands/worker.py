"""`manage.py worker`: does background jobs, those of dead workers, and routines such as publishing
by schedule.
"""

import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections, connection

from portal.reaper import reap
from portal.routines import run_due

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_WITHOUT_DATABASE = 2
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
        except Error:
            logger.exception("dead jobs and due routines could not be looked for")
            connection.close()
        if stop.wait(min(settings.JOB_LEASE_SECONDS / 3, LONGEST_PAUSE)):
            connection.close()
            return


def do_jobs() -> None:
    """Take jobs from the queue until a signal ends it; a database that is away is waited for."""
    while True:
        try:
            call_command(
                "db_worker",
                "--backend=jobs",
                f"--interval={SECONDS_BETWEEN_LOOKS}",
                "--no-startup-delay",
                "--no-reload",
            )
        except Error:
            logger.exception("the database does not answer; jobs wait for it")
            connection.close()
            time.sleep(SECONDS_WITHOUT_DATABASE)
        else:
            return


class Command(BaseCommand):
    help = "Do background jobs until told to stop; a running job is finished first."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        keeper = threading.Thread(target=keep_house, args=[stop], name="housekeeper", daemon=True)
        keeper.start()
        try:
            do_jobs()
        finally:
            stop.set()
            keeper.join()
