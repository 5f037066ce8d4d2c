"""A worker process that knows one more kind of job: it sleeps at the first attempt only.

Run by `test_worker_death.py` in a process of its own.
"""

import time
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from portal.registries import register_job  # noqa: E402


def sleep_once(payload, progress):
    begun = Path(settings.PORTAL_HOME) / "begun"
    if not begun.exists():
        begun.touch()
        time.sleep(60)
    return {"attempts": "enough"}


register_job("sleep once", sleep_once)
call_command("worker")
