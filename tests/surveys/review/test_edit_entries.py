"""Entries that are added and removed in one correction: what follows is asked before it is stored."""

import pytest

from tests.surveys.review.test_edit_page import address
from tests.surveys.review.test_edit_repeats import CHOICES, SETTINGS, stored_interview

SHEET = """
| type             | name    | label::English (en) | label::中文 (zh) | default | calculation | relevant | required | repeat_count |
| begin_repeat     | job     | Job          | 工作     |                      |                   |                   |     |  |
| integer          | hours   | Hours a week | 每周工时 | 40                   |                   |                   |     |  |
| text             | title   | Name of it   | 名称     | concat('No. ', 1 + 1) |                  |                   | yes |  |
| text             | second  | Which shift? | 班次     | day                  |                   | ${hours} > 48     |     |  |
| calculate        | mark    |              |          |                      | once(uuid())      |                   |     |  |
| hidden           | round   |              |          | 7                    |                   |                   |     |  |
| begin_repeat     | boss    | Boss         | 上司     |                      |                   |                   |     |  |
| text             | name    | Who?         | 是谁？   | nobody               |                   |                   |     |  |
| end_repeat       |         |              |          |                      |                   |                   |     |  |
| end_repeat       |         |              |          |                      |                   |                   |     |  |
| text             | only    | Why only one? | 为什么只有一份？ |             |                   | count(${job}) = 1 | yes |  |
| begin_group      | extra   | More         | 更多     |                      |                   | count(${job}) = 1 |     |  |
| begin_repeat     | task    | Task         | 任务     |                      |                   |                   |     |  |
| text             | what    | What?        | 什么？   |                      |                   |                   |     |  |
| end_repeat       |         |              |          |                      |                   |                   |     |  |
| end_group        |         |              |          |                      |                   |                   |     |  |
| integer          | rooms   | Rooms        | 房间     |                      |                   |                   |     |  |
| begin_repeat     | room    | Room         | 房间     |                      |                   |                   |     | ${rooms} |
| integer          | beds    | Beds         | 床位     | 2                    |                   |                   |     |  |
| end_repeat       |         |              |          |                      |                   |                   |     |  |
"""
JOB = b"<job><hours>%s</hours><title>%s</title><mark>m</mark><round>7</round></job>"
XML = (
    b'<data id="jobs" version="1">'
    + JOB % (b"20", b"baker")
    + JOB % (b"30", b"cook")
    + b"<rooms>0</rooms><meta><instanceID>uuid:one</instanceID></meta></data>"
)


@pytest.fixture
def stored(client, person, db):
    interview = stored_interview(SHEET, CHOICES, SETTINGS, XML)
    client.force_login(person("researcher"))
    return interview


def on(page):
    """What a browser would send from a page as it stands."""
    data = {"seen": page.context["submission"].sha256}
    for name in ("added", "removed"):
        data[name.removesuffix("d") if name == "removed" else name] = page.context[name]
    data["reason"] = page.context["form"]["reason"].value() or ""
    for _section, _title, _begun, fields in page.context["blocks"]:
        for field, _marks in fields:
            data[field.html_name] = field.value() if field.value() is not None else ""
            data[f"has:{field.html_name}"] = "1"
    return data


def test_a_new_entry_begins_as_on_a_phone(client, stored):
    """With fixed and computed defaults, where they are asked; what nobody answers is filled."""
    data = on(client.get(address(stored))) | {"add": ["/data/job"], "reason": "a third job"}
    shown = client.post(address(stored), data)
    data = on(shown)
    assert data["/data/job[3]/hours"] == "40"
    assert data["/data/job[3]/title"] == "No. 2"
    assert "/data/job[3]/second" not in data
    assert client.post(address(stored), data).status_code == 302
    stored.refresh_from_db()
    last = stored.repeats["job"][2]
    assert (last["hours"], last["title"], last["round"]) == ("40", "No. 2", "7")
    assert len(last["mark"]) == 36


