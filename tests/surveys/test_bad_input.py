"""Bad input gives a named error or a documented result, never a silent number."""

import resource
import time
from contextlib import contextmanager

import numpy as np
import pandas as pd
import pytest

from surveys.cleaning.frame import Frame, Variable
from surveys.errors import SurveyError
from surveys.estimation.association import independence
from surveys.estimation.linearised import linearised
from surveys.plans.estimation.indicators import estimate_all
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from surveys.plans.weighting.control_totals import ControlTotals
from surveys.plans.weighting.plan import (
    NonresponseClasses,
    NonresponsePropensity,
    PostStratify,
    Rake,
    WeightingPlan,
)
from surveys.plans.weighting.weigh import weigh
from surveys.plans.weighting.weights import Weights
from surveys.sampling.replicates import ReplicateDesign, Replicates
from tests.surveys.plans.estimation import example
from tests.surveys.plans.estimation.example import design_of, one, simple, weights_of
from tests.surveys.plans.weighting.example import (
    CLASSES,
    CONTROLS,
    ORIGIN,
    POSTSTRATIFY,
    RAKE,
    answered,
    frame_of,
    plan_of,
)

HOURS = Indicator("hours", "mean", "hours")


def problems_of(call, *arguments):
    with pytest.raises(SurveyError) as caught:
        call(*arguments)
    return [(each.code, each.where, each.found) for each in caught.value.problems]


# Weights.


@pytest.mark.parametrize(
    ("weights", "problem"),
    [
        ([1, np.nan, 1, np.nan], ("weights_missing", "weights", "n = 2")),
        ([1, np.inf, 1, 1], ("weights_missing", "weights", "n = 1")),
        ([1, 0, 1, 1], ("weights_not_positive", "weights", "n = 1")),
        ([1, -1, -1, 1], ("weights_not_positive", "weights", "n = 2")),
        (list("1234"), ("not_numeric", "weights", "<U1")),
    ],
)
def test_base_weights_that_are_no_numbers_above_zero(weights, problem):
    frame, plan = frame_of(city=list("aabb")), plan_of({**RAKE, "margins": ["city"]})
    assert problems_of(weigh, frame, np.array(weights), plan, answered(4)) == [problem]


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_estimates_with_weights_that_are_no_numbers(wrong):
    frame = example.frame_of(hours=[1, 2, 3])
    arguments = (frame, HOURS, None, weights_of([1, wrong, 1]))
    assert problems_of(one, *arguments) == [("weights_missing", "weights", "n = 1")]


def test_weights_of_zero_leave_nothing_to_estimate():
    estimate = one(example.frame_of(hours=[1, 2, 3]), HOURS, weights=weights_of([0, 0, 0]))
    assert (estimate.flags, estimate.n, estimate.standard_error) == (("empty_domain",), 0, None)


# Calibration variables.

NUMBERS = {
    **CONTROLS,
    "forty": {"numeric": "forty", "total": 4000.0, **ORIGIN},
    "hours": {"numeric": "hours", "total": 3300.0, **ORIGIN},
    "minutes": {"numeric": "minutes", "total": 60 * 3300.0, **ORIGIN},
}
DISTANCES = [
    {"distance": "raking"},
    {"distance": "linear"},
    {"distance": "logit", "bounds": [0.1, 60.0]},
]


def calibrated(step, **totals):
    hours = [40.0, 20.0, 30.0, 45.0]
    frame = frame_of(
        city=list("aabb"), forty=[40.0] * 4, hours=hours, minutes=[60 * each for each in hours]
    )
    controls = {**NUMBERS, **{k: {**NUMBERS[k], "total": v} for k, v in totals.items()}}
    return weigh(frame, np.full(4, 20.0), plan_of(step, controls=controls), answered(4))


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("more", [["forty"], ["hours", "minutes"]])
def test_constant_and_collinear_variables_do_no_harm_where_they_agree(distance, more):
    step = {"kind": "calibrate", "margins": ["city", *more], **distance}
    for margin in calibrated(step).steps[-1].margins:
        assert margin.after == pytest.approx(margin.target, rel=1e-9)


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize(
    ("more", "totals"),
    [(["forty"], {"forty": 5000.0}), (["hours", "minutes"], {"minutes": 100_000.0})],
)
def test_where_they_contradict_the_others_that_is_said(distance, more, totals):
    step = {"kind": "calibrate", "margins": ["city", *more], **distance}
    ((code, where, found),) = problems_of(lambda: calibrated(step, **totals))
    expected = "bounds_infeasible" if "bounds" in distance else "calibration_not_converged"
    assert code == expected
    assert any(name in where + found for name in more)


