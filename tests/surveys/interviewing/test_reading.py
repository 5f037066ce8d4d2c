"""What browsers send, as Collect would write it."""

import datetime as dt

import pytest

from surveys.instrument.data_types import fits
from surveys.instrument.nodes import Choice, Question
from surveys.interviewing.reading import as_typed, read_answer, widget_of

BEIJING = dt.timezone(dt.timedelta(hours=8))
CHOICES = tuple(Choice(code, {}) for code in "abc")


def question(kind, data_type="string", appearance="", choices=()):
    return Question("/data/q", "q", kind, data_type, choices=choices, appearance=appearance)


def read(asked, **sent):
    return read_answer(asked, "q", lambda name: sent.get(name.replace("~", "_"), []), BEIJING)


@pytest.mark.parametrize(
    ("asked", "sent", "answer"),
    [
        (question("text"), " two\r\nlines ", "two\nlines"),
        (question("integer", "int"), " １２ 000 ", "12000"),
        (question("integer", "int"), "about 5", "about 5"),
        (question("decimal", "decimal"), "3.5", "3.5"),
        (question("date", "date"), "2021-04-06", "2021-04-06"),
        (question("date", "date", "year"), "2021", "2021-01-01"),
        (question("date", "date", "month-year"), "2021-04", "2021-04-01"),
        (question("time", "time"), "09:30", "09:30:00.000+08:00"),
        (question("datetime", "dateTime"), "2021-04-06T09:30", "2021-04-06T09:30:00.000+08:00"),
        (question("select_one", choices=CHOICES), "b", "b"),
        (question("acknowledge"), "OK", "OK"),
    ],
)
def test_one_value(asked, sent, answer):
    assert read(asked, q=[sent]) == answer


def test_what_is_read_is_well_typed_and_shown_as_it_was_typed():
    for kind, data_type, typed in [
        ("time", "time", "09:30"),
        ("datetime", "dateTime", "2021-04-06T09:30"),
    ]:
        asked = question(kind, data_type)
        answer = read(asked, q=[typed])
        assert fits(answer, asked.data_type)
        assert as_typed(asked, answer) == typed


def test_several_choices_stand_in_the_order_of_the_list():
    assert read(question("select_multiple", choices=CHOICES), q=["c", "a", "x"]) == "a c"
    assert read(question("select_multiple", choices=CHOICES)) == ""


def test_a_ranking_with_a_gap_is_kept_with_its_gap():
    assert read(question("rank", choices=CHOICES), q=["b", "", "a"]) == "b - a"
    assert read(question("rank", choices=CHOICES), q=["", "", ""]) == ""


def test_a_place_that_was_typed_has_neither_altitude_nor_accuracy():
    asked = question("geopoint", "geopoint")
    assert read(asked, q_latitude=["30.25"], q_longitude=["120.16"]) == "30.25 120.16 0.0 0.0"
    assert read(asked, q_latitude=[""], q_longitude=[""]) == ""
    assert not fits(read(asked, q_latitude=["30.25"]), "geopoint")


@pytest.mark.parametrize(
    ("asked", "widget"),
    [
        (question("select_one", appearance="minimal"), "list"),
        (question("select_one", appearance="likert"), "radios"),
        (question("text", appearance="multiline"), "lines"),
        (question("barcode", "barcode"), "line"),
        (question("image", "binary", "signature"), "file"),
        (question("note"), "note"),
    ],
)
def test_widgets(asked, widget):
    assert widget_of(asked) == widget
