"""What no app sends: each is refused in the envelope, and the next interview is taken."""

import socket
import time
import zlib
from urllib.parse import urlsplit

import pytest

from tests.surveys.collect.phone import (
    BOUNDARY,
    answers,
    interview,
    multipart,
    new_id,
    photo,
)
from tests.surveys.collect.site import SECRET_FILE

GOOD = interview("uuid:good")
DTD = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
EXTERNAL = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def inside(before):
    """The interview with a document type before its root."""
    return GOOD.replace(b"<data", before + b"<data", 1)


DOCUMENTS = {
    "entities": inside(DTD),
    "an outside entity": inside(EXTERNAL),
    "entities in UTF-16": inside(DTD).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "entities in UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>' + inside(DTD)[21:],
    "nothing": b"",
    "no XML": b"GIF89a",
    "half a document": GOOD[:200],
    "bytes of zero": GOOD.replace(b"40", b"4\0"),
    "broken UTF-8": GOOD.replace(b"40", b"\xff\xfe"),
    "a control character": GOOD.replace(b"40", b"&#1;"),
    "a surrogate": GOOD.replace(b"40", b"&#xD800;"),
    "great depth": b"<data id='household'>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</data>",
    "great breadth": b"<data id='household'>" + b"<a/>" * 100_000 + b"</data>",
    "an instance ID of great length": interview("u" * 5000),
    "an instance ID of nothing": GOOD.replace(b"uuid:good", b"  "),
    "a form id of great length": interview(form="f" * 5000),
    "HTML": b"<html><body>log in to the network</body></html>",
}
BODIES = {
    "no parts": (multipart(), 400),
    "no main part": (multipart(photo("a.jpg")), 400),
    "two main parts": (multipart(answers(GOOD), answers(GOOD)), 400),
    "the answers as a text field": (multipart(("xml_submission_file", None, GOOD, "")), 400),
    "a body cut in the answers": (multipart(answers(GOOD))[:-60], 400),
    "a body cut in a picture": (
        multipart(answers(GOOD), photo("a.jpg", b"p" * 99), end=False),
        400,
    ),
    "no multipart at all": (GOOD, 400),
    "noise": (bytes(range(256)) * 40, 400),
    "answers of three megabytes": (multipart(answers(b"<a>" + b" " * 3_000_000 + b"</a>")), 413),
    "a picture of eleven megabytes": (
        multipart(answers(GOOD), photo("a.jpg", b"p" * 11_000_000)),
        413,
    ),
    "pictures of forty megabytes": (
        multipart(answers(GOOD), *(photo(f"{n}.jpg", b"p" * 8_000_000) for n in range(5))),
        413,
    ),
    "very many files": (multipart(answers(GOOD), *(photo(f"{n}.jpg") for n in range(500))), 413),
    "very many fields": (
        multipart(answers(GOOD), *((f"f{n}", None, b"v", "") for n in range(6000))),
        413,
    ),
    "a field of four megabytes": (multipart(answers(GOOD), ("f", None, b"v" * 4_000_000, "")), 413),
}
HEADERS = {
    "another type": ({"Content-Type": "text/xml"}, 415),
    "a form's type": ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    "no boundary": ({"Content-Type": "multipart/form-data"}, 400),
    "an endless boundary": ({"Content-Type": f"multipart/form-data; boundary={'b' * 4000}"}, 400),
    "another boundary": ({"Content-Type": "multipart/form-data; boundary=other"}, 400),
    "a foreign boundary": ({"Content-Type": "multipart/form-data; boundary=\xe9\xff"}, 400),
    "a compressed body": ({"Content-Encoding": "gzip"}, 415),
}
NAMES = {
    f"../../{SECRET_FILE}": SECRET_FILE,
    "C:\\users\\me\\a.jpg": "a.jpg",
    "..": "unnamed",
    "a\x00b.jpg": "ab.jpg",
    "CON": "CON",
    "照片 é.jpg": "照片 é.jpg",
    "&#46;&amp;.jpg": "&#46;&amp;.jpg",
    "<svg onload=x>.svg": "<svg onload=x>.svg",
    "long" * 100 + ".jpg": ("long" * 100)[:255],
}


# What is odd but an interview: kept byte by byte, whatever a rule says of it.
ODD_IDS = {
    "path": "uuid:../../../etc/passwd",
    "SQL": "uuid:'; DROP TABLE surveys_submission; --",
    "template": "uuid:{{ 7*7 }}%s{0.__class__}",
    "spaces": "uuid:a b\tc",
    "scripts": "uuid:\u202e\u0645\u5bb6\U0001f3e0",
}
ODD_ANSWERS = {
    "formula": "=HYPERLINK(1)",
    "markup": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "digits of another script": "\u0664\u0660",
    "not a number": "NaN",
    "huge exponent": "1e999999999",
    "hexadecimal": "0x28",
    "decimal comma": "4,5",
    "stacked marks": "e" + "\u0301" * 500,
    "invisible": "4\u200b0\u202e",
    "endless word": "w" * 200_000,
    "server fields": "1</age><state>approved</state><weight>9</weight><age>",
}