# Clusters, domains, answers.


@pytest.mark.parametrize("rule", ["remove", "adjust", "average"])
def test_one_cluster_has_no_degrees_of_freedom_by_any_rule(rule):
    design = design_of([0] * 3, [0] * 3, lonely_psu=rule)
    estimate = one(example.frame_of(hours=[1, 2, 3]), HOURS, design)
    assert (estimate.value, estimate.degrees_of_freedom) == (2, 0)
    assert (estimate.standard_error, estimate.flags) == (None, ("no_degrees_of_freedom",))


def test_one_cluster_without_a_rule_is_an_error():
    arguments = (example.frame_of(hours=[1, 2, 3]), HOURS, design_of([0] * 3, [0] * 3))
    assert problems_of(one, *arguments) == [("lonely_psu", "design › strata[1]", "#1")]


@pytest.mark.parametrize("statistic", ["mean", "total", "median", "proportion"])
def test_a_variable_without_any_value_is_an_empty_domain(statistic):
    frame = example.frame_of(hours=[np.nan] * 3)
    estimate = one(frame, Indicator("hours", statistic, "hours"))
    assert estimate.flags == ("empty_domain",)
    assert (estimate.n, estimate.missing, estimate.standard_error) == (0, 3, None)
    assert np.isnan(estimate.value)


def test_a_category_without_any_level_too_and_it_makes_no_domains():
    nothing = pd.Categorical([None] * 3)
    frame = Frame(
        pd.DataFrame({"work": nothing, "hours": [1.0, 2, 3]}),
        {"work": Variable("work", "category"), "hours": Variable("hours", "number")},
    )
    plan = EstimationPlan((Indicator("work", "proportion", "work"), HOURS), (("work",),))
    work, hours = estimate_all(frame, simple(3), weights_of([1, 1, 1]), plan)
    assert (work.flags, work.missing) == (("empty_domain",), 3)
    assert (hours.value, hours.domain) == (2, ())


def leaving_out_the_first_two(rows):
    """Three replicates of rows drawn one by one; the second does without the first two rows."""
    factors = np.ones((rows, 3))
    factors[:2, 1:] = [[0, 2], [0, 0]]
    factors[2:, 1] = rows / (rows - 2)
    return ReplicateDesign(np.arange(rows), factors, 0.5, np.ones(3), True, "given")


@pytest.mark.parametrize("statistic", ["mean", "median"])
def test_a_domain_that_a_replicate_leaves_out_has_no_error(statistic):
    frame = example.frame_of(sex=list("ffmmm"), hours=[1, 2, 3, 4, 9])
    replicates = leaving_out_the_first_two(5)
    ones = np.ones(5)
    weights = Weights(ones, ones, (), replicates=Replicates(replicates.of_rows(), replicates))
    plan = EstimationPlan((Indicator("hours", statistic, "hours"),), (("sex",),))
    everybody, women, _ = estimate_all(frame, simple(5), weights, plan)
    assert everybody.standard_error > 0
    assert (women.standard_error, women.lower, women.interval) == (None, None, "none")
    assert women.flags == ("undefined_in_replicates",)


CALIBRATE = {"kind": "calibrate", "margins": ["city"], "distance": "linear"}
TRIM = {"kind": "trim", "upper": 1000.0, "margins": ["city"]}


