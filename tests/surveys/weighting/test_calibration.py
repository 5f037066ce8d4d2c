"""Calibration to totals of categories and numbers, with and without bounds."""

import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.numerics import matrices
from surveys.plans.weighting.reading import read_weighting_plan
from surveys.plans.weighting.weigh import weigh
from surveys.weighting import feasibility
from surveys.weighting.calibration import calibrate, factor_of
from surveys.weighting.diagnostics import outside_bounds
from tests.surveys.plans.weighting.example import (
    CITY,
    ORIGIN,
    RAKE,
    SEX,
    answered,
    frame_of,
    plan_of,
)

HOURS = {"numeric": "hours", "total": 4200.0, **ORIGIN}
CONTROLS = {"city": CITY, "sex": SEX, "hours": HOURS}
ALL = ["city", "sex", "hours"]


def twelve():
    return frame_of(
        city=list("aaaaaabbbbbb"),
        sex=list("fffmmmfffmmm"),
        hours=[20.0, 40.0, 60.0, 30.0, 50.0, 48.0, 35.0, 45.0, 20.0, 60.0, 55.0, 40.0],
    )


def weighed(*steps, base=None, controls=None):
    frame = twelve()
    start = np.full(12, 8.0) if base is None else base
    return weigh(frame, start, plan_of(*steps, controls=controls or CONTROLS), answered(12))


def refused(*steps, controls=None):
    with pytest.raises(SurveyError) as caught:
        weighed(*steps, controls=controls)
    return [(each.code, each.where, each.found) for each in caught.value.problems]


@pytest.mark.parametrize(
    "step",
    [
        {"distance": "raking"},
        {"distance": "linear"},
        {"distance": "linear", "bounds": [0.5, 1.9]},
        {"distance": "logit", "bounds": [0.5, 2.5]},
    ],
)
def test_every_distance_meets_all_totals(step):
    weights = weighed({"kind": "calibrate", "margins": ALL, **step})
    for margin in weights.steps[-1].margins:
        assert margin.after == pytest.approx(margin.target, rel=1e-9)
    low, high = step.get("bounds", (0, np.inf))
    factors = weights.values / weights.base
    assert low <= factors.min() <= factors.max() <= high


@pytest.mark.parametrize("distance", ["raking", "linear", "logit"])
def test_weights_are_the_same_where_there_are_too_many_levels_for_a_full_matrix(
    monkeypatch, distance
):
    bounds = {"bounds": [0.5, 2.5]} if distance == "logit" else {}
    step = {"kind": "calibrate", "margins": ALL, "distance": distance, **bounds}
    few = weighed(step)
    monkeypatch.setattr(matrices, "MOST_NUMBERS", 0)
    assert weighed(step).values == pytest.approx(few.values, rel=1e-12)


def test_linear_calibration_is_the_regression_estimator():
    """g = 1 + (T − Σ d x)' (Σ d x x')⁻¹ x, solved here once by hand."""
    weights = weighed({"kind": "calibrate", "margins": ["hours"], "distance": "linear"})
    x = np.array([20.0, 40, 60, 30, 50, 48, 35, 45, 20, 60, 55, 40])
    g = 1 + (4200 - 8 * x.sum()) / (8 * (x * x).sum()) * x
    assert weights.values == pytest.approx(8 * g)


def test_raking_and_exponential_calibration_are_one():
    base = np.random.default_rng(4).uniform(2, 20, 12)
    raked = weighed({**RAKE, "tolerance": 1e-13}, base=base)
    step = {"kind": "calibrate", "margins": ["city", "sex"], "tolerance": 1e-13}
    assert weighed(step, base=base).values == pytest.approx(raked.values, rel=1e-11)


def test_logit_factors_stay_in_their_bounds_however_far_one_goes():
    u = np.array([-1e6, -1.0, 0.0, 1.0, 1e6])
    factor = factor_of("logit", (0.5, 3.0))
    g = factor.mean(u)
    assert g[[0, 2, 4]] == pytest.approx([0.5, 1, 3])
    assert factor.slope(g[2]) == pytest.approx(1)
    step = 1e-6
    slope = (factor.mean(u + step) - factor.mean(u - step)) / (2 * step)
    assert factor.slope(g) == pytest.approx(slope, abs=1e-8)


