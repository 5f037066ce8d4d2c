"""Every adjustment is redone in each replicate."""

import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.plans.weighting.weigh import weigh
from surveys.sampling.replicates import ReplicateDesign
from tests.surveys.plans.weighting.example import (
    CLASSES,
    POSTSTRATIFY,
    PROPENSITY,
    RAKE,
    answered,
    eight,
    frame_of,
    plan_of,
)

CALIBRATE = {"kind": "calibrate", "margins": ["city", "sex"], "distance": "linear"}
TRIM = {"kind": "trim", "upper": 2.0, "relative_to": "median"}
ROWS = 40


def sample():
    """Forty cases in eight clusters, and four replicates of them."""
    random = np.random.default_rng(5)
    frame = frame_of(city=list("aabb") * 10, sex=random.permutation(list("fm") * 20).tolist())
    factors = random.uniform(0.5, 1.5, (8, 4))
    clusters = np.repeat(np.arange(8), 5)
    design = ReplicateDesign(clusters, factors, 0.25, np.ones(4), True, "given")
    status = np.where(np.arange(ROWS) % 5 == 0, "nonrespondent", "respondent")
    return frame, random.uniform(1, 9, ROWS), design, status


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (CLASSES,),
        (PROPENSITY,),
        ({**PROPENSITY, "classes": 0},),
        ({**PROPENSITY, "weighted": False},),
        (CLASSES, POSTSTRATIFY),
        (CLASSES, RAKE),
        (CALIBRATE,),
        (RAKE, TRIM),
        (RAKE, {"kind": "normalise"}),
    ],
    ids=lambda steps: "+".join(step["kind"] for step in steps) or "none",
)
def test_a_replicate_is_what_weighing_it_alone_gives(steps):
    frame, base, design, status = sample()
    plan = plan_of(*steps)
    weights = weigh(frame, base, plan, status, design)
    alone = weigh(frame, base, plan, status)
    assert weights.values == pytest.approx(alone.values)
    assert alone.replicates is None
    for place in range(4):
        replicate = weigh(frame, base * design.of_rows()[:, place], plan, status)
        assert weights.replicates.values[:, place] == pytest.approx(replicate.values, rel=1e-8)


def test_a_propensity_divides_instead_of_spreading():
    """Three of four answered in each class of the model: every weight grows by 4 / 3."""
    frame = frame_of(sex=list("ffffmmmm"))
    status = np.array(
        ["respondent"] * 3 + ["nonrespondent"] + ["respondent"] * 3 + ["nonrespondent"]
    )
    step = {**PROPENSITY, "classes": 0}
    weights = weigh(frame, np.full(8, 3.0), plan_of(step), status)
    assert weights.values == pytest.approx(np.where(status == "respondent", 4.0, 0.0))


def test_a_replicate_in_which_the_margins_contradict_each_other_is_counted():
    """In the second replicate all of a are women and all of b men, 60 and 40 against 50 and 50."""
    mixed = np.array([0, 0, 1, 1, 1, 1, 0, 0])
    design = ReplicateDesign(
        mixed, np.array([[1.0, 1.0], [1.0, 0.0]]), 1.0, np.ones(2), False, "given"
    )
    with pytest.raises(SurveyError) as caught:
        weigh(eight(), np.ones(8), plan_of({**RAKE, "iterations": 50}), answered(8), design)
    (problem,) = caught.value.problems
    assert problem.code == "rake_not_converged"
    assert problem.details["replicates"] == 1


def test_factors_of_other_rows_are_refused():
    frame, base, design, status = sample()
    short = ReplicateDesign(design.clusters[:-1], design.factors, 1.0, np.ones(4), False, "given")
    with pytest.raises(SurveyError, match="for each of 40 rows"):
        weigh(frame, base, plan_of(), status, short)
