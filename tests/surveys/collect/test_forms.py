"""A phone lists the forms of its survey, fetches each with its files, and notices what is new."""

import hashlib
import re
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest

from tests.surveys.collect.site import VILLAGES, XFORM

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
NEWEST = {("household", "2"), ("visit", "1")}


def md5(content):
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()


def listed(answer, root="xforms", entry="xform", space=LIST):
    """The entries of a list: each must be whole, or the app drops the list."""
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    tree = ET.fromstring(answer.body)
    assert tree.tag == space + root
    return [
        {each.tag.removeprefix(space): each.text for each in child}
        for child in tree
        if child.tag == space + entry
    ]


def versions(entries):
    return {(entry["formID"], entry["version"]) for entry in entries}


# 1, 2 and 3: every answer


@pytest.mark.parametrize(
    ("key", "method", "path", "status"),
    [
        ("open", "GET", "formList", 200),
        ("open", "HEAD", "formList", 200),
        ("open", "HEAD", "submission", 204),
        ("open", "POST", "formList", 405),
        ("open", "DELETE", "submission", 405),
        ("open", "GET", "submission", 405),
        ("open", "GET", "forms/invented/1/form.xml", 404),
        ("open", "GET", "forms/household/%00/form.xml", 404),
        ("open", "GET", "elsewhere", 404),
        ("open", "POST", "elsewhere", 404),
        ("open", "GET", "", 404),
        ("invented", "GET", "formList", 404),
        ("withdrawn", "HEAD", "submission", 404),
        ("withdrawn", "POST", "submission", 404),
        ("../../admin", "GET", "", 404),
        ("cannot list", "GET", "formList", 403),
        ("cannot submit", "HEAD", "submission", 403),
        ("cannot submit", "POST", "submission", 403),
    ],
)
def test_every_answer_is_openrosa_s(collect_site, key, method, path, status):
    answer = collect_site.phone(key).ask(method, path)
    assert answer.status == status
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert 12_000_000 < int(answer.headers["X-OpenRosa-Accept-Content-Length"]) <= 100_000_000
    assert answer.headers["Content-Language"] == "en"
    assert parsedate_to_datetime(answer.headers["Date"])
    assert "Location" not in answer.headers
    assert "no-cache" in answer.headers["Cache-Control"]
    if status >= 400:
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert method == "HEAD" or answer.message
    if status == 405:
        assert answer.headers["Allow"]


def test_the_address_may_lack_a_key_altogether(collect_site):
    answer = collect_site.phone().__class__(f"{collect_site.server.address}/collect").get("x")
    assert (answer.status, answer.headers["X-OpenRosa-Version"]) == (404, "1.0")


def test_messages_come_in_the_language_that_is_asked_for(phone):
    answer = phone.get("elsewhere", headers={"Accept-Language": "zh-CN"})
    assert answer.headers["Content-Language"] == "zh-hans"
    assert re.search("[\u4e00-\u9fff]", answer.message)


@pytest.mark.parametrize("headers", [{"Date": "Tue, 24 Nov 2026 13:99:03 PM"}, {"Date": ""}])
def test_neither_date_nor_query_decide(phone, headers):
    assert phone.get("formList", headers=headers).status == 200
    assert phone.get("formList", query="").status == 200
    assert phone.get("formList", query="deviceID=%00%FF&a=b&a=c").status == 200


# 4 to 8: the list of forms


def test_the_list_tells_the_newest_version_of_each_form(phone):
    entries = listed(phone.get("formList"))
    assert versions(entries) == NEWEST
    assert {entry["name"] for entry in entries} == {"Household 家庭 & work"}
    assert not any("descriptionText" in entry for entry in entries)


def test_the_list_can_be_asked_for_one_form_all_versions_and_descriptions(phone):
    assert versions(listed(phone.get("formList?formID=visit"))) == {("visit", "1")}
    assert listed(phone.get("formList?formID=invented")) == []
    every = listed(phone.get("formList?listAllVersions=true"))
    assert versions(every) == {*NEWEST, ("household", "1")}
    described = listed(phone.get("formList?verbose=true"))
    assert {entry["descriptionText"] for entry in described} == {"Work"}


@pytest.mark.parametrize("key", ["open", "pilot"])
def test_a_form_is_fetched_byte_by_byte_as_its_hash_says(collect_site, key):
    phone = collect_site.phone(key)
    entries = listed(phone.get("formList"))
    assert entries
    for entry in entries:
        first, second = (phone.get(entry["downloadUrl"]) for _ in range(2))
        assert first.status == 200
        assert first.body == second.body
        assert md5(first.body) == entry["hash"]
        stored = XFORM.format(form_id=entry["formID"], version=entry["version"])
        assert first.body == stored.encode()
        assert first.headers["Content-Type"] == "text/xml; charset=utf-8"


def test_the_list_is_the_same_each_time(phone):
    assert phone.get("formList").body == phone.get("formList").body


def test_a_list_that_has_not_changed_need_not_be_sent_again(phone):
    mark = phone.get("formList").headers["ETag"]
    answer = phone.get("formList", headers={"If-None-Match": mark})
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["X-OpenRosa-Version"] == "1.0"


@pytest.mark.parametrize("state", ["draft", "paused", "closed", "archived"])
def test_a_survey_that_takes_no_answers_lists_no_form(collect_site, state):
    assert listed(collect_site.phone(state).get("formList")) == []


def test_a_draft_of_a_form_is_not_there(phone):
    assert phone.get("forms/household/3/form.xml").status == 404
    assert phone.get("forms/household/2/form.xml").status == 200


def test_another_survey_s_form_is_answered_like_one_that_does_not_exist(collect_site):
    foreign = collect_site.phone("pilot").get("forms/visit/1/form.xml")
    invented = collect_site.phone("pilot").get("forms/invented/1/form.xml")
    assert (foreign.status, foreign.body) == (invented.status, invented.body)


# 9: the manifest and its files


def test_the_manifest_stands_only_where_there_are_files(phone):
    with_files = {
        (entry["formID"], entry["version"]): "manifestUrl" in entry
        for entry in listed(phone.get("formList?listAllVersions=true"))
    }
    assert with_files == {
        ("household", "1"): False,
        ("household", "2"): True,
        ("visit", "1"): False,
    }


def test_the_files_of_a_form_are_fetched_as_their_hash_says(phone):
    (entry,) = listed(phone.get("formList?formID=household"))
    files = listed(phone.get(entry["manifestUrl"]), "manifest", "mediaFile", MANIFEST)
    assert [file["filename"] for file in files] == ["villages 村.csv"]
    answer = phone.get(files[0]["downloadUrl"])
    assert (answer.status, answer.body) == (200, VILLAGES)
    assert md5(answer.body) == files[0]["hash"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_file_is_not_there(phone):
    assert phone.get("forms/household/2/files/other.csv").status == 404
    assert phone.get("forms/household/2/files/..%2f..%2fdb.sqlite3").status == 404
