"""Submissions of a simulated survey: valid, complete, and true to the population."""

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from surveys.collection.answers import parse_submission
from surveys.collection.checks import check_submission
from surveys.collection.rows import flat_row
from surveys.simulation.interviewee import TRUTHFUL, AnswerOptions
from surveys.simulation.population import SEED
from surveys.simulation.survey import simulate_survey

ISSUED = 60


@pytest.fixture(scope="module")
def truthful(questionnaire, population):
    return simulate_survey(questionnaire, population=population, options=TRUTHFUL, issued=ISSUED)


@pytest.fixture(scope="module")
def pairs(truthful, questionnaire):
    """Per interview the answers as a flat row, and the person's index in the population."""
    parsed = [parse_submission(xml) for xml in truthful.submissions()]
    persons = truthful.sample.person[[interview.row for interview in truthful.interviews]]
    rows = [flat_row(questionnaire, one) for one in parsed]
    return list(zip(rows, persons.tolist(), strict=True))


@pytest.fixture(scope="module")
def everything(questionnaire, population):
    """All answers of the demonstration draw, with item nonresponse and fabrication."""
    survey = simulate_survey(questionnaire, population=population)
    rows = [flat_row(questionnaire, parse_submission(xml)) for xml in survey.submissions()]
    return survey, rows


def test_submissions_pass_the_checks_of_the_intake(truthful, questionnaire):
    assert len(truthful.interviews) > ISSUED / 2
    for xml in truthful.submissions():
        assert check_submission(questionnaire, parse_submission(xml)) == ()


def test_imperfect_submissions_pass_them_too(everything, questionnaire):
    survey, _ = everything
    for interview in survey.interviews[::50]:
        xml = survey.submission(interview)
        assert check_submission(questionnaire, parse_submission(xml)) == ()


def test_insurance_is_the_populations(pairs, population):
    for row, person in pairs:
        assert (row["f_pension"] in ("1", "2")) == population.pension[person]
        assert (row["f_unemp"] in ("1", "3")) == population.unemployment[person]
        statutory = {"1", "2", "3"} & set(row["f_injury"].split())
        assert bool(statutory) == population.injury_cover[person]
        assert (row["g_inj"] == "1") == population.injured[person]


def test_work_and_income_are_the_populations(pairs, population):
    for row, person in pairs:
        assert float(row["c_hours"]) == np.round(2 * population.hours[person]) / 2
        assert float(row["d_hours_all"]) >= float(row["c_hours"])
        assert float(row["d_net"]) == round(population.income[person])
        assert int(row["c_wtype"]) == population.worker_type[person] + 1


def test_who_the_person_is_agrees_with_the_population(pairs, population):
    groups = ((16, 24), (25, 34), (35, 44), (45, 69))
    education = {"1": 0, "2": 0, "3": 0, "4": 1, "5": 2, "6": 3}
    for row, person in pairs:
        first, last = groups[population.age_group[person]]
        assert first <= int(row["a_age"]) <= last
        assert (row["b_sex"] == "2") == population.female[person]
        assert (row["b_migrant"] == "1") == population.migrant[person]
        assert education[row["b_educ"]] == population.education[person]


def test_answers_to_the_bids_follow_from_the_willingness_to_pay(pairs, population):
    for row, person in pairs:
        willingness = population.willingness[person]
        assert (row["h_dc1"] == "1") == (willingness >= float(row["h_b1"]))
        follow_up = "h_dcu" if row["h_dc1"] == "1" else "h_dcl"
        bid = row["h_bu"] if row["h_dc1"] == "1" else row["h_bl"]
        assert (row[follow_up] == "1") == (willingness >= float(bid))


def test_a_case_links_to_its_unit(truthful, pairs):
    units = {unit.case_id: unit for unit in truthful.units}
    for row, _ in pairs:
        unit = units[row["a_case_id"]]
        assert (row["a_city"], row["a_stratum"]) == (unit.city, unit.worker_type)
        assert (row["b_sex"], unit.disposition) == (unit.sex, "11")


def test_submissions_are_the_same_on_every_run(truthful):
    assert list(truthful.submissions()) == list(truthful.submissions())


def test_every_issued_person_is_a_unit_and_every_complete_an_interview(everything):
    survey, rows = everything
    assert (len(survey.units), len(rows)) == (4775, 3101)
    assert len({row["a_case_id"] for row in rows}) == 3101


def test_about_one_in_eight_is_silent_on_income_and_the_better_off_more_so(everything, population):
    survey, rows = everything
    silent = np.array([row["d_gross"] == "" for row in rows])
    income = population.income[survey.sample.person[[one.row for one in survey.interviews]]]
    richer = income > np.median(income)
    assert silent.mean() == pytest.approx(0.12, abs=0.02)
    assert silent[richer].mean() > 1.3 * silent[~richer].mean()
    for row, is_silent in zip(rows, silent, strict=True):
        assert (row["d_band"] is not None) == is_silent


def alike(first, second):
    """The share of questions asked of either to which both give the same answer."""
    asked = [name for name in first if first[name] is not None or second[name] is not None]
    return np.mean([first[name] == second[name] for name in asked])


def test_fabricated_interviews_are_short(everything):
    survey, _ = everything
    made_up = [one for one in survey.interviews if one.copied_from is not None]
    assert len(made_up) == round(0.02 * 3101)
    assert all(one.ended - one.started < timedelta(minutes=10) for one in made_up)


def test_fabricated_interviews_repeat_each_other(everything):
    survey, rows = everything
    likeness = {True: [], False: []}
    answered = list(zip(survey.interviews, rows, strict=True))
    for (one, here), (other, there) in pairwise(sorted(answered, key=by_interviewer)):
        copies = one.copied_from is not None and one.copied_from == other.copied_from
        likeness[copies].append(alike(here, there))
    assert np.mean(likeness[True]) > 0.8
    assert np.mean(likeness[False]) < 0.5


def by_interviewer(pair):
    interview, _ = pair
    return interview.interviewer, interview.copied_from or -1, interview.row


def test_a_few_report_another_kind_of_work_than_the_one_they_were_drawn_for(everything):
    _, rows = everything
    differ = np.mean([row["c_wtype"] != row["a_stratum"] for row in rows])
    assert 0.01 < differ < 0.05


def test_each_imperfection_has_its_own_switch(questionnaire, population):
    only_silence = AnswerOptions(fabricated=0, misreported_form=0)
    survey = simulate_survey(questionnaire, population=population, options=only_silence, issued=200)
    rows = [flat_row(questionnaire, parse_submission(xml)) for xml in survey.submissions()]
    assert any(row["d_gross"] == "" for row in rows)
    assert all(row["c_wtype"] == row["a_stratum"] for row in rows)
    assert all(one.copied_from is None for one in survey.interviews)


def test_another_seed_draws_other_people(questionnaire, population):
    first, second = (
        simulate_survey(questionnaire, population=population, seed=seed, issued=50)
        for seed in (SEED, 1)
    )
    assert first.truth == second.truth
    assert {one.case_id for one in first.units} != {one.case_id for one in second.units}
