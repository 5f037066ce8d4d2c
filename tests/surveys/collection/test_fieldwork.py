"""Measures and flags of an interview: each threshold with a case on either side."""

from datetime import UTC, datetime, timedelta

import pytest

from surveys.collection.fieldwork import (
    active_minutes,
    batteries,
    distance,
    given,
    is_out_of_hours,
    is_straight_lined,
    is_too_fast,
    lacks_location,
    metres_away,
    minutes_between,
    nonresponse,
    point_of,
    similarity,
)
from surveys.instrument.nodes import Choice, Group, Question

MORNING = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def test_minutes_are_known_where_an_interview_ends_after_it_began():
    assert minutes_between(MORNING, MORNING + timedelta(minutes=30)) == 30
    assert minutes_between(MORNING, MORNING - timedelta(minutes=1)) is None
    assert minutes_between(None, MORNING) is None


def test_nonresponse_counts_what_was_asked():
    row = {"a": "1", "b": "", "c": None, "d": "2", "x": ""}
    assert nonresponse(row, ["a", "b", "c", "d"]) == pytest.approx(1 / 3)
    assert nonresponse({"c": None}, ["c"]) is None


def events(*steps):
    return [
        {"at": (MORNING + timedelta(minutes=minutes)).isoformat(), "do": done}
        for minutes, done in steps
    ]


@pytest.mark.parametrize(
    ("steps", "ended", "minutes"),
    [
        (None, 90, 90),  # nothing is known of it
        ((), 90, 0),  # nothing was done
        (((10, "next"), (20, "next")), 30, 30),
        (((10, "save"), (15, "resume"), (20, "next")), 25, 25 - 5),
        (((10, "next"), (100, "resume"), (110, "next")), 111, 111 - 90),
        (((10, "next"), (41, "next")), 45, 45 - 31),  # the page stood open, nobody sat there
        (((10, "next"), (40, "next")), 45, 45),
        (((10, "next"),), 31 * 24 * 60, 10),  # closed by the portal after a month
        (((-5, "next"), (10, "next"), (200, "resume")), 20, 20),
    ],
)
def test_pauses_are_not_time_of_an_interview(steps, ended, minutes):
    known = None if steps is None else events(*steps)
    found = active_minutes(MORNING, MORNING + timedelta(minutes=ended), known)
    assert found == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("minutes", "answers", "fast"),
    [(4.9, 100, True), (5.0, 100, False), (None, 100, False), (0.0, 0, False)],
)
def test_faster_than_three_seconds_an_answer_is_too_fast(minutes, answers, fast):
    assert is_too_fast(minutes, answers) is fast


def question(name, list_name="agree", choices=5, kind="select_one"):
    options = tuple(Choice(str(code), {}) for code in range(choices))
    return Question(f"/f/{name}", name, kind, choices=options, choice_list=list_name)


def test_a_battery_is_five_questions_in_a_row_with_one_list_of_three_or_more():
    five = tuple(question(f"q{number}") for number in range(5))
    four = tuple(question(f"r{number}", "other") for number in range(4))
    yes_no = tuple(question(f"y{number}", "yesno", choices=2) for number in range(6))
    nodes = (Group("/f/g", "g", five), *four, *yes_no)
    assert [[each.name for each in run] for run in batteries(nodes)] == [
        ["q0", "q1", "q2", "q3", "q4"]
    ]


def test_the_same_answer_throughout_a_battery_is_a_straight_line():
    runs = [[f"q{number}" for number in range(5)]]
    alike = {f"q{number}": "3" for number in range(5)}
    assert is_straight_lined(alike, runs)
    assert not is_straight_lined({**alike, "q4": "2"}, runs)
    assert not is_straight_lined({**alike, "q4": ""}, runs)


@pytest.mark.parametrize(("hour", "odd"), [(6, True), (7, False), (21, False), (22, True)])
def test_night_is_before_seven_and_from_ten(hour, odd):
    assert is_out_of_hours(MORNING.replace(hour=hour)) is odd
    assert not is_out_of_hours(None)


def test_a_place_that_was_asked_for_and_not_given_is_missing():
    assert lacks_location({"gps": ""}, ["gps"])
    assert not lacks_location({"gps": "30 120 0 5"}, ["gps"])
    assert not lacks_location({"gps": None}, ["gps"])


def test_similarity_is_the_share_of_equal_answers_where_both_answered():
    names = [f"q{number}" for number in range(20)]
    one = dict.fromkeys(names, "1")
    answers = given(one, names)
    assert similarity(answers, given({**one, "q0": "2", "q1": "2"}, names)) == 0.9
    assert similarity(answers, given({**one, "q0": ""}, names)) is None


def test_a_degree_of_latitude_is_a_ninetieth_of_a_quarter_of_the_earth():
    assert distance((30.0, 120.0), (31.0, 120.0)) == pytest.approx(111_195, abs=5)
    assert distance((30.0, 179.9), (30.0, -179.9)) == pytest.approx(19_260, abs=10)
    assert distance((30.0, 120.0), (30.0, 120.0)) == 0


@pytest.mark.parametrize(
    ("known", "point"),
    [
        ({"latitude": "30.25", "longitude": 120}, (30.25, 120.0)),
        ({"latitude": "91", "longitude": "120"}, None),
        ({"latitude": "30"}, None),
        ({"latitude": "nan", "longitude": "120"}, None),
        ({"latitude": "", "longitude": ""}, None),
    ],
)
def test_a_case_has_a_place_where_both_numbers_tell_one(known, point):
    assert point_of(known) == point


@pytest.mark.parametrize(
    ("row", "metres"),
    [
        ({"g": "30.01 120 0 0"}, 1112),
        ({"g": "30.01 120 0 500"}, 612),
        ({"g": "30.01 120 0 5000"}, 0),
        ({"g": "30.01 120"}, 1112),
        ({"g": "30.01 120 0 0", "h": "30 120 0 0"}, 0),
        ({"g": "somewhere"}, None),
        ({"g": ""}, None),
    ],
)
def test_the_nearest_place_less_its_accuracy_tells_how_far_away_it_was(row, metres):
    away = metres_away(row, ["g", "h"], (30.0, 120.0))
    assert away == (None if metres is None else pytest.approx(metres, abs=1))
    assert metres_away(row, ["g", "h"], None) is None