@pytest.mark.parametrize(
    "step",
    [{**POSTSTRATIFY, "margin": "city"}, {**RAKE, "margins": ["city"]}, CALIBRATE, TRIM],
    ids=lambda step: step["kind"],
)
def test_a_level_that_a_replicate_leaves_out_is_named(step):
    frame = frame_of(city=list("aabbb"))
    arguments = (frame, np.ones(5), plan_of(step), answered(5), leaving_out_the_first_two(5))
    place = "plan › weighting.steps[1] › city › a"
    assert problems_of(weigh, *arguments) == [("empty_in_replicates", place, "1")]


def test_a_class_that_a_replicate_leaves_without_respondents_is_named():
    """The third replicate keeps the nonrespondent of a and leaves the respondent out."""
    status = np.array(["nonrespondent", *["respondent"] * 4])
    arguments = (frame_of(city=list("aabbb")), np.ones(5), plan_of(CLASSES), status)
    place = "plan › weighting.steps[1]"
    found = problems_of(weigh, *arguments, leaving_out_the_first_two(5))
    assert found == [("empty_in_replicates", place, "a")]


# A million categories: seconds, and far from a gigabyte.

MANY = 1_000_000
CODES = np.arange(MANY)


@pytest.fixture(scope="module")
def cases():
    names = np.char.zfill(CODES.astype("<U7"), 7)
    data = pd.DataFrame(
        {"case": pd.Categorical.from_codes(CODES, names), "hours": CODES % 50 * 1.0}
    )
    variables = {"case": Variable("case", "category"), "hours": Variable("hours", "number")}
    return Frame(data, variables)


@contextmanager
def frugal():
    """At most ten seconds, and half a gigabyte more than before."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    yield
    assert time.process_time() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


def totals_of(levels):
    cells = {(f"{level:07d}",): 1.0 for level in range(levels)}
    return {"case": ControlTotals("case", ("case",), cells, "census", "2021-04-01", "official")}


@pytest.mark.parametrize("levels", [3, MANY])
@pytest.mark.parametrize("step", [Rake(("case",)), PostStratify("case")])
def test_a_case_number_is_no_margin(cases, step, levels):
    plan = WeightingPlan((step,), totals_of(levels))
    with frugal():
        found = problems_of(weigh, cases, np.ones(MANY), plan, answered(MANY))
    assert found == [("too_many_levels", "plan › control_totals.case", "1000000")]


def test_a_case_number_is_no_class_of_response(cases):
    status = np.where(CODES % 2 == 0, "respondent", "nonrespondent")
    plans = [
        WeightingPlan((step,), {})
        for step in (NonresponseClasses(("case",)), NonresponsePropensity(("case",)))
    ]
    with frugal():
        codes = [problems_of(weigh, cases, np.ones(MANY), plan, status)[0] for plan in plans]
    assert [code for code, _, _ in codes] == ["class_without_respondent", "too_many_levels"]
    assert codes[0][2].endswith("(500000)")


@pytest.mark.parametrize(
    ("indicator", "domains", "code"),
    [
        (Indicator("case", "proportion", "case"), (), "too_many_levels"),
        (HOURS, (("case",),), "not_a_domain"),
    ],
)
def test_a_case_number_is_neither_a_share_nor_a_domain(cases, indicator, domains, code):
    ones = np.ones(MANY)
    plan = EstimationPlan((indicator,), domains)
    with frugal():
        problems = problems_of(estimate_all, cases, simple(MANY), Weights(ones, ones, ()), plan)
    assert [each for each, _, _ in problems] == [code]


def test_a_case_number_makes_no_table(cases):
    variance = linearised(design_of([0] * MANY, (CODES % 40).tolist()), np.ones(MANY))
    with frugal():
        problems = problems_of(independence, CODES % 2, [CODES % 3, CODES], variance)
    assert problems == [("too_many_levels", "table", "2000000")]


def test_crossed_domains_have_a_limit_together():
    levels = [f"{level:02d}" for level in range(25)]
    frame = example.frame_of(one=levels, two=levels, three=levels, hours=[1.0] * 25)
    plan = EstimationPlan((HOURS,), (("one", "two"), ("one", "two", "three")))
    arguments = (frame, simple(25), weights_of([1] * 25), plan)
    place = "plan › estimation › one × two × three"
    assert problems_of(estimate_all, *arguments) == [("too_many_levels", place, str(25**3))]
