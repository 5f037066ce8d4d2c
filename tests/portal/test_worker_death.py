"""A worker is killed in mid-job; the next worker finishes the job."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

ASK = """
import django; django.setup()
from portal.registries import register_job
register_job("sleep once", lambda payload, progress: None)
from portal.jobs import enqueue
enqueue("sleep once", {"number": 1})
"""


@pytest.fixture
def environment(state_folder):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PORTAL_HOME": str(state_folder),
        "PORTAL_JOB_LEASE_SECONDS": "1",
        "PYTHONPATH": str(settings.ROOT),
    }


@pytest.fixture
def start_worker(environment):
    """Starts a worker process; those that still run at the end of the test are stopped."""
    started = []

    def start():
        script = Path(__file__).with_name("worker_with_slow_job.py")
        started.append(subprocess.Popen([sys.executable, script], env=environment))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
    return found


def test_a_killed_worker_loses_no_job(state_folder, environment, start_worker):
    def finished():
        with closing(sqlite3.connect(state_folder / "db.sqlite3", timeout=20)) as database:
            return database.execute(
                "SELECT state, attempt, result FROM portal_job WHERE state IN ('done', 'failed')"
            ).fetchone()

    subprocess.run([sys.executable, "-c", ASK], env=environment, check=True)
    first = start_worker()
    wait_for((state_folder / "begun").exists)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    second = start_worker()
    assert wait_for(finished) == ("done", 2, '{"attempts": "enough"}')
    second.terminate()
    assert second.wait(timeout=10) == 0
