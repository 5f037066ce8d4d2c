"""Whatever is posted to a correction: it is told or left out, nothing is lost, nothing breaks."""

import pytest

from surveys.services.editing import drafted, keep_correction
from surveys.services.intake import receive_submission
from tests.surveys.review.test_edit_entries import on
from tests.surveys.review.test_edit_page import address
from tests.surveys.review.test_edit_repeats import SETTINGS, stored_interview

SHEET = """
| type               | name     | label::English (en) | label::中文 (zh) | choice_filter |
| begin_repeat       | job      | Job          | 工作     |  |
| integer            | hours    | Hours a week | 每周工时 |  |
| end_repeat         |          |              |          |  |
| decimal            | income   | Income       | 收入     |  |
| date               | day      | Which day?   | 哪一天？ |  |
| text               | remark   | Remark       | 备注     |  |
| select_one zone    | zone     | Zone         | 区域     |  |
| select_multiple city | cities | Cities       | 城市     | zone = ${zone} |
"""
CHOICES = """
| list_name | name | label::English (en) | label::中文 (zh) | zone |
| zone      | n    | North               | 北方             |      |
| zone      | s    | South               | 南方             |      |
| city      | bj   | Beijing             | 北京             | n    |
| city      | gz   | Guangzhou           | 广州             | s    |
| city      | sz   | Shenzhen            | 深圳             | s    |
"""
XML = """<data id="jobs" version="1"><job><hours>20</hours></job><job><hours>30</hours></job>
<income>3000.5</income><day>2026-03-01</day><remark>two
lines</remark><zone>n</zone><cities>bj</cities><meta><instanceID>uuid:one</instanceID></meta></data>"""
REASON = {"reason": "asked again"}


@pytest.fixture
def stored(client, person, db):
    interview = stored_interview(SHEET, CHOICES, SETTINGS, XML.encode())
    client.force_login(person("researcher"))
    return interview


@pytest.fixture
def data(client, stored):
    return on(client.get(address(stored))) | REASON


def told(response):
    assert response.status_code == 422
    assert "Nothing is stored yet." in response.content.decode()
    return response.content.decode()


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ({"/data/remark": "a\x00b"}, "Null characters are not allowed."),
        ({"/data/remark": "字" * 20_001}, "at most 20000 characters"),
        ({"/data/cities": ["bj", "x\x00"]}, "Null characters are not allowed."),
        ({"/data/cities": ["x" * 20_001]}, "at most 20000 characters"),
        ({"/data/zone": "\x00"}, "Null characters are not allowed."),
        ({"/data/job[1]/hours": "9" * 6_000}, "9" * 6_000),
        ({"/data/job[1]/hours": "1e999999"}, 'value="1e999999"'),
        ({"/data/income": "٣"}, 'value="٣"'),
        ({"/data/income": "<script>alert(1)</script>"}, "&lt;script&gt;alert(1)"),
        ({"/data/day": "2026-02-30"}, 'value="2026-02-30"'),
        ({"/data/zone": "moon"}, "moon (?)"),
        ({"/data/cities": ["moon"]}, "moon (?)"),
        ({"reason": ""}, "Write why the answers are changed."),
        ({"reason": "a\x00b"}, "Null characters are not allowed."),
        ({"reason": "x" * 5_000}, "at most"),
        ({"seen": ""}, "newer version"),
        ({"seen": "\x00"}, "newer version"),
        ({"added": ["/data/job"] * 21}, "At most 20 entries"),
    ],
)
def test_what_cannot_be_stored_is_told_with_all_that_was_entered(client, stored, data, odd, words):
    html = told(client.post(address(stored), data | {"/data/job[2]/hours": "31"} | odd))
    assert words in html
    assert 'value="31"' in html
    assert stored.versions.count() == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"has:/data/nowhere": "1", "/data/nowhere": "x"},
        {"has:/data/job[9]/hours": "1", "/data/job[9]/hours": "8"},
        {"has:/data/meta/instanceID": "1", "/data/meta/instanceID": "uuid:other"},
        {
            "added": [
                "/data/job[x]/y",
                "/data/job[99999999999999999999]/y",
                "job",
                "/",
                "",
                "[",
                "\x00",
            ]
        },
        {"added": ["/data/income", "/data/job[1]", "/data/meta"]},
        {"remove": ["/data", "/data/job", "/data/job[0]", "/data/job[-1]", "/data/job[3]", "\x00"]},
        {"remove": ["/data/job[１]", "/data/job[1", "/data/meta", "/data/income"]},
    ],
)
def test_what_the_interview_has_not_is_left_out(client, stored, data, odd):
    response = client.post(address(stored), data | {"/data/income": "9.5"} | odd)
    assert response.status_code == 302
    stored.refresh_from_db()
    assert stored.row["income"] == "9.5"
    assert [entry["hours"] for entry in stored.repeats["job"]] == ["20", "30"]
    assert stored.instance_id == "uuid:one"


