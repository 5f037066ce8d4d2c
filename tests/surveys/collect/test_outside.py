"""Files that name what is outside of them: nothing is fetched, and no file of the server is shown.

A listener on this machine stands for the outside. A child process or a C library that asked would be
noticed there as well.
"""

import io
import socket
import threading
import time
import zipfile

import pytest

from tests.factories import PASSWORD
from tests.surveys.collect.browser import Browser
from tests.surveys.collect.phone import interview, new_id
from tests.surveys.collect.site import LEAD, SECRET_FILE, XFORM
from tests.surveys.instrument.forms import workbook

PAGE, UPLOAD = "/admin/surveys/open/questionnaires/", "/admin/surveys/open/questionnaire/"
SOUND = workbook(
    survey="| type | name | label |\n| text | who | Who? |",
    settings="| form_id | version |\n| sound | 1 |",
)


@pytest.fixture
def outside():
    """The address of the listener; at the end of the test nobody may have called."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen():
            while True:
                try:
                    calls.append(listener.accept())
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        listener.shutdown(socket.SHUT_RDWR)
    assert calls == []


def test_the_listener_notices_a_call(outside):
    """So that a listener that hears nothing fails."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=lambda: calls.append(listener.accept()))
        thread.start()
        socket.create_connection(listener.getsockname()).close()
        thread.join(5)
    assert len(calls) == 1


BEFORE_ROOT = {
    "external entity": '<!DOCTYPE d [<!ENTITY e SYSTEM "{url}">]>',
    "entity of a file": '<!DOCTYPE d [<!ENTITY e SYSTEM "file://{file}">]>',
    "parameter entity": '<!DOCTYPE d [<!ENTITY % p SYSTEM "{url}"> %p;]>',
    "document type elsewhere": '<!DOCTYPE d SYSTEM "{url}">',
    "style sheet": '<?xml-stylesheet type="text/xsl" href="{url}"?>',
}
INSIDE = {
    "inclusion": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}"/>',
    "included file": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{file}" parse="text"/>',
    "schema": '<a xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="u {url}"/>',
}
ENCODINGS = ["utf-8", "utf-16", "utf-32"]


def filled(text, outside, site):
    return text.replace("{url}", outside).replace("{file}", str(site.home / SECRET_FILE))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", [*BEFORE_ROOT, *INSIDE])
def test_an_interview_reaches_nothing(phone, collect_site, outside, name, encoding):
    instance = new_id()
    xml = interview(instance).decode().partition("?>")[2]
    before = filled(BEFORE_ROOT.get(name, ""), outside, collect_site)
    inside = filled(INSIDE.get(name, ""), outside, collect_site)
    entity = "&e;" if "ENTITY e" in before else ""
    xml = before + xml.replace("<age>40</age>", f"<age>40{entity}</age>{inside}")
    content = f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding)
    answer = phone.send(content)
    refused = "DOCTYPE" in before
    assert answer.status == (400 if refused else 201), answer.message
    secret = (collect_site.home / SECRET_FILE).read_bytes()[:20]
    assert secret not in answer.body
    for (row,) in collect_site.rows(
        "SELECT row FROM surveys_submission WHERE instance_id = ?", instance
    ):
        assert secret.decode() not in row
    assert phone.send(interview()).status == 201


@pytest.fixture(scope="module")
def researcher(collect_site):
    browser = Browser(collect_site.server.address)
    assert browser.log_in(LEAD, PASSWORD) == 200
    return browser


