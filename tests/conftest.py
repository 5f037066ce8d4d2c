"""What all tests share: no network, a seeded site, people of every group."""

import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser):
    group = parser.getgroup("crash safety")
    group.addoption("--crash-submissions", type=int, default=2000)
    group.addoption("--crash-kills", type=int, default=30)


def pytest_configure(config):
    from portal.management.commands.compile_catalogue import compile_catalogues

    config.addinivalue_line("markers", "browser: drives a real browser")
    compile_catalogues([ROOT / "portal" / "locale"])


LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """A test that calls another host fails with the host's name."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise RuntimeError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def prepared_database():
    """The path of a database with the site's first pages, made once per state of the code below.

    Migrating takes several seconds of computing; a copy takes milliseconds.
    """
    made_by = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("portal/demo/*.py"),
        *ROOT.glob("portal/search/*.py"),
    ]
    state = hashlib.sha256(sys.version.encode())
    for path in [*sorted(made_by), ROOT / "requirements.txt", ROOT / "portal/settings/base.py"]:
        state.update(f"{path.name} {path.stat().st_size}".encode() + path.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"portal-test-databases-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"{state.hexdigest()}.sqlite3"
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=folder) as home:
            prepare(home)
            Path(home, "db.sqlite3").replace(kept)
    return kept


def prepare(home):
    build = "import django; django.setup(); from portal.demo.site import build_site; build_site()"
    for command in (["manage.py", "migrate", "--verbosity", "0"], ["-c", build]):
        subprocess.run(
            [sys.executable, *command],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
                "PORTAL_DATABASE_URL": "",
                "PORTAL_HOME": home,
            },
            cwd=ROOT,
            check=True,
        )


@pytest.fixture(scope="session")
def postgresql_databases(tmp_path_factory):
    """Makes migrated databases on a PostgreSQL server of the tests' own, and gives their addresses."""
    from tests import postgres
    from tests.servers import in_production

    with postgres.cluster() as make:
        database = {"PORTAL_DATABASE_URL": make("migrated")}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        home = tmp_path_factory.mktemp("migrating")
        subprocess.run(migrate, check=True, **in_production(home, **database))
        yield lambda name: make(name, template="migrated")


@pytest.fixture(scope="session")
def postgresql(postgresql_databases):
    """The address of such a database, which the tests share."""
    return postgresql_databases("portal")


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker):
    """The test database: a copy of the prepared one in memory, or on PostgreSQL one made anew."""
    from django.core.management import call_command
    from django.db import connection

    from portal.demo.site import build_site

    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            call_command("migrate", verbosity=0)
            build_site()
            return
        prepared = request.getfixturevalue("prepared_database")
        with closing(sqlite3.connect(prepared)) as source:
            connection.ensure_connection()
            source.backup(connection.connection)


@pytest.fixture(autouse=True)
def _english():
    """Each test begins in English, whatever language the one before it left active."""
    from django.utils import translation

    translation.activate("en")


@pytest.fixture
def site(db):
    """The site's pages in both languages; gives the English home page."""
    from portal.demo.site import build_site

    return build_site()


ROLES_IN_SURVEYS = {"researcher": "lead", "interviewer": "interviewer"}


@pytest.fixture
def person(db):
    """Makes a person of the given groups: `person("researcher")` leads the surveys there are."""
    from surveys.models import Survey
    from surveys.services.teams import set_role
    from tests.factories import make_user

    def make(*groups, **fields):
        user = make_user(*groups, **fields)
        role = next((ROLES_IN_SURVEYS[group] for group in groups if group in ROLES_IN_SURVEYS), "")
        for survey in Survey.objects.all() if role else ():
            set_role(survey=survey, user=user, role=role)
        return user

    return make


@pytest.fixture
def state_folder(prepared_database, tmp_path):
    """A state folder with the site's first pages, for processes of its own on SQLite."""
    shutil.copy(prepared_database, tmp_path / "db.sqlite3")
    return tmp_path
