"""A phone's upload without an announced length arrives whole."""

import io
import socket

import pytest

from portal import chunked as chunked_bodies
from portal.chunked import FAULT, ChunkedBodies


def reader(environ, start_response):
    start_response("200 OK", [])
    if FAULT in environ:
        return [environ[FAULT].encode()]
    return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))]


def send(body, *, limit=100, **environ):
    statuses = []
    answer = ChunkedBodies(reader, limit)(
        {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True, **environ},
        lambda status, headers: statuses.append(status),
    )
    return statuses[0], b"".join(answer)


@pytest.mark.parametrize("body", [b"", b"answers", b"x" * 100])
def test_a_chunked_body_gets_its_length(body):
    assert send(body, HTTP_TRANSFER_ENCODING="Chunked") == ("200 OK", body)


def test_a_chunked_body_above_the_limit_is_refused():
    status, _ = send(b"x" * 101, HTTP_TRANSFER_ENCODING="chunked")
    assert status.startswith("413")


class Torn:
    """A body whose chunks cannot be read to their end."""

    def read(self, size):
        raise ConnectionError


def test_a_chunked_body_that_cannot_be_read_is_refused():
    assert send(b"", HTTP_TRANSFER_ENCODING="chunked", **{"wsgi.input": Torn()})[0].startswith(
        "400"
    )


@pytest.mark.parametrize(
    ("body", "fault"), [(io.BytesIO(b"x" * 101), "too_large"), (Torn(), "damaged")]
)
def test_views_for_devices_explain_the_refusal_themselves(body, fault):
    environ = {"wsgi.input": body, "PATH_INFO": "/collect/key/k/submission"}
    assert send(b"", HTTP_TRANSFER_ENCODING="chunked", **environ) == ("200 OK", fault.encode())


def test_other_bodies_pass_untouched():
    assert send(b"answers", CONTENT_LENGTH="7") == ("200 OK", b"answers")


def test_where_the_server_does_not_mark_the_end_the_body_is_not_read():
    sent = send(b"answers", HTTP_TRANSFER_ENCODING="chunked", **{"wsgi.input_terminated": False})
    assert sent == ("200 OK", b"")


@pytest.mark.parametrize("chunked", [False, True])
def test_who_falls_silent_is_given_up_and_the_answer_may_take_longer(monkeypatch, chunked):
    monkeypatch.setattr(chunked_bodies, "SILENCE_SECONDS", 0.05)
    ours, theirs = socket.socketpair()

    def application(environ, start_response):
        with pytest.raises(TimeoutError):
            environ["wsgi.input"].read(5)
        return [b"told"]

    environ = {"gunicorn.socket": ours, "wsgi.input": ours.makefile("rb", 0), "PATH_INFO": "/"}
    if chunked:
        environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    with ours, theirs:
        theirs.sendall(b"half")
        assert environ["wsgi.input"].read(4) == b"half"
        answer = ChunkedBodies(application)(environ, lambda *told: None)
        assert list(answer) == [b"400 Bad Request\n" if chunked else b"told"]
        assert ours.gettimeout() is None
