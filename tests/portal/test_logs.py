"""Secrets stay out of the log, whoever writes it and whatever fails."""

import base64
import http.client
import logging
import socket
import sqlite3
from contextlib import closing
from urllib.parse import urlencode, urlsplit

import pytest

from portal.logs import WithoutSecrets
from tests.servers import run_code, running

SECRET = "Xyzzy-0123_secret"
PLACES = [
    "/collect/key/{}/submission",
    "/collect/key/{}",
    "/en/respond/i/{}/",
    "/zh-hans/respond/r/{}/?saved",
    "/en/account/invitation/{}/",
    "/en/account/email/{}/",
    "/en/account/password/forgotten/1-{}/",
    "/oidc/provider/callback/?code={0}&state={0}",
]


def line(message, *arguments, **fields):
    record = logging.makeLogRecord({"msg": message, "args": arguments, **fields})
    return WithoutSecrets("%(message)s").format(record)


@pytest.mark.parametrize("place", PLACES)
def test_the_secret_of_an_address_is_not_logged(place):
    address = place.format(SECRET)
    for told in (line("Not Found: %s", address), line(f"Referer: 'http://host{address}'")):
        assert SECRET not in told
        assert "…" in told


def test_nor_what_stands_in_the_course_of_an_error():
    try:
        raise LookupError(f"/collect/key/{SECRET}/formList")
    except LookupError as error:
        told = line("failed", exc_info=(type(error), error, error.__traceback__))
    assert "LookupError" in told
    assert SECRET not in told


def test_nor_the_row_that_postgresql_quotes():
    told = line("duplicate key value\nDETAIL:  Key (email)=(lin@test.example) already exists.\nEND")
    assert told == "duplicate key value\nDETAIL: …\nEND"


@pytest.mark.parametrize("message", ["100 % done", "Not Found: /en/about/", "/account/email/sent/"])
def test_other_lines_stay_as_they_are(message):
    assert line("%s", message) == message


def requests():
    """Method, address, body and headers of requests that hold a secret and are refused."""
    for place in PLACES:
        yield (
            "GET",
            place.format(SECRET),
            None,
            {"Referer": f"http://127.0.0.1/en/respond/i/{SECRET}/"},
        )
        yield "POST", place.format(SECRET), b"a=b", {}
        yield "BREW", place.format(SECRET), None, {}
        yield "GET", place.format(SECRET), None, {"Host": "elsewhere.example"}
    pair = base64.b64encode(f"name:{SECRET}".encode()).decode()
    for scheme in ("Basic", "Digest", "Bearer"):
        for path in ("/collect/login/formList", "/api/surveys/x/submissions"):
            yield "GET", path, None, {"Authorization": f"{scheme} {pair} {SECRET}"}
    form = urlencode({"login": f"{SECRET}@test.example", "password": SECRET}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    yield "POST", "/en/account/login/", form, kind
    yield "POST", "/en/account/login/", form, {**kind, "Cookie": f"session={SECRET}"}


def send(address, method, path, body, headers):
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=30)) as connection:
        connection.request(method, path, body, headers)
        return connection.getresponse().status


def talk(address, text):
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall(text.encode())
        connection.recv(200)


COLLECT = (
    "from django.core.management import call_command\n"
    "call_command('collectstatic', interactive=False, verbosity=0)"
)


def test_a_running_server_logs_none(state_folder):
    run_code(state_folder, COLLECT)
    with (
        (state_folder / "log").open("wb") as log,
        running(state_folder, log=log, GUNICORN_CMD_ARGS="--access-logfile=-") as server,
    ):
        for each in requests():
            assert send(server.address, *each) < 500, each
        for word in ("HTTP/9.9", "and more HTTP/1.1", "HTTP/1.1\r\nbad header"):
            talk(server.address, f"GET /collect/key/{SECRET}/formList {word}\r\n\r\n")
        with closing(sqlite3.connect(state_folder / "db.sqlite3")) as database:
            database.execute("DROP TABLE surveys_draft")
            database.execute("DROP TABLE surveys_collectorkey")
        for place in PLACES[:4]:
            send(server.address, "GET", place.format(SECRET), None, {})
    told = (state_folder / "log").read_text()
    for part in ("Not Found: /en/respond/i/…", "no such table", "Traceback", '"GET /collect/key/…'):
        assert part in told
    assert SECRET not in told
    assert base64.b64encode(f"name:{SECRET}".encode()).decode() not in told
