"""A worker process that knows two more kinds of job: one sleeps at the first attempt only, the
other waits until it is let go.

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


def wait(payload, progress):
    (Path(settings.PORTAL_HOME) / "begun").touch()
    while not (Path(settings.PORTAL_HOME) / "go").exists():
        time.sleep(0.05)
    return {"waited": True}


register_job("sleep once", sleep_once)
register_job("wait", wait)
call_command("worker")