def test_entries_of_a_count_begin_so_too(client, stored):
    data = on(client.get(address(stored))) | {"/data/rooms": "2", "reason": "counted again"}
    shown = client.post(address(stored), data)
    assert shown.status_code == 422
    assert "further questions" in shown.content.decode()
    data = on(shown)
    assert [data[f"/data/room[{place}]/beds"] for place in (1, 2)] == ["2", "2"]
    assert client.post(address(stored), data).status_code == 302
    stored.refresh_from_db()
    assert [entry["beds"] for entry in stored.repeats["room"]] == ["2", "2"]


def test_entries_inside_entries_begin_in_theirs(client, stored):
    data = on(client.get(address(stored)))
    data |= {"add": ["/data/job[2]/boss", "/data/job"], "reason": "more"}
    data = on(client.post(address(stored), data))
    assert data["/data/job[2]/boss[1]/name"] == "nobody"
    data["add"] = ["/data/job[3]/boss"]
    data = on(client.post(address(stored), data))
    assert data["/data/job[3]/boss[1]/name"] == "nobody"
    assert client.post(address(stored), data).status_code == 302


def test_what_a_removal_brings_up_is_asked_beside_the_entry_that_goes(client, stored):
    """With one job left it is asked why, and tasks may be added; the other stands there ticked."""
    data = on(client.get(address(stored)))
    data |= {"remove": ["/data/job[1]"], "reason": "sold", "/data/job[2]/hours": "31"}
    shown = client.post(address(stored), data | {"anyway": "on"})
    assert shown.status_code == 422
    assert stored.versions.count() == 1
    data = on(shown)
    assert data["/data/only"] == ""
    assert data["/data/job[1]/title"] == "baker"
    assert data["/data/job[2]/hours"] == "31"
    assert data["remove"] == ["/data/job[1]"]
    assert "/data/extra/task" in [place.path for place in shown.context["places"]]

    data |= {"/data/only": "no time", "add": ["/data/extra/task"]}
    data = on(client.post(address(stored), data))
    assert data["/data/only"] == "no time"
    data["/data/extra/task[1]/what"] = "cleaning"
    assert client.post(address(stored), data).status_code == 302
    stored.refresh_from_db()
    assert [entry["hours"] for entry in stored.repeats["job"]] == ["31"]
    assert stored.row["only"] == "no time"
    assert [entry["what"] for entry in stored.repeats["task"]] == ["cleaning"]
    assert stored.issue_count == 0


def test_one_comes_and_one_goes_in_one_sending(client, stored):
    data = on(client.get(address(stored)))
    data |= {"add": ["/data/job"], "remove": ["/data/job[1]"], "reason": "another"}
    shown = client.post(address(stored), data)
    assert [section.path for section, *_rest in shown.context["blocks"]][:3] == [
        "/data/job[1]", "/data/job[2]", "/data/job[3]",
    ]  # fmt: skip
    data = on(shown) | {"/data/job[3]/title": "driver", "/data/job[3]/hours": "60"}
    shown = client.post(address(stored), data)
    data = on(shown)
    assert data["/data/job[3]/second"] == ""
    assert client.post(address(stored), data).status_code == 302
    stored.refresh_from_db()
    assert [entry["title"] for entry in stored.repeats["job"]] == ["cook", "driver"]
    assert stored.row.get("only") is None


def test_a_removal_that_is_taken_back_loses_nothing(client, stored):
    data = on(client.get(address(stored)))
    data |= {"remove": ["/data/job[1]"], "/data/job[1]/title": "bakery", "look": ""}
    data = on(client.post(address(stored), data)) | {"remove": [], "reason": "named wrongly"}
    page = client.post(address(stored), data)
    assert page.status_code == 302, page.context["issues"]
    stored.refresh_from_db()
    assert [entry["title"] for entry in stored.repeats["job"]] == ["bakery", "cook"]


def test_an_entry_that_comes_and_goes_makes_no_version(client, stored):
    data = on(client.get(address(stored))) | {"add": ["/data/job"], "reason": "a third job"}
    data = on(client.post(address(stored), data)) | {"remove": ["/data/job[3]"]}
    response = client.post(address(stored), data)
    assert response.status_code == 422
    assert "No answer was changed." in response.content.decode()
    assert stored.versions.count() == 1
