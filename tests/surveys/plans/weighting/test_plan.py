import tomllib

import numpy as np
import pytest

from surveys.plans.weighting.plan import (
    NonresponseClasses,
    NonresponsePropensity,
    PostStratify,
    Rake,
    UnknownEligibility,
    check_plan,
)
from surveys.plans.weighting.reading import read_weighting_plan
from tests.surveys.plans.weighting.example import (
    CITY,
    CITY_SEX,
    CLASSES,
    CONTROLS,
    ORIGIN,
    POSTSTRATIFY,
    PROPENSITY,
    RAKE,
    SEX,
    eight,
    frame_of,
    plan_of,
)

WHOLE = """
[[weighting.steps]]
kind = "unknown_eligibility"
by = ["stratum"]
[[weighting.steps]]
kind = "nonresponse_classes"
by = ["stratum"]
[[weighting.steps]]
kind = "nonresponse_propensity"
variables = ["stratum", "sex"]
classes = 4
weighted = false
[[weighting.steps]]
kind = "poststratify"
margin = "city_sex"
[[weighting.steps]]
kind = "rake"
margins = ["city"]
tolerance = 1e-8

[control_totals.city]
variables = ["city"]
source = "census"
date = 2021-04-01
quality = "official"
totals = { C1 = 10, C2 = 20.5 }
[control_totals.city_sex]
variables = ["city", "sex"]
source = "census"
date = "2021-04-01"
quality = "survey"
totals = [ { city = "C1", sex = "F", total = 7 } ]
"""


def read(document):
    problems = []
    plan = read_weighting_plan(document, "plan.toml", problems)
    return plan, {(each.code, each.where.removeprefix("plan.toml › ")) for each in problems}


def test_every_kind_of_step_and_of_totals():
    plan, problems = read(tomllib.loads(WHOLE))
    assert problems == set()
    assert plan.steps == (
        UnknownEligibility(("stratum",)),
        NonresponseClasses(("stratum",)),
        NonresponsePropensity(("stratum", "sex"), classes=4, weighted=False),
        PostStratify("city_sex"),
        Rake(("city",), tolerance=1e-8),
    )
    city = plan.control_totals["city"]
    assert city.totals == {("C1",): 10, ("C2",): 20.5}
    assert (city.source, city.date, city.quality) == ("census", "2021-04-01", "official")
    assert plan.control_totals["city_sex"].totals == {("C1", "F"): 7}


def test_an_empty_document_is_a_plan_without_steps():
    plan, problems = read({})
    assert (plan.steps, problems) == ((), set())


def without(table, key):
    return {name: value for name, value in table.items() if name != key}


STEP = "weighting.steps[1]"
CALIBRATE = {"kind": "calibrate", "margins": ["city"]}
TOTALS = "control_totals.city"
HOURS = {"numeric": "hours", "total": 9.5, **ORIGIN}


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ({"kind": "round"}, ("unknown_step", f"{STEP} › kind")),
        ({"by": ["city"]}, ("unknown_step", f"{STEP} › kind")),
        ({**RAKE, "bounds": [0.5, 2]}, ("unknown_key", f"{STEP} › bounds")),
        ({**RAKE, "tolerance": 0}, ("step_tolerance", f"{STEP} › tolerance")),
        ({**RAKE, "iterations": 0}, ("step_whole_number", f"{STEP} › iterations")),
        ({**RAKE, "margins": []}, ("names_form", f"{STEP} › margins")),
        ({**RAKE, "margins": ["city", "age"]}, ("unknown_margin", f"{STEP} › margins")),
        ({"kind": "poststratify"}, ("step_margin", f"{STEP} › margin")),
        ({**CLASSES, "by": "city"}, ("names_form", f"{STEP} › by")),
        ({**PROPENSITY, "classes": 1}, ("step_classes", f"{STEP} › classes")),
        ({**PROPENSITY, "classes": -1}, ("step_classes", f"{STEP} › classes")),
        ({**PROPENSITY, "weighted": "yes"}, ("step_yes_no", f"{STEP} › weighted")),
        ({**CALIBRATE, "distance": "logit"}, ("step_distance_bounds", f"{STEP} › bounds")),
        ({**CALIBRATE, "bounds": [0.5, 2]}, ("step_distance_bounds", f"{STEP} › bounds")),
        ({**CALIBRATE, "bounds": [1, 2]}, ("step_bounds", f"{STEP} › bounds")),
        ({**RAKE, "rake_compatible": True}, ("unknown_key", f"{STEP} › rake_compatible")),
        ({"kind": "trim"}, ("step_no_limit", f"{STEP} › upper")),
        ({"kind": "trim", "upper": True}, ("step_number", f"{STEP} › upper")),
        ({"kind": "trim", "lower": 3, "upper": 2}, ("step_limits", f"{STEP} › upper")),
        ({"kind": "trim", "design_effect": 1}, ("step_number", f"{STEP} › design_effect")),
        ({"kind": "normalise", "total": 10**400}, ("step_number", f"{STEP} › total")),
    ],
)
def test_a_step_that_is_wrong(step, problem):
    _, problems = read({"weighting": {"steps": [step]}, "control_totals": CONTROLS})
    assert problem in problems


