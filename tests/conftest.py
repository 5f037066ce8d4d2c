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
    from django.db import connection

    connection.ensure_connection()
    (tmp_path / "db.sqlite3").write_bytes(connection.connection.serialize())
    return tmp_path
