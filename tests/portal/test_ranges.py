"""Range requests: which part of a file is sent, and what every answer says about it."""

import pytest
from django.core.files.base import File
from django.test import RequestFactory

from portal import ranges

CONTENT = bytes(range(256)) * 4
MODIFIED = 1_600_000_000
WHOLE = (200, len(CONTENT), None)


@pytest.fixture
def ask(tmp_path):
    """Asks for the file: `ask(Range="bytes=0-9")`."""
    path = tmp_path / "episode.mp3"
    path.write_bytes(CONTENT)

    def send(method="get", **headers):
        request = getattr(RequestFactory(), method)(
            "/", headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        return ranges.send_file(
            request,
            file,
            content_type="audio/mpeg",
            filename="episode.mp3",
            etag="abc",
            modified=MODIFIED,
        )

    with path.open("rb") as opened:
        file = File(opened, name=str(path))
        yield send


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-5000", 0, 1023),
        ("bytes=1000-999999999999999999", 1000, 1023),
        ("BYTES= 5-9", 5, 9),
    ],
)
def test_one_range_is_sent_with_its_place(ask, header, first, last):
    response = ask(Range=header)
    assert response.status_code == 206
    assert b"".join(response) == CONTENT[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/1024"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Type"] == "audio/mpeg"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes=0-1,5-6",
        "bytes=9-5",
        "bytes=-",
        "bytes=a-b",
        "bytes=１-２",
        "bytes=1.5-2",
        "bytes=0x1-2",
        "lines=0-5",
        "bytes",
        "bytes=0-" + "9" * 5000,
    ],
)
def test_a_header_that_is_not_one_range_gets_the_whole_file(ask, header):
    response = ask(Range=header)
    assert (response.status_code, b"".join(response)) == (200, CONTENT)
    assert response["Content-Length"] == "1024"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Disposition"] == 'inline; filename="episode.mp3"'
    assert "Content-Range" not in response


@pytest.mark.parametrize("header", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_outside_of_the_file_gets_its_size(ask, header):
    response = ask(Range=header)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */1024")


def test_an_empty_file_has_no_satisfiable_range():
    with pytest.raises(ranges.Unsatisfiable):
        ranges.asked_range("bytes=0-", 0)
    assert ranges.asked_range("", 0) is None


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ('"abc"', 206),
        ('"older"', 200),
        ('W/"abc"', 200),
        ("Sun, 13 Sep 2020 12:26:40 GMT", 206),
        ("Sun, 13 Sep 2020 12:26:41 GMT", 200),
        ("nonsense", 200),
    ],
)
def test_a_part_is_sent_only_if_it_fits_the_parts_that_the_reader_has(ask, condition, status):
    assert ask(Range="bytes=0-9", If_Range=condition).status_code == status


def test_whoever_has_the_file_is_not_sent_it_again(ask):
    response = ask(If_None_Match='"abc"')
    assert (response.status_code, response["ETag"], response.content) == (304, '"abc"', b"")
    assert ask(If_None_Match='"older"').status_code == 200


def test_head_tells_the_length_and_sends_nothing(ask):
    for header, status, length in (("", 200, "1024"), ("bytes=0-9", 206, "10")):
        response = ask("head", Range=header)
        assert (response.status_code, response["Content-Length"]) == (status, length)
        assert response.content == b""


def test_a_large_part_is_read_in_pieces(ask, monkeypatch):
    monkeypatch.setattr(ranges, "PIECE", 100)
    assert [len(piece) for piece in ask(Range="bytes=0-249")] == [100, 100, 50]


def test_the_file_is_closed_with_the_answer(ask, db):
    response = ask(Range="bytes=0-9")
    response.close()
    with pytest.raises(ValueError, match="closed file"):
        b"".join(response)
