"""The address of the database."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.databases import database

HOME = Path("/srv/portal")


def test_without_an_address_it_is_a_file_that_survives_a_power_cut():
    found = database("", HOME)
    assert found["NAME"] == HOME / "db.sqlite3"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


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
