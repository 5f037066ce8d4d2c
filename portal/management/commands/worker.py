"""`manage.py worker`: does background jobs and takes up those of dead workers."""

import logging
import threading
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection

from portal.reaper import reap

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.2


def keep_reaping(stop: threading.Event) -> None:
    """Reap at once and three times per lease until told to stop."""
    while True:
        try:
            close_old_connections()
            reap()
        except DatabaseError:
            logger.exception("dead jobs could not be looked for")
        if stop.wait(settings.JOB_LEASE_SECONDS / 3):
            connection.close()
            return


class Command(BaseCommand):
    help = "Do background jobs until told to stop; a running job is finished first."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        reaper = threading.Thread(target=keep_reaping, args=[stop], name="reaper", daemon=True)
        reaper.start()
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
            reaper.join()