def test_bounds_that_block_are_named_with_those_that_would_do():
    tight = {"kind": "calibrate", "margins": ALL, "distance": "linear", "bounds": [0.99, 1.01]}
    ((code, where, found),) = refused(tight)
    assert (code, where) == ("bounds_infeasible", "plan › weighting.steps[1]")
    assert "city › a" in found or "hours" in found
    with pytest.raises(SurveyError, match=r"the narrowest are 0\.\d+ … 1\.\d+"):
        weighed(tight)


def test_a_number_alone_can_be_out_of_bounds():
    tight = {"kind": "calibrate", "margins": ["hours"], "distance": "logit", "bounds": [0.9, 1.01]}
    assert refused(tight) == [("bounds_infeasible", "plan › weighting.steps[1]", "hours")]


def test_bounds_are_not_searched_where_cells_are_very_many(monkeypatch):
    tight = {"kind": "calibrate", "margins": ALL, "distance": "linear", "bounds": [0.99, 1.01]}
    monkeypatch.setattr(feasibility, "MOST_CELLS", 11)
    ((code, _, _),) = refused(tight)
    assert code == "calibration_not_converged"


def test_bounds_that_would_do_are_not_blamed_when_iterations_are_few():
    step = {"kind": "calibrate", "margins": ALL, "distance": "logit", "bounds": [0.5, 2.5]}
    ((code, _, _),) = refused({**step, "iterations": 1})
    assert code == "calibration_not_converged"


def test_factors_that_left_their_bounds_are_no_result():
    """A rounding error is none of that, and a cell without weight has no factor to speak of."""
    factors, used = np.array([[0.5, 2.0], [2.0 + 1e-12, 9.0]]), np.array([[1, 1], [1, 0]], bool)
    assert outside_bounds(factors, used, (0.5, 2.0), "step") == []
    (problem,) = outside_bounds(factors, used, (0.6, 2.0), "step")
    assert (problem.code, problem.found) == ("identity_violated", "0.5")
    assert problem.details == {"expected": "0.6 … 2"}
    assert outside_bounds(np.array([[np.nan]]), np.ones((1, 1), bool), None, "step")


def test_totals_that_contradict_each_other_do_not_converge():
    """No weights give 100 people 10,000 hours when nobody works more than 60."""
    controls = {**CONTROLS, "hours": {**HOURS, "total": 10_000.0}}
    ((code, where, _),) = refused({"kind": "calibrate", "margins": ALL}, controls=controls)
    assert code == "calibration_not_converged"
    assert where.startswith("plan › weighting.steps[1] › ")


def test_a_number_has_one_variable_and_one_total():
    total = plan_of(controls=CONTROLS).control_totals["hours"]
    assert (total.variables, total.totals) == (("hours",), {(): 4200})


def test_a_number_is_a_total_for_calibration_only():
    problems = []
    steps = {"steps": [{"kind": "rake", "margins": ["city", "hours"]}]}
    read_weighting_plan({"weighting": steps, "control_totals": CONTROLS}, "plan", problems)
    assert [(each.code, each.found) for each in problems] == [("numeric_margin", "'hours'")]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([float("nan"), *[40.0] * 11], "margin_value_missing"),
        ([0.0] * 12, "numeric_all_zero"),
        (list("ab" * 6), "not_numeric"),
        (None, "unknown_variable"),
    ],
)
def test_a_column_that_cannot_carry_a_total(values, code):
    frame = frame_of(city=list("aaaaaabbbbbb"), **{"hours": values} if values else {})
    plan = plan_of({"kind": "calibrate", "margins": ["hours"]}, controls=CONTROLS)
    with pytest.raises(SurveyError) as caught:
        weigh(frame, np.ones(12), plan, answered(12))
    assert [each.code for each in caught.value.problems] == [code]


def test_steps_are_halved_until_factors_are_finite():
    """The first Newton step would overflow; the totals are still met."""
    x = np.array([[1.0, 1.0], [1.0, 2000.0]])
    found = calibrate(
        np.array([1.0, 1.0]), x, np.array([2e5, 2.5e5]), factor_of("raking", None), 1e-10, 200
    )
    assert x.T @ found.factors == pytest.approx([2e5, 2.5e5])
