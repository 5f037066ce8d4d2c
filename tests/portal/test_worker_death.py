"""A worker is killed in mid-job, or loses its database: the job is finished all the same."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests import postgres
from tests.servers import in_production

ASK = """
import sys
import django; django.setup()
from portal.registries import register_job
register_job(sys.argv[1], lambda payload, progress: None)
from portal.jobs import enqueue
enqueue(sys.argv[1], {"number": 1})
"""


@pytest.fixture
def environment(state_folder):
    further = {"PORTAL_JOB_LEASE_SECONDS": "1", "PYTHONPATH": str(settings.ROOT)}
    return in_production(state_folder, **further)["env"]


@pytest.fixture
def start_worker(environment):
    """Starts a worker process; those that still run at the end of the test are stopped."""
    started = []

    def start(**further):
        script = Path(__file__).with_name("worker_with_slow_job.py")
        env = {**environment, **further}
        started.append(subprocess.Popen([sys.executable, script], env=env))
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

    subprocess.run([sys.executable, "-c", ASK, "sleep once"], env=environment, check=True)
    first = start_worker()
    wait_for((state_folder / "begun").exists)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    second = start_worker()
    assert wait_for(finished) == ("done", 2, '{"attempts": "enough"}')
    second.terminate()
    assert second.wait(timeout=10) == 0


@contextmanager
def away(address):
    """Nobody can reach the database, and who was connected no longer is."""
    server, _slash, name = address.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        connection.execute(ended, [name])
        try:
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@pytest.mark.skipif(not postgres.programs(), reason="no PostgreSQL server here")
def test_a_worker_waits_for_a_database_that_is_away(
    postgresql, state_folder, environment, start_worker
):
    database = {"PORTAL_DATABASE_URL": postgresql}

    def ended():
        with psycopg.connect(postgresql) as connection:
            query = "SELECT attempt, result FROM portal_job WHERE kind = 'wait' AND state = 'done'"
            return connection.execute(query).fetchall()

    ask = [sys.executable, "-c", ASK, "wait"]
    subprocess.run(ask, env={**environment, **database}, check=True)
    worker = start_worker(**database, PORTAL_JOB_LEASE_SECONDS="60")
    wait_for((state_folder / "begun").exists)
    with away(postgresql):
        (state_folder / "go").touch()
        time.sleep(1.5)
    assert wait_for(ended) == [(1, {"waited": True})], "what was done once is not done again"
    subprocess.run(ask, env={**environment, **database}, check=True)
    assert len(wait_for(lambda: ended() if len(ended()) == 2 else None)) == 2
    with away(postgresql):  # while it looks for work
        time.sleep(1)
    subprocess.run(ask, env={**environment, **database}, check=True)
    wait_for(lambda: len(ended()) == 3)
    worker.terminate()
    assert worker.wait(timeout=10) == 0
