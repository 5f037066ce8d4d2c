"""Two processes that write at the same time lose nothing and let nobody in too many."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import postgres
from tests.servers import in_production, run_code

LESSONS, PEOPLE, PLACES = 24, 8, 5
BUILD = f"""
import json
from portal.demo.site import build_site
from tests.courses.makers import make_cohort, make_course, make_enrolment, make_version
from tests.factories import make_user
version = make_version(make_course(build_site(), lessons={LESSONS}))
make_enrolment(make_cohort(version))
make_cohort(version, capacity={PLACES})
print(json.dumps([str(make_user("trainee").pk) for _number in range({PEOPLE})]))
"""
LOOK = f"""
import json
from courses import bitmap
from courses.models import Completion, Enrolment
learner = Enrolment.objects.get(n_done__gt=0)
print(json.dumps([
    learner.n_done, learner.n_required_done, Completion.objects.count(), learner.state,
    bytes(learner.done) == bitmap.of_numbers(range({LESSONS})),
    Enrolment.objects.filter(cohort__capacity={PLACES}).count(),
]))
"""


@pytest.fixture
def on_sqlite(state_folder):
    return {}


@pytest.fixture
def on_postgresql(postgresql_databases):
    return {"PORTAL_DATABASE_URL": postgresql_databases("races")}


@postgres.on_each_database
def test_two_processes_at_once(kind, request, tmp_path):
    """Both complete lessons, eight people want five places."""
    database = request.getfixturevalue(f"on_{kind}")
    people = json.loads(run_code(tmp_path, BUILD, **database))
    shares = {
        "one": ([*range(16)], people[::2]),
        "two": ([*range(8, LESSONS)], people[1::2]),
    }
    start = tmp_path / "start"
    further = {"PYTHONPATH": str(Path(__file__).parents[2]), **database}
    processes = [
        subprocess.Popen(
            [
                sys.executable,
                Path(__file__).with_name("racer.py"),
                start,
                name,
                ",".join(map(str, positions)),
                ",".join(users),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **in_production(tmp_path, **further),
        )
        for name, (positions, users) in shares.items()
    ]
    give_up = time.monotonic() + 60
    while not all((tmp_path / name).exists() for name in shares):
        assert time.monotonic() < give_up
        time.sleep(0.01)
    start.touch()
    answers = [process.communicate(timeout=120) for process in processes]
    assert [error for _out, error in answers] == ["", ""]
    assert json.loads(run_code(tmp_path, LOOK, **database)) == [
        LESSONS, LESSONS, LESSONS, "completed", True, PLACES,
    ]  # fmt: skip
    assert sum(out.count("refused") for out, _error in answers) == PEOPLE - PLACES