@pytest.mark.parametrize("odd", [{}, {"look": ""}, {"add": "/data/job"}])
def test_fields_that_did_not_come_keep_their_answers_and_are_shown(client, stored, odd):
    """A page that was cut off on its way stores nothing of what it lacks."""
    sent = {"seen": stored.sha256, "has:/data/income": "1", "/data/income": "9.5"} | REASON | odd
    response = client.post(address(stored), sent)
    assert response.status_code == (200 if odd else 422)
    again = on(response)
    assert again["/data/remark"] == "two\nlines"
    assert again["/data/cities"] == ["bj"]
    assert client.post(address(stored), again).status_code == 302
    stored.refresh_from_db()
    assert (stored.row["income"], stored.row["cities"]) == ("9.5", "bj")


def test_an_answer_longer_than_a_field_may_stay_as_it_is(client, stored):
    xml = XML.replace("uuid:one", "uuid:two").replace("two\nlines", "字" * 25_000)
    receive_submission(survey=stored.survey, xml=xml.encode())
    long = stored.survey.submissions.get(instance_id="uuid:two")
    sent = on(client.get(address(long))) | REASON | {"/data/income": "1.5"}
    assert client.post(address(long), sent).status_code == 302
    long.refresh_from_db()
    assert len(long.row["remark"]) == 25_000


def test_codes_chosen_for_another_list_stay_to_be_seen(client, stored, data):
    sent = data | {"/data/zone": "s", "/data/cities": ["bj", "gz"]}
    looked = client.post(address(stored), sent | {"look": ""})
    assert on(looked)["/data/cities"] == ["bj", "gz"]
    assert "bj (?)" in told(client.post(address(stored), sent))
    assert client.post(address(stored), sent | {"/data/cities": ["gz"]}).status_code == 302


def newer(stored, **answers):
    """Somebody else's version, made while a page stood open."""
    changes = {f"/data/{name}": answer for name, answer in answers.items()}
    correction = drafted(stored, changes)
    keep_correction(submission=stored, correction=correction, actor=None, reason="earlier")
    stored.refresh_from_db()


@pytest.mark.parametrize("button", [{}, {"look": ""}])
def test_a_page_of_an_older_version_stands_on_top_of_the_newer_one(client, stored, data, button):
    """What only the other has changed stays changed; what both have is told, and the person's."""
    newer(stored, income="1.5", cities="", remark="mine")
    sent = data | {"/data/day": "2026-03-02", "/data/remark": "ours"}
    response = client.post(address(stored), sent | button)
    html = response.content.decode()
    assert "newer version" in html
    assert "Stored meanwhile by somebody else: mine" in html
    again = on(response) | REASON
    assert (again["/data/income"], again["/data/cities"]) == ("1.5", [])
    assert (again["/data/day"], again["/data/remark"]) == ("2026-03-02", "ours")
    assert stored.versions.count() == 2
    assert client.post(address(stored), again).status_code == 302
    stored.refresh_from_db()
    found = [stored.row[name] or "" for name in ("income", "cities", "day", "remark")]
    assert found == ["1.5", "", "2026-03-02", "ours"]
