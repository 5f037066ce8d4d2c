"""Corrections: the answer changes, what hangs on it follows, everything else stays as it was sent."""

import re

import pytest

from surveys.collection.answers import parse_submission
from surveys.collection.audit import seconds_by_node
from surveys.collection.checks import check_submission
from surveys.collection.editing import edited, succeeding
from surveys.collection.transcript import differences, entries, transcript
from tests.surveys.instrument.forms import form, oracle, oracle_submissions

HOUSE = """
| survey |                |          |                  |                  |             |
|        | type           | name     | label            | relevant         | calculation |
|        | integer        | people   | How many people? |                  |             |
|        | integer        | children | How many are children? | ${people} > 1 |          |
|        | text           | alone    | Who helps you?   | ${people} = 1    |             |
|        | calculate      | adults   |                  |                  | ${people} - coalesce(${children}, 0) |
"""


@pytest.fixture(scope="module")
def house():
    return form(HOUSE)


def sent(house, body):
    return (
        f'<{house.root} id="{house.form_id}" version="{house.version}">{body}'
        "<meta><instanceID>uuid:first</instanceID></meta>"
        f"</{house.root}>"
    ).encode()


def change(house, xml, **answers):
    changes = {f"/{house.root}/{name}": answer for name, answer in answers.items()}
    return edited(house, xml, changes, instance_id="uuid:second")


def said(house, xml):
    found = entries(transcript(house, parse_submission(xml)))
    return {entry.question.name: entry.raw for entry in found.values()}


THREE = "<people>3</people><children>1</children><adults>2</adults>"


def test_the_new_version_names_the_one_it_replaces(house):
    xml = sent(house, THREE)
    parsed = parse_submission(change(house, xml, people="4"))
    assert (parsed.instance_id, parsed.deprecated_id) == ("uuid:second", "uuid:first")
    assert parse_submission(xml).instance_id == "uuid:first"


def test_what_is_computed_is_computed_again(house):
    made = change(house, sent(house, THREE), people="4")
    assert said(house, made) == {"people": "4", "children": "1", "alone": None, "adults": "3"}


def test_questions_leave_and_appear_with_the_answer_they_hang_on(house):
    made = change(house, sent(house, THREE), people="1")
    assert said(house, made) == {"people": "1", "children": None, "alone": "", "adults": "1"}
    order = re.findall(rb"<(people|alone|adults)", made)
    assert order == [b"people", b"alone", b"adults"]


def test_what_the_change_does_not_touch_stays_even_where_it_is_wrong(house):
    odd = THREE + "<alone>nobody</alone><invented>x</invented>"
    made = change(house, sent(house, odd), children="2")
    codes = {issue.code for issue in check_submission(house, parse_submission(made))}
    assert codes == {"answered_although_irrelevant", "unknown_node"}


def test_a_path_that_is_no_question_is_named(house):
    with pytest.raises(KeyError, match="nowhere"):
        change(house, sent(house, THREE), nowhere="1")


def test_marks_that_xml_cannot_hold_are_left_out(house):
    made = change(
        house, sent(house, "<people>1</people><alone/><adults>1</adults>"), alone="a\x00b<"
    )
    assert said(house, made)["alone"] == "ab<"


@pytest.mark.parametrize("name", list(oracle_submissions())[:40])
def test_a_correction_that_corrects_nothing_changes_nothing(name):
    xml = oracle_submissions()[name]
    parsed = parse_submission(xml)
    made = parse_submission(edited(oracle(), xml, {}, instance_id="uuid:second"))
    assert differences(transcript(oracle(), parsed), transcript(oracle(), made)) == ()
    assert made.deprecated_id == parsed.instance_id


def test_a_count_brings_entries_to_fill_and_takes_none_away():
    name, xml = next(
        (name, xml) for name, xml in oracle_submissions().items() if b"<n_jobs>1</n_jobs>" in xml
    )
    path = next(
        entry.path
        for entry in entries(transcript(oracle(), parse_submission(xml))).values()
        if entry.question.name == "n_jobs"
    )
    more = edited(oracle(), xml, {path: "2"}, instance_id="uuid:second")
    fewer = edited(oracle(), more, {path: "1"}, instance_id="uuid:third")
    places = [
        {section.place for section in transcript(oracle(), parse_submission(each)) if section.place}
        for each in (xml, more, fewer)
    ]
    assert places == [{1}, {1, 2}, {1, 2}], name


def test_another_identity_leaves_the_answers_alone(house):
    made = parse_submission(succeeding(sent(house, THREE), "uuid:other"))
    assert (made.instance_id, made.deprecated_id) == ("uuid:other", "")
    assert said(house, sent(house, THREE))["people"] == "3"


def test_the_device_s_record_tells_how_long_a_question_was_looked_at():
    record = (
        "event,node,start,end\n"
        "form start,,1000,\n"
        "question,/data/people,1000,3500\n"
        "question,/data/people,9000,10000\n"
        "group questions,/data/group,0,500\n"
        "question,/data/odd,never,10\n"
    )
    assert seconds_by_node(record.encode()) == {"/data/people": 3.5, "/data/group": 0.5}
    assert seconds_by_node(b"\xff\xfe") == {}
