"""The address of the database."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.databases import database
from tests import postgres
from tests.servers import run_code

HOME = Path("/srv/portal")


def test_without_an_address_it_is_a_file():
    assert database("", HOME)["NAME"] == HOME / "db.sqlite3"


def answer_of(home, query, **further):
    """What the database answers a process of the site."""
    code = "from django.db import connection; cursor = connection.cursor()\n"
    code += f"cursor.execute({query!r}); print(cursor.fetchone()[0])"
    return run_code(home, code, **further).strip()


def test_a_commit_is_on_the_disk_of_sqlite(tmp_path):
    """Ending processes, as other tests do, cannot show what a power cut takes."""
    full = "2"
    assert answer_of(tmp_path, "PRAGMA synchronous") == full
    assert answer_of(tmp_path, "PRAGMA journal_mode") == "wal"


@pytest.mark.skipif(not postgres.programs(), reason="no PostgreSQL server here")
def test_the_site_does_not_loosen_what_postgresql_promises(postgresql, tmp_path):
    found = answer_of(tmp_path, "SHOW synchronous_commit", PORTAL_DATABASE_URL=postgresql)
    assert found == "on"


def test_an_address_names_a_server():
    found = database("postgresql://portal:p%40ss%2Fword@db.example:5433/social", HOME)
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    assert [found[name] for name in names] == [
        "social",
        "portal",
        "p@ss/word",
        "db.example",
        "5433",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "mysql://portal:secret@db/social",
        "postgresql://portal:secret@db",
        "postgresql://portal:secret@db:port/social",
        "postgresql://portal:secret@[db/social",
        "portal:secret",
    ],
)
def test_another_address_is_refused_without_showing_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="PORTAL_DATABASE_URL") as refusal:
        database(url, HOME)
    assert "postgresql://user:password@host:5432/name" in str(refusal.value)
    assert "secret" not in str(refusal.value)
