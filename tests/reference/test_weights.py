"""Weight vectors against R, case by case: calibration, nonresponse, Kish's measures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from surveys.weighting.diagnostics import design_effect
from surveys.weighting.nonresponse import classes_of, propensity_classes, response_propensity
from surveys.weighting.plan import (
    NonresponseClasses,
    NonresponsePropensity,
    UnknownEligibility,
    WeightingPlan,
)
from surveys.weighting.spreading import spread
from surveys.weighting.weigh import weigh
from tests.reference.cases import HERE, cases_of, design_of, frame_of_categories, weights_of
from tests.reference.compare import agree
from tests.reference.test_estimates import covered_step

WEIGHTING = [
    case
    for case in cases_of("weighting")
    if all(step["step"] == "rake_ipf" or covered_step(step) for step in case["weighting"])
]
OUTCOMES = {"RR": "respondent", "NR": "nonrespondent", "IN": "ineligible", "UK": "unknown"}


def test_no_case_is_left_out_unnoticed():
    steps = ["+".join(step["step"] for step in case["weighting"]) for case in WEIGHTING]
    assert steps == [
        "poststratify",
        "rake_ipf",
        "rake_ipf",
        "calibrate",
        "poststratify+rake_ipf",
    ]


@pytest.mark.parametrize("case", WEIGHTING, ids=lambda case: case["id"])
def test_calibrated_weights(case):
    expected = case["expected"]
    sample = design_of(case)
    weights = weights_of(case, sample)
    agree(case, "weights", weights.values, pd.read_csv(HERE / expected["file"])["weight"])
    last = weights.steps[-1]
    assert last.n == expected["n"]
    agree(case, "sum", last.total, expected["sum"])
    agree(case, "smallest", last.minimum, expected["min"])
    agree(case, "largest", last.maximum, expected["max"])
    agree(case, "Kish's design effect", last.design_effect, expected["kish_deff"])
    factors = weights.values / sample.base
    agree(
        case,
        "factors",
        [factors.min(), factors.max()],
        [expected["g_min"], expected["g_max"]],
    )


@pytest.fixture
def issued():
    """4,130 issued cases: frame, base weights, outcomes."""
    frame = frame_of_categories("data/nsw_issued.csv", ())
    base = frame.data["base_wt"].to_numpy(float)
    status = frame.data["status"].map(OUTCOMES).to_numpy(str)
    return frame, base, status


def nonresponse_case(name):
    return next(case for case in cases_of("nonresponse") if case["id"] == name)


def test_weighting_classes(issued):
    frame, base, status = issued
    case = nonresponse_case("o_nr_class")
    expected = pd.read_csv(HERE / case["expected"]["file"])
    by = tuple(case["cells"])
    both = WeightingPlan((UnknownEligibility(by), NonresponseClasses(by)), {})
    weights = weigh(frame, base, both, status).values
    respondents = status == "respondent"
    agree(case, "both steps", weights[respondents], expected["w_unknown_then_nr"][respondents])
    only = WeightingPlan((NonresponseClasses(by),), {})
    agree(case, "one step", weigh(frame, base, only, status).values, expected["w_nr_only"])


def test_unknown_eligibility_keeps_the_ineligible(issued):
    frame, base, status = issued
    case = nonresponse_case("o_nr_class")
    codes, names = classes_of(frame, tuple(case["cells"]), np.ones(len(frame), bool), "step 1")
    unknown = status == "unknown"
    weights = spread(base, codes, names, unknown, ~unknown, "class_without_known", "step 1")
    agree(case, "ineligible", weights[status == "ineligible"].sum(), case["expected"]["sum_in"])
    agree(case, "all", weights.sum(), case["expected"]["sum_base"])


STEP = NonresponsePropensity(("city", "sex", "age5", "wtype"), weighted=False)


def test_propensity_model(issued):
    frame, base, status = issued
    case = nonresponse_case("o_nr_propensity")
    expected = pd.read_csv(HERE / case["expected"]["file"])
    responded = status == "respondent"
    eligible = responded | (status == "nonrespondent")
    fit = response_propensity(frame, STEP, base, responded, eligible, "step 1")
    agree(case, "p", fit.probabilities, expected["p_unweighted"])
    coefficients = list(case["expected"]["coef_unweighted"].values())
    agree(case, "coefficients", fit.coefficients, coefficients)


def test_propensity_classes(issued):
    frame, base, status = issued
    case = nonresponse_case("o_nr_propensity")
    expected = pd.read_csv(HERE / case["expected"]["file"])
    responded = status == "respondent"
    eligible = responded | (status == "nonrespondent")
    codes, _ = propensity_classes(frame, STEP, base, responded, eligible, "step 1")
    assert (codes[eligible] + 1).tolist() == expected["class5"].tolist()
    weights = weigh(frame, base, WeightingPlan((STEP,), {}), status).values
    agree(case, "weights", weights[eligible], expected["w_class5"])
    agree(case, "sum", weights.sum(), case["expected"]["sum_class5"])


def test_kish():
    case = {**cases_of("kish")[0], "tolerance": {"rtol": 1e-12}}
    weights = frame_of_categories("data/nsw.csv", ()).data[case["weights"]].to_numpy(float)
    effect, expected = design_effect(weights), case["expected"]
    agree(case, "design effect", effect, expected["deff_kish"])
    agree(case, "effective size", len(weights) / effect, expected["neff"])
    agree(case, "coefficient of variation", np.sqrt(effect - 1), expected["cv"])
