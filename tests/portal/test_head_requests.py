"""HEAD asks for what goes before a body: a real server must not be given one to throw away."""

import http.client
from contextlib import closing
from urllib.parse import urlsplit

from tests.portal.test_logs import COLLECT
from tests.servers import run_code, running

PLACES = ("/en/", "/zh-hans/", "/en/search/?q=pension", "/en/respond/invented/", "/healthz")


def head(address, path):
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)) as connection:
        connection.request("HEAD", path)
        answer = connection.getresponse()
        return answer.status, int(answer.headers["Content-Length"])


def test_no_page_answers_head_with_a_body(site, state_folder):
    run_code(state_folder, COLLECT)
    with (state_folder / "log").open("wb") as log, running(state_folder, log=log) as server:
        found = {path: head(server.address, path) for path in (*PLACES, *PLACES)}  # cached ones too
    assert found["/en/"][0] == found["/zh-hans/"][0] == 200
    assert found["/en/respond/invented/"][0] == 404
    assert all(length > 0 for _status, length in found.values())
    assert "no-body" not in (state_folder / "log").read_text()