def repacked(**parts):
    """The sound workbook with other or further parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet(before="", rows="", encoding="utf-8"):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<?xml version="1.0" encoding="{encoding}"?>{before}<worksheet xmlns="{space}">'
    return (text + f"<sheetData>{rows}</sheetData></worksheet>").encode(encoding)


def encrypted():
    """The sound workbook with the mark of a password on every part."""
    content = bytearray(SOUND)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


DEEP = "<a>" * 100_000
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
WORKBOOKS = {
    "entity of a file": {SHEET: sheet('<!DOCTYPE d [<!ENTITY e SYSTEM "file://{file}">]>', CELL)},
    "external entity": {SHEET: sheet('<!DOCTYPE d [<!ENTITY e SYSTEM "{url}">]>', CELL)},
    "in UTF-16": {
        SHEET: sheet('<!DOCTYPE d [<!ENTITY e SYSTEM "{url}">]>', CELL, encoding="utf-16")
    },
    "a billion laughs in UTF-16": {
        SHEET: sheet(
            f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY e "&l11;">]>', CELL, encoding="utf-16"
        )
    },
    "great depth": {SHEET: sheet(rows=DEEP)},
    "very many rows": {SHEET: sheet(rows='<row><c t="str"><v>a</v></c></row>' * 700_000)},
    "a row of a million cells": {SHEET: sheet(rows="<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>")},
    "a row far below": {
        SHEET: sheet(rows='<row r="999999999"><c r="A999999999"><v>1</v></c></row>')
    },
    "nothing in a sheet": {SHEET: b""},
    "a workbook of noise": {"xl/workbook.xml": bytes(range(256))},
}  # fmt: skip


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_made_to_harm_is_refused_with_a_sentence(
    researcher, collect_site, outside, name
):
    parts = {}
    for part, content in WORKBOOKS[name].items():
        encoding = "utf-16" if "UTF-16" in name else "latin-1"
        parts[part] = filled(content.decode(encoding), outside, collect_site).encode(encoding)
    begun = time.monotonic()
    status = researcher.upload(PAGE, UPLOAD, "workbook", "form.xlsx", repacked(**parts))
    assert status == 422
    assert time.monotonic() - begun < 20
    assert "Not stored" in researcher.text
    assert (collect_site.home / SECRET_FILE).read_text()[:20] not in researcher.text


def test_a_workbook_with_a_password_is_refused_with_a_sentence(researcher):
    assert researcher.upload(PAGE, UPLOAD, "workbook", "form.xlsx", encrypted()) == 422
    assert "Not stored" in researcher.text


LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{url}" TargetMode="External" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/>'
    "</Relationships>"
)


def test_links_to_other_workbooks_and_odd_parts_are_not_followed(researcher, collect_site, outside):
    """Such a workbook is sound apart from them, and so it is stored."""
    parts = {
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": LINK.replace("{url}", outside),
        "xl/worksheets/_rels/sheet1.xml.rels": LINK.replace("{url}", outside),
        "../../../../../../../../tmp/evil.xml": "<a/>",
        "/etc/evil.xml": "<a/>",
    }
    assert researcher.upload(PAGE, UPLOAD, "workbook", "form.xlsx", repacked(**parts)) == 200
    assert "is stored" in researcher.text
    stored = collect_site.rows(
        "SELECT version FROM surveys_instrumentversion WHERE form_id = 'sound'"
    )
    assert stored == [("1",)]


READY = XFORM.format(form_id="ready", version="1")
XFORMS = {
    "external entity": READY.replace("<h:html", '<!DOCTYPE d [<!ENTITY e SYSTEM "{url}">]><h:html', 1).replace(
        "Age", "&e;"
    ),
    "list elsewhere": READY.replace("</model>", '<instance id="x" src="{url}"/></model>'),
    "list of a file": READY.replace("</model>", '<instance id="x" src="file://{file}"/></model>'),
    "sent elsewhere": READY.replace("</model>", '<submission action="{url}" method="post"/></model>'),
    "a function that reads": READY.replace('constraint=". &lt; 120"', "calculate=\"document('{url}')\""),
    "circular": READY.replace('constraint=". &lt; 120"', 'calculate="/data/age + 1"'),
    "an inclusion": READY.replace("</h:body>", INSIDE["inclusion"] + "</h:body>"),
}  # fmt: skip


@pytest.mark.parametrize("name", XFORMS)
def test_a_ready_questionnaire_reaches_nothing(researcher, collect_site, outside, name):
    content = filled(XFORMS[name], outside, collect_site).encode()
    status = researcher.upload(PAGE, UPLOAD, "workbook", "form.xml", content)
    assert status == (200 if name == "an inclusion" else 422), researcher.text
    assert (collect_site.home / SECRET_FILE).read_text()[:20] not in researcher.text
