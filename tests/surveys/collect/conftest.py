"""One running server with surveys in all states, and devices that speak to it."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg.types.string import TextLoader

from tests.servers import Server, run_code, running
from tests.surveys.collect.phone import Phone


@dataclass(frozen=True)
class Site:
    """A running site and the tokens of its keys by name; what its processes know of the database."""

    home: Path
    server: Server
    tokens: dict[str, str]
    database: dict[str, str] = field(default_factory=dict)

    def phone(self, key="open"):
        return Phone(f"{self.server.address}/collect/key/{self.tokens.get(key, key)}")

    def login(self, address=None):
        """A device that has no key in its address."""
        return Phone(f"{address or self.server.address}/collect/login")

    def rows(self, query, *values):
        """What the database holds, JSON as text."""
        if self.database:
            with psycopg.connect(self.database["PORTAL_DATABASE_URL"]) as database:
                database.adapters.register_loader("jsonb", TextLoader)
                return database.execute(query.replace("?", "%s"), values).fetchall()
        with closing(sqlite3.connect(self.home / "db.sqlite3", timeout=20)) as database:
            return database.execute(query, values).fetchall()

    def attachments(self, instance):
        """(name, named by the interview, content or None) of what came with an interview."""
        found = self.rows(
            "SELECT a.name, a.expected, b.file FROM surveys_attachment a "
            "JOIN surveys_submission s ON s.id = a.submission_id "
            "LEFT JOIN surveys_blob b ON b.id = a.blob_id WHERE s.instance_id = ? ORDER BY a.name",
            instance,
        )
        return [
            (name, bool(expected), (self.home / "blobs" / file).read_bytes() if file else None)
            for name, expected, file in found
        ]

    def held_files(self, instance):
        """(name, content) of what came with the contents that are held for an interview."""
        found = self.rows(
            "SELECT f.name, b.file FROM surveys_heldfile f "
            "JOIN surveys_heldsubmission h ON h.id = f.held_id "
            "JOIN surveys_blob b ON b.id = f.blob_id WHERE h.instance_id = ? ORDER BY f.name",
            instance,
        )
        return [(name, (self.home / "blobs" / file).read_bytes()) for name, file in found]

    def versions(self, instance):
        """The contents stored for an interview, the first one first."""
        return [
            bytes(xml)
            for (xml,) in self.rows(
                "SELECT v.xml FROM surveys_submissionversion v JOIN surveys_submission s "
                "ON s.id = v.submission_id WHERE s.instance_id = ? ORDER BY v.number",
                instance,
            )
        ]

    def held(self, instance):
        """Why contents with this instance ID are held."""
        query = "SELECT reason FROM surveys_heldsubmission WHERE instance_id = ?"
        return [reason for (reason,) in self.rows(query, instance)]

    def marks(self, instance):
        """The codes of issues and notices of an interview."""
        query = "SELECT issues, notices FROM surveys_submission WHERE instance_id = ?"
        (row,) = self.rows(query, instance)
        return {mark["code"] for text in row for mark in json.loads(text)}

    def refusals(self, device):
        """Why the requests of a device were refused, and how often."""
        query = (
            "SELECT reason, sum(count) FROM surveys_refusedrequest WHERE device = ? GROUP BY reason"
        )
        return dict(self.rows(query, device))


@pytest.fixture(scope="session")
def collect_site(request, tmp_path_factory):
    """The site, on the kind of database that the tests run on."""
    home = tmp_path_factory.mktemp("collect")
    database = {}
    if settings.ON_POSTGRESQL:
        make = request.getfixturevalue("postgresql_databases")
        database = {"PORTAL_DATABASE_URL": make("collect")}
        run_code(home, "from portal.demo.site import build_site; build_site()", **database)
    else:
        shutil.copy(request.getfixturevalue("prepared_database"), home / "db.sqlite3")
    run_code(
        home,
        "from django.core.management import call_command\n"
        "call_command('collectstatic', interactive=False, verbosity=0)",
        **database,
    )
    build = "from tests.surveys.collect.site import build; build()"
    tokens = json.loads(run_code(home, build, **database))
    with running(home, workers=2, threads=8, **database) as server:  # as `run` serves
        yield Site(home, server, tokens, database)


@pytest.fixture
def phone(collect_site):
    """A device with a key of the open survey."""
    return collect_site.phone()
