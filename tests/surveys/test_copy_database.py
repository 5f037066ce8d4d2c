"""A site moves from SQLite to PostgreSQL: the same rows, under the same keys, and it goes on."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests import postgres
from tests.servers import in_production, run_code

LOOK = """
import json
from wagtail.models import Page
from portal.management.commands.copy_database import copied_models
from portal.models import User
from surveys.models import Submission
counts = {model._meta.label: model._base_manager.count() for model in copied_models()}
submission = Submission.objects.get()
user = User.objects.get(email="moved@test.example")
print(json.dumps([
    counts, submission.row, submission.instance_id, bytes(submission.versions.get().xml).decode(),
    str(submission.received_at), str(submission.changed_at), user.password,
    list(user.groups.values_list("name", flat=True)),
    list(Page.objects.order_by("path").values_list("pk", "path", "title", "live")),
]))
"""
GO_ON = """
from portal.models import User
from surveys.models import Survey
before = Survey.objects.latest("pk").pk
print(Survey.objects.create(slug="next", titles={"en": "Next"}).pk > before)
"""


FILL = """
from surveys.services.intake import receive_submission
from tests.factories import make_user
from tests.nse import make_survey, nse_interviews
receive_submission(survey=make_survey(), xml=nse_interviews()[0])
make_user("researcher", email="moved@test.example")
"""


@pytest.fixture
def filled(state_folder):
    """A state folder whose database holds pages, a person and an interview."""
    run_code(state_folder, FILL)
    return state_folder


def copy(home, *arguments, **further):
    command = [sys.executable, "manage.py", "copy_database", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, **in_production(home, **further)
    )


@pytest.mark.skipif(not postgres.programs(), reason="no PostgreSQL server here")
def test_everything_comes_over_and_the_site_goes_on(filled, postgresql_databases):
    database = {"PORTAL_DATABASE_URL": postgresql_databases("moved")}
    done = copy(filled, **database)
    assert done.returncode == 0, done.stderr
    before = json.loads(run_code(filled, LOOK))
    assert before[0]["surveys.Submission"] == 1
    assert json.loads(run_code(filled, LOOK, **database)) == before
    assert run_code(filled, GO_ON, **database).strip() == "True"
    again = copy(filled, **database)
    assert again.returncode == 1
    assert "expected one nobody has used" in again.stderr
    assert json.loads(run_code(filled, LOOK, **database))[1:] == before[1:]


@pytest.mark.skipif(not postgres.programs(), reason="no PostgreSQL server here")
def test_a_copy_that_fails_leaves_nothing(filled, postgresql_databases):
    database = {"PORTAL_DATABASE_URL": postgresql_databases("failed")}
    assert "no such file" in copy(filled, "--from", "/nowhere", **database).stderr
    with closing(sqlite3.connect(filled / "db.sqlite3")) as old, old:
        old.execute("UPDATE surveys_submission SET instance_id = ?", ["x" * 300])
    done = copy(filled, **database)
    assert done.returncode == 1
    assert "surveys.Submission" in done.stderr
    count = "from portal.models import User; print(User.objects.count())"
    assert run_code(filled, count, **database).strip() == "0"
    with closing(sqlite3.connect(filled / "db.sqlite3")) as old, old:
        old.execute("DELETE FROM django_migrations WHERE app = 'surveys' AND name LIKE '0005%'")
    assert "surveys.0005" in copy(filled, **database).stderr


def test_without_postgresql_it_says_what_is_missing(state_folder):
    assert "PORTAL_DATABASE_URL" in copy(state_folder).stderr