@pytest.mark.parametrize(
    ("control", "problem"),
    [
        (3, ("control_totals_form", TOTALS)),
        (without(CITY, "source"), ("control_totals_source", f"{TOTALS} › source")),
        ({**CITY, "source": {}}, ("control_totals_source", f"{TOTALS} › source")),
        ({**CITY, "source": {"en": 3}}, ("control_totals_source", f"{TOTALS} › source")),
        (without(CITY, "date"), ("control_totals_date", f"{TOTALS} › date")),
        ({**CITY, "date": "2021"}, ("control_totals_date", f"{TOTALS} › date")),
        ({**CITY, "quality": "good"}, ("control_totals_quality", f"{TOTALS} › quality")),
        ({**CITY, "totals": {"a": -1}}, ("control_total_negative", f"{TOTALS} › totals › a")),
        ({**CITY, "totals": {"a": "1"}}, ("control_total_negative", f"{TOTALS} › totals › a")),
        (
            {**CITY, "totals": {"a": float("nan")}},
            ("control_total_negative", f"{TOTALS} › totals › a"),
        ),
        ({**CITY, "totals": {}}, ("control_totals_cells", f"{TOTALS} › totals")),
        ({**CITY, "variables": ["city", "sex"]}, ("control_totals_cells", f"{TOTALS} › totals")),
        (
            {**CITY_SEX, "totals": [{"city": "a", "total": 1}]},
            ("control_totals_rows", f"{TOTALS} › totals"),
        ),
        (
            {**CITY_SEX, "totals": CITY_SEX["totals"][:1] * 2},
            ("control_total_twice", f"{TOTALS} › totals › a × f"),
        ),
        ({**CITY, "sources": "x"}, ("unknown_key", f"{TOTALS} › sources")),
        ({**HOURS, "numeric": ""}, ("control_totals_numeric", f"{TOTALS} › numeric")),
        ({**HOURS, "total": True}, ("control_total_number", f"{TOTALS} › total")),
    ],
)
def test_control_totals_that_are_wrong(control, problem):
    _, problems = read({"control_totals": {"city": control}})
    assert problem in problems


@pytest.mark.parametrize("key", ["weighting", "control_totals"])
def test_a_text_where_a_table_belongs(key):
    _, problems = read({key: "city"})
    assert problems == {(f"{key}_form", key)}


def test_margins_with_different_sums_name_both():
    problems = []
    controls = {"city": CITY, "sex": {**SEX, "totals": {"f": 50, "m": 49}}}
    document = {"weighting": {"steps": [RAKE]}, "control_totals": controls}
    read_weighting_plan(document, "plan.toml", problems)
    assert [(each.code, each.found) for each in problems] == [
        ("margin_totals_differ", "city: 100, sex: 99")
    ]


def test_steps_out_of_order():
    _, problems = read({"weighting": {"steps": [RAKE, CLASSES]}, "control_totals": CONTROLS})
    assert problems == {("step_order", "weighting.steps[2]")}


def test_limits_may_be_those_that_hold_without_them():
    trim = {"kind": "trim", "lower": 0, "upper": float("inf"), "design_effect": 1.5}
    _, problems = read({"weighting": {"steps": [trim]}})
    assert problems == set()


def test_all_problems_at_once():
    steps = [{"kind": "round"}, {**RAKE, "margins": ["age"]}]
    controls = {"city": without(CITY, "source"), "sex": without(SEX, "date")}
    _, problems = read({"weighting": {"steps": steps}, "control_totals": controls})
    assert {code for code, _ in problems} == {
        "unknown_step",
        "unknown_margin",
        "control_totals_source",
        "control_totals_date",
    }


def check(plan, frame, respondents=None):
    problems = check_plan(plan, frame, respondents, "plan.toml")
    return {(each.code, each.where.removeprefix("plan.toml › "), each.found) for each in problems}


def test_a_plan_that_suits_its_frame():
    assert check(plan_of(CLASSES, POSTSTRATIFY, RAKE), eight()) == set()


def test_unknown_variables_are_told_the_nearest_column():
    plan = plan_of({**CLASSES, "by": ["citty"]}, RAKE)
    problems = check_plan(plan, frame_of(city=list("ab"), sax=list("fm")))
    assert [(each.found, each.details["nearest"]) for each in problems] == [
        ("'citty'", "city"),
        ("'sex'", "sax"),
    ]


@pytest.mark.parametrize(
    ("cities", "totals", "problem"),
    [
        (["a", "b", "c"], {"a": 1, "b": 1}, ("level_without_target", "c", "n = 1")),
        (["a", "b", "b"], {"a": 1, "b": 0}, ("zero_target", "b", "n = 2")),
        (["a", "a", "a"], {"a": 1, "b": 5}, ("empty_cell", "b", "n = 0")),
        (["a", "b", None], {"a": 1, "b": 1}, ("margin_value_missing", "city", "1")),
    ],
)
def test_what_keeps_respondents_from_their_totals(cities, totals, problem):
    code, level, found = problem
    plan = plan_of(
        {"kind": "rake", "margins": ["city"]}, controls={"city": {**CITY, "totals": totals}}
    )
    assert check(plan, frame_of(city=cities)) == {(code, f"control_totals.city › {level}", found)}


def test_a_zero_target_without_respondents_is_no_problem():
    controls = {"city": {**CITY, "totals": {"a": 1, "b": 0}}}
    plan = plan_of({"kind": "rake", "margins": ["city"]}, controls=controls)
    assert check(plan, frame_of(city=["a", "a"])) == set()


def test_only_respondents_are_held_against_the_totals():
    frame = frame_of(city=["a", "b", "c", None])
    plan = plan_of({"kind": "rake", "margins": ["city"]})
    assert check(plan, frame, np.array([True, True, False, False])) == set()


@pytest.mark.parametrize("source", ["census", {"en": "census", "zh-hans": "人口普查"}])
def test_a_source_is_a_text_or_one_per_language(source):
    plan, problems = read({"control_totals": {"city": {**CITY, "source": source}}})
    assert (plan.control_totals["city"].source, problems) == (source, set())
