"""Trimming and normalising."""

import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.plans.weighting.weigh import weigh
from surveys.sampling.replicates import ReplicateDesign
from surveys.weighting.diagnostics import design_effect
from surveys.weighting.trimming import trim
from tests.surveys.plans.weighting.example import RAKE, answered, eight, plan_of

BASE = np.array([1.0, 2, 3, 4, 5, 6, 7, 60])


def weighed(*steps, base=BASE):
    return weigh(eight(), base, plan_of(*steps), answered(8))


def refused(*steps):
    with pytest.raises(SurveyError) as caught:
        weighed(*steps)
    return [each.code for each in caught.value.problems]


def test_the_excess_goes_to_the_others_in_equal_amounts():
    weights = trim(np.array([1.0, 2, 3, 10]), 0, 7, strict=True)
    assert weights.tolist() == [2, 3, 4, 7]


def test_a_small_weight_is_raised_at_the_cost_of_the_others():
    assert trim(np.array([1.0, 5, 6, 8]), 4, 100, strict=True).tolist() == [4, 4, 5, 7]


def test_without_strict_one_round_is_enough():
    once = trim(np.array([1.0, 6.5, 6.5, 13]), 0, 7, strict=False)
    assert once.tolist() == [3, 8.5, 8.5, 7]
    assert trim(np.array([1.0, 6.5, 6.5, 13]), 0, 7, strict=True).tolist() == [6, 7, 7, 7]


def test_limits_that_no_weights_can_keep_leave_them_all_at_the_limit():
    assert trim(np.array([4.0, 6]), 0, 3, strict=True).tolist() == [3, 3]


def test_limits_relative_to_the_median_and_to_the_base_weight():
    median = weighed({"kind": "trim", "upper": 4.0, "relative_to": "median"})
    assert median.values.max() == pytest.approx(4 * 4.5)
    assert median.values.sum() == pytest.approx(BASE.sum())
    factors = weighed(RAKE, {"kind": "trim", "upper": 3.0, "relative_to": "base"})
    assert (factors.values / BASE).max() <= 3 + 1e-12


def test_trimmed_weights_are_calibrated_again():
    step = {"kind": "trim", "upper": 20.0, "margins": ["city", "sex"]}
    weights = weighed(RAKE, step)
    assert weights.values.max() <= 20 * (1 + 1e-8)
    for margin in weights.steps[-1].margins:
        assert margin.after == pytest.approx(margin.target, rel=1e-8)


def test_the_highest_limit_that_reaches_a_design_effect():
    untrimmed = design_effect(weighed(RAKE).values)
    goal = 1 + (untrimmed - 1) / 2
    weights = weighed(RAKE, {"kind": "trim", "design_effect": goal})
    assert weights.steps[-1].design_effect == pytest.approx(goal, rel=1e-6)
    already = weighed(RAKE, {"kind": "trim", "design_effect": 2 * untrimmed})
    assert already.values == pytest.approx(weighed(RAKE).values)


def test_what_cannot_be_reached_is_said():
    margins = ["city", "sex"]
    assert refused({"kind": "trim", "upper": 5.0, "margins": margins}) == ["trim_impossible"]
    low = {"kind": "trim", "design_effect": 1.0000001, "lower": 5.0, "margins": margins}
    assert refused(low) == ["design_effect_not_reached"]


def test_it_is_said_that_only_a_replicate_cannot_be_trimmed():
    """Its a has three rows left for 60 persons."""
    clusters, factors = np.array([1, 0, 0, 0, 0, 0, 0, 0]), np.array([[1.0, 1.0], [1.0, 0.0]])
    design = ReplicateDesign(clusters, factors, 1.0, np.ones(2), True, "given")
    step = {"kind": "trim", "upper": 16.0, "margins": ["city", "sex"]}
    with pytest.raises(SurveyError) as caught:
        weigh(eight(), np.ones(8), plan_of(step), answered(8), design)
    (problem,) = caught.value.problems
    assert (problem.code, problem.found[:3]) == ("trim_impossible_in_replicate", "#2:")
    assert problem.details == {"replicates": 2}


def test_normalised_weights_add_up_to_the_respondents_or_to_a_total():
    assert weighed({"kind": "normalise"}).values.sum() == pytest.approx(8)
    assert weighed({"kind": "normalise", "total": 1000}).values.sum() == pytest.approx(1000)
