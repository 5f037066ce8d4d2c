"""Case numbers, dispositions, interviewers and their diaries."""

import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from surveys.simulation.fieldwork import assign_interviewers, list_units, schedule, working_days
from surveys.simulation.population import SEED
from surveys.simulation.selection import SCENARIOS, draw_sample, list_frame


@pytest.fixture(scope="module")
def sample(population):
    roster = list_frame(population, SCENARIOS["S1"])
    return draw_sample(population, roster, np.random.default_rng(SEED))


@pytest.fixture(scope="module")
def units(population, sample):
    return list_units(population, sample, np.random.default_rng(1))


@pytest.fixture(scope="module")
def interviewers(population, sample):
    return assign_interviewers(population, sample)


def diary(sample, interviewers, fabricated):
    return schedule(sample, interviewers, fabricated, np.random.default_rng(2))


def test_case_numbers_are_unique_and_have_the_questionnaires_format(units):
    assert len({unit.case_id for unit in units}) == len(units)
    for unit in units:
        assert re.fullmatch(r"[A-Z]{2}[1-4]-[0-9]{3}-[0-9]{3,4}", unit.case_id)
        assert unit.case_id.startswith(unit.psu)
        assert unit.psu.startswith(unit.stratum)
        assert unit.stratum.endswith(unit.worker_type)


def test_who_does_not_answer_has_a_reason(units, sample):
    counts = Counter(unit.disposition for unit in units)
    assert counts["11"] == sample.responds.sum()
    assert counts.keys() == {"11", "211", "22", "23"}
    assert counts["211"] > counts["22"] > counts["23"]


def test_a_unit_of_selection_has_one_interviewer_and_an_interviewer_one_city(units, interviewers):
    pairs = {(unit.psu, who) for unit, who in zip(units, interviewers, strict=True)}
    cities = {(who, unit.city) for unit, who in zip(units, interviewers, strict=True)}
    assert len(pairs) == 250
    assert len(cities) == 50


def test_an_interviewer_is_never_in_two_interviews_at_once(sample, interviewers):
    interviews = diary(sample, interviewers, 0.02)
    ordered = sorted(interviews, key=lambda one: (one.interviewer, one.started))
    for earlier, later in pairwise(ordered):
        if earlier.interviewer == later.interviewer:
            assert earlier.ended < later.started


def test_interviews_take_place_on_working_days_in_local_time(sample, interviewers):
    days = set(working_days())
    assert date(2021, 5, 4) not in days
    for interview in diary(sample, interviewers, 0.02):
        assert interview.started.date() in days
        assert 9 <= interview.started.hour < 19
        assert interview.started.utcoffset() == timedelta(hours=8)


def test_interviews_last_about_half_an_hour(sample, interviewers):
    minutes = [
        (one.ended - one.started).total_seconds() / 60 for one in diary(sample, interviewers, 0)
    ]
    assert np.median(minutes) == pytest.approx(30, abs=1)
    assert 16 <= min(minutes) <= max(minutes) <= 60


def test_two_percent_are_made_up_by_four_interviewers_and_short(sample, interviewers):
    made_up = [one for one in diary(sample, interviewers, 0.02) if one.copied_from is not None]
    assert len(made_up) == round(0.02 * 3101)
    assert len({one.interviewer for one in made_up}) == 4
    for interview in made_up:
        assert interview.ended - interview.started < timedelta(minutes=10)
        assert interviewers[interview.copied_from] == interview.interviewer


def test_fabrication_can_be_switched_off(sample, interviewers):
    assert all(one.copied_from is None for one in diary(sample, interviewers, 0.0))
