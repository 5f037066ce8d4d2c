"""Two processes that write at the same time lose nothing and let nobody in too many."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from courses import bitmap
from tests.courses.makers import make_cohort, make_course, make_enrolment, make_version

ROOT = Path(__file__).parents[2]
LESSONS, PEOPLE, PLACES = 24, 8, 5


@pytest.fixture
def racers(site, person, request):
    """Two processes on one database: both complete lessons, eight people want five places."""
    version = make_version(make_course(site, lessons=LESSONS))
    make_enrolment(make_cohort(version))
    make_cohort(version, capacity=PLACES)
    people = [str(person("trainee").pk) for _number in range(PEOPLE)]
    folder = request.getfixturevalue("state_folder")  # made of what the database holds now
    start = folder / "start"
    shares = [
        ("one", [*range(0, 16)], people[::2]),
        ("two", [*range(8, LESSONS)], people[1::2]),
    ]
    found = [
        subprocess.Popen(
            [
                sys.executable,
                Path(__file__).with_name("racer.py"),
                start,
                name,
                ",".join(map(str, positions)),
                ",".join(users),
            ],
            env={**os.environ, "PORTAL_HOME": str(folder), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, positions, users in shares
    ]
    give_up = time.monotonic() + 60
    while not all((folder / name).exists() for name, *_rest in shares):
        assert time.monotonic() < give_up
        time.sleep(0.01)
    start.touch()
    return folder, found


def test_two_processes_at_once(racers):
    folder, processes = racers
    answers = [process.communicate(timeout=120) for process in processes]
    assert [error for _out, error in answers] == ["", ""]

    with sqlite3.connect(folder / "db.sqlite3") as database:
        done, n_done, n_required, state = database.execute(
            "SELECT done, n_done, n_required_done, state FROM courses_enrolment WHERE n_done > 0"
        ).fetchone()
        completions = database.execute("SELECT count(*) FROM courses_completion").fetchone()[0]
        taken = database.execute(
            "SELECT count(*) FROM courses_enrolment JOIN courses_cohort AS c ON c.id = cohort_id"
            f" WHERE c.capacity = {PLACES}"
        ).fetchone()[0]

    assert (n_done, n_required, completions, state) == (LESSONS, LESSONS, LESSONS, "completed")
    assert bytes(done) == bitmap.of_numbers(range(LESSONS))
    assert taken == PLACES
    assert sum(out.count("refused") for out, _error in answers) == PEOPLE - PLACES