def refused(answer, status):
    assert answer.status == status
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert answer.message


@pytest.mark.parametrize("xml", DOCUMENTS.values(), ids=DOCUMENTS)
def test_what_is_no_interview_is_refused(phone, collect_site, xml):
    refused(phone.send(xml), 400)
    assert phone.send(interview()).status == 201


@pytest.mark.parametrize("name", ODD_IDS.values(), ids=ODD_IDS)
def test_odd_instance_ids_lead_nowhere(phone, collect_site, name):
    xml = interview(name)
    assert [phone.send(xml).status for _ in range(2)] == [201, 201]
    assert collect_site.versions(name) == [xml]


@pytest.mark.parametrize("answer", ODD_ANSWERS.values(), ids=ODD_ANSWERS)
def test_odd_answers_are_kept_as_they_came(phone, collect_site, answer):
    instance = new_id()
    xml = interview(instance, age=answer)
    assert phone.send(xml).status == 201
    assert collect_site.versions(instance) == [xml]
    states = collect_site.rows(
        "SELECT state FROM surveys_submission WHERE instance_id = ?", instance
    )
    assert states == [("hasIssues",)]


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("chunked", [False, True], ids=["whole", "chunked"])
def test_odd_requests_are_refused(phone, collect_site, body, status, chunked):
    refused(phone.post(body, chunked=chunked), status)
    assert collect_site.versions("uuid:good") == []
    assert phone.send(interview()).status == 201


@pytest.mark.parametrize(("headers", "status"), HEADERS.values(), ids=HEADERS)
def test_odd_headers_are_refused(phone, headers, status):
    refused(phone.send(GOOD, headers=headers), status)
    assert phone.send(interview()).status == 201


def test_a_compressed_bomb_is_not_unpacked(phone):
    bomb = zlib.compress(b"\0" * 50_000_000)
    refused(phone.post(bomb, headers={"Content-Encoding": "deflate"}), 415)


@pytest.mark.parametrize(("sent", "kept"), NAMES.items(), ids=range(len(NAMES)))
def test_names_of_files_lead_nowhere(phone, collect_site, sent, kept):
    instance = new_id()
    content = f"content of {instance}".encode()
    assert phone.send(interview(instance), photo(sent, content)).status == 201
    assert collect_site.attachments(instance) == [(kept, False, content)]
    assert not (collect_site.home / SECRET_FILE).read_bytes().startswith(b"content of")


def talk(phone, text):
    """The status of the answer to raw bytes, 0 where the connection is closed instead."""
    parts = urlsplit(phone.base)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        connection.sendall(text.replace("PATH", parts.path).encode("latin-1"))
        head = connection.recv(200)
    status = int(head.split()[1]) if head else 0
    return status


HOST = "Host: 127.0.0.1\r\n"
KIND = f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        (
            f"POST PATH/submission HTTP/1.1\r\n{HOST}{KIND}Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            {400},
        ),
        (
            f"POST PATH/submission HTTP/1.1\r\n{HOST}{KIND}Content-Length: 10\r\n"
            "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            {0, 400},
        ),
        (f"POST PATH/submission HTTP/1.1\r\n{HOST}{KIND}Content-Length: -4\r\n\r\n", {0, 400}),
        (f"POST PATH/submission HTTP/1.1\r\n{HOST}{KIND}\r\n", {400}),
        (f"BREW PATH/submission HTTP/1.1\r\n{HOST}\r\n", {405}),
        ("GET PATH/formList HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", {400}),
        (f"GET PATH/{'a/' * 20000} HTTP/1.1\r\n{HOST}\r\n", {404, 414}),
    ],
    ids=["bad chunk", "two lengths", "negative", "no length", "method", "host", "long address"],
)
def test_odd_talk_is_answered_with_a_refusal(phone, text, statuses):
    assert talk(phone, text) in statuses
    assert phone.send(interview()).status == 201


def test_a_foreign_name_of_the_server_is_refused_in_the_envelope(phone):
    refused(phone.get("formList", headers={"Host": "elsewhere.example"}), 400)


def test_slow_senders_do_not_keep_others_waiting(phone):
    parts = urlsplit(phone.base)
    slow = [socket.create_connection((parts.hostname, parts.port)) for _ in range(4)]
    try:
        for each in slow:
            head = (
                f"POST {parts.path}/submission HTTP/1.1\r\n{HOST}{KIND}Content-Length: 999\r\n\r\n-"
            )
            each.sendall(head.encode())
        begun = time.monotonic()
        assert phone.send(interview()).status == 201
        assert time.monotonic() - begun < 5
    finally:
        for each in slow:
            each.close()
