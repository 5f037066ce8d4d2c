"""What all tests share: no network, a seeded site, people of every group."""

import hashlib
import socket

import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: drives a real browser")


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


@pytest.fixture
def site(db):
    """The site's pages in both languages; gives the English home page."""
    from portal.demo import build_site

    return build_site()


@pytest.fixture
def person(db):
    """Makes a person of the given groups: `person("researcher")`."""
    from tests.factories import make_user

    return make_user


@pytest.fixture
def state_folder(db, tmp_path):
    """A state folder with a copy of the test database, for a process of its own."""
    import sqlite3

    from django.db import connection

    connection.ensure_connection()
    with sqlite3.connect(tmp_path / "db.sqlite3") as copy:
        connection.connection.backup(copy)
    copy.close()
    return tmp_path


@pytest.fixture
def interviews():
    """Six interviews of synthetic people, as a phone would send them."""
    from tests.nse import nse_interviews

    return nse_interviews()


@pytest.fixture
def survey(db):
    """A survey whose questionnaire is published; the workbook is converted once for all tests."""
    from surveys.models import Survey
    from surveys.services.instruments import publish_instrument
    from tests.nse import WORKBOOK, nse_questionnaire, nse_workbook, nse_xform

    made = Survey.objects.create(slug="work", titles={"en": "Work", "zh-hans": "工作"})
    questionnaire = nse_questionnaire()
    version = made.instrument_versions.create(
        form_id=questionnaire.form_id,
        version=questionnaire.version,
        title=questionnaire.title,
        filename=WORKBOOK.name,
        workbook=nse_workbook(),
        xform=nse_xform(),
        xform_sha256=hashlib.sha256(nse_xform()).hexdigest(),
    )
    publish_instrument(version=version)
    return made
