"""A questionnaire page gets what no browser sends: twice at once, again, from an older page, forged."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.surveys.collect.browser import Browser


@pytest.fixture
def visitor(collect_site):
    """Somebody whose interview has begun at the open door."""
    browser = Browser(collect_site.server.address)
    assert browser.open(f"/en/respond/{collect_site.tokens['web']}/") == 200
    assert browser.send(browser.address, {**browser.fields(), "decision": "yes"}) == 200
    assert "/respond/r/" in browser.address
    return browser


def count(collect_site):
    ((found,),) = collect_site.rows(
        "SELECT count(*) FROM surveys_submission s JOIN surveys_survey v ON v.id = s.survey_id "
        "WHERE v.slug = 'web'"
    )
    return found


def another(visitor):
    """The same person in another tab, or on another device."""
    tab = Browser(visitor.site)
    assert tab.open(visitor.address) == 200
    return tab


def test_sent_twice_at_once_from_several_tabs_it_is_one_interview(visitor, collect_site):
    before = count(collect_site)
    visitor.send(visitor.address, {**visitor.fields(), "age": "40", "do": "next"})
    tabs = [another(visitor) for _ in range(6)]
    fields = [{**tab.fields(), "age": "40", "do": "send"} for tab in tabs]
    with ThreadPoolExecutor(6) as pool:
        statuses = [
            pool.submit(tab.send, tab.address, each) for tab, each in zip(tabs, fields, strict=True)
        ]
    assert [each.result() for each in statuses] == [200] * 6
    assert count(collect_site) == before + 1
    assert "Thank you" in "".join(tab.text for tab in tabs)


def test_what_comes_after_the_end_changes_nothing(visitor, collect_site):
    tab, before = another(visitor), count(collect_site)
    old = {**tab.fields(), "age": "41"}
    visitor.send(visitor.address, {**visitor.fields(), "age": "40", "do": "send"})
    stored = collect_site.rows("SELECT row FROM surveys_submission ORDER BY id DESC LIMIT 1")
    for do in ("next", "back", "save", "send", "fragment", "add:age", "language:zh-hans"):
        assert tab.send(tab.address, {**old, "do": do}) == 200
        assert "Already answered" in tab.text
    assert count(collect_site) == before + 1
    assert (
        collect_site.rows("SELECT row FROM surveys_submission ORDER BY id DESC LIMIT 1") == stored
    )


FORGED = {
    "pages that are not there": {"page": ["-1", "99999", "²", "9" * 40, "\0", "abc", ""]},
    "buttons that are not there": {
        "do": ["add:../x", "remove:data[9]", "language:../..", "next:1", "<script>", "\0", ""]
    },
    "questions that are not there": {
        "shown": ["age nobody /data/age age[1] ../age", "age " * 2000, "\0", "start end instanceID"]
    },
    "answers that are none": {
        "age": ["9" * 5000, "\0", "1e999", "<script>alert(1)</script>", "\u202e", "=1+1", "x" * 90_000]
    },
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_forged_fields_do_no_harm(visitor, collect_site, name):
    sound = {**visitor.fields(), "shown": "age", "age": "40"}
    ((field, values),) = FORGED[name].items()
    for value in values:
        for more in ({field: value}, {field: [value, sound.get(field, ""), value]}):
            status = visitor.send(visitor.address, {**sound, "do": "next", **more})
            assert status in (200, 422), (field, value[:40])
            assert "<script>alert(1)" not in visitor.text
            assert visitor.open(visitor.address) == 200
    ((paradata,),) = collect_site.rows(
        "SELECT paradata FROM surveys_draft ORDER BY id DESC LIMIT 1"
    )
    assert "script" not in paradata
    before = count(collect_site)
    visitor.open(visitor.address)
    visitor.send(visitor.address, {**sound, "page": "0", "do": "next"})
    visitor.send(visitor.address, {**sound, "do": "send"})
    assert count(collect_site) == before + 1
    ((row,),) = collect_site.rows("SELECT row FROM surveys_submission ORDER BY id DESC LIMIT 1")
    assert '"age": "40"' in row


def test_what_respondents_do_not_answer_cannot_be_forged(visitor, collect_site):
    """Times and the instance ID are the server's, whatever stands in a form."""
    forged = dict.fromkeys(("start", "end", "instanceID", "meta/instanceID", "orx:meta"), "forged")
    shown = " ".join(["age", *forged])
    sound = {**visitor.fields(), **forged, "shown": shown, "age": "40"}
    visitor.send(visitor.address, {**sound, "do": "next"})
    visitor.send(visitor.address, {**sound, "do": "send"})
    query = "SELECT row, instance_id FROM surveys_submission ORDER BY id DESC LIMIT 1"
    ((row, instance),) = collect_site.rows(query)
    assert "forged" not in row
    assert instance.startswith("uuid:")


def test_without_its_token_a_form_changes_nothing(visitor, collect_site):
    before = count(collect_site)
    fields = {**visitor.fields(), "age": "40", "do": "send", "csrfmiddlewaretoken": "x" * 64}
    assert visitor.send(visitor.address, fields) == 403
    assert count(collect_site) == before
