import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.plans.weighting.plan import Calibrate, Rake, may_be_negative
from surveys.plans.weighting.weigh import weigh
from surveys.weighting.diagnostics import negative_weights
from tests.surveys.plans.weighting.example import (
    CITY,
    CLASSES,
    CONTROLS,
    ELIGIBILITY,
    POSTSTRATIFY,
    PROPENSITY,
    RAKE,
    answered,
    eight,
    frame_of,
    plan_of,
)

R, N, OUT, U = "respondent", "nonrespondent", "ineligible", "unknown"


def status(*outcomes):
    return np.array(outcomes)


def refused(frame, base, plan, outcomes):
    with pytest.raises(SurveyError) as caught:
        weigh(frame, np.array(base, float), plan, outcomes)
    return {(each.code, each.where, each.found) for each in caught.value.problems}


def test_without_steps_the_weights_are_the_base_weights():
    base = np.array([1.0, 2, 3, 4])
    weights = weigh(frame_of(city=list("aabb")), base, plan_of(), answered(4))
    assert weights.values.tolist() == [1, 2, 3, 4]
    (report,) = weights.steps
    assert (report.kind, report.n, report.total) == ("base", 4, 1 + 2 + 3 + 4)
    assert (report.minimum, report.median, report.maximum) == (1, 2.5, 4)
    assert report.design_effect == pytest.approx(4 * (1 + 4 + 9 + 16) / 10**2)


def test_unknown_eligibility_goes_to_known_cases_and_the_ineligible_take_their_part():
    frame = frame_of(city=list("aaabb"))
    base = np.array([10.0, 10, 20, 5, 5])
    weights = weigh(frame, base, plan_of(ELIGIBILITY), status(R, OUT, U, R, R))
    assert weights.values.tolist() == [10 * 40 / 20, 0, 0, 5, 5]


def test_nonresponse_goes_to_respondents_of_the_class():
    frame = frame_of(city=list("aaabb"))
    base = np.array([10.0, 10, 20, 5, 15])
    weights = weigh(frame, base, plan_of(CLASSES), status(R, R, N, R, N))
    assert weights.values.tolist() == [10 * 40 / 20, 10 * 40 / 20, 0, 5 * 20 / 5, 0]
    assert weights.steps[-1].total == 10 + 10 + 20 + 5 + 15
    assert weights.steps[-1].factors == (2, 2, 4)


@pytest.mark.parametrize("step", [ELIGIBILITY, CLASSES, PROPENSITY])
def test_a_step_with_nothing_to_spread_changes_nothing(step):
    frame = frame_of(city=list("ab"), sex=list("fm"))
    weights = weigh(frame, np.array([2.0, 3]), plan_of(step), answered(2))
    assert weights.values.tolist() == [2, 3]
    assert [report.kind for report in weights.steps] == ["base", step["kind"]]


def test_propensity_classes_use_the_weighted_response_rate():
    """Women answer with rate 30/40, men with 10/40: two classes, one per sex."""
    frame = frame_of(sex=list("ffffmmmm"))
    outcomes = status(R, R, R, N, R, N, N, N)
    weights = weigh(frame, np.full(8, 10.0), plan_of(PROPENSITY), outcomes)
    assert weights.values == pytest.approx([10 * 4 / 3] * 3 + [0, 10 * 4, 0, 0, 0])


def test_propensity_takes_numbers_as_they_are():
    frame = frame_of(attempts=[1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0])
    outcomes = status(R, R, R, N, R, N, R, N)
    step = {"kind": "nonresponse_propensity", "variables": ["attempts"], "classes": 2}
    weights = weigh(frame, np.ones(8), plan_of(step), outcomes)
    assert weights.values == pytest.approx([4 / 3] * 3 + [0, 2, 0, 2, 0])


def test_poststratification_meets_every_cell():
    weights = weigh(eight(), np.arange(1.0, 9), plan_of(POSTSTRATIFY), answered(8))
    assert weights.values == pytest.approx(
        [30 / 3, 60 / 3, 90 / 7, 120 / 7, 100 / 11, 120 / 11, 140 / 15, 160 / 15]
    )
    assert [
        (each.level, each.target, each.before, each.n) for each in weights.steps[1].margins
    ] == [
        ("a × f", 30, 1 + 2, 2),
        ("a × m", 30, 3 + 4, 2),
        ("b × f", 20, 5 + 6, 2),
        ("b × m", 20, 7 + 8, 2),
    ]


def test_raking_of_equal_weights_gives_the_product_of_the_margins():
    weights = weigh(eight(), np.ones(8), plan_of(RAKE), answered(8))
    assert weights.values == pytest.approx([15] * 4 + [10] * 4)
    report = weights.steps[-1]
    assert report.kind == "rake"
    assert report.iterations >= 1
    assert [each.after for each in report.margins] == pytest.approx([60, 40, 50, 50])


def test_steps_follow_one_another_and_only_respondents_keep_weight():
    frame = frame_of(city=list("aaaabbbb"), sex=["f", "f", "m", None, "f", "f", "m", None])
    outcomes = status(R, R, R, N, R, R, R, OUT)
    weights = weigh(frame, np.ones(8), plan_of(CLASSES, RAKE), outcomes)
    assert weights.values[outcomes != R].tolist() == [0, 0]
    assert weights.values.sum() == pytest.approx(100)
    assert [report.kind for report in weights.steps] == ["base", "nonresponse_classes", "rake"]
    assert weights.warnings[0].code == "few_respondents"
    assert weights.base.tolist() == [1] * 8


def test_calibration_leaves_what_linearisation_needs():
    weights = weigh(eight(), np.arange(1.0, 9), plan_of(POSTSTRATIFY, RAKE), answered(8))
    cells, margins = weights.residuals
    assert cells.matrix[cells.cells].sum(0).tolist() == [2, 2, 2, 2]
    assert margins.matrix[margins.cells].sum(0).tolist() == [4, 4, 4, 4]
    assert cells.before.tolist() == list(range(1, 9))
    assert margins.before.tolist() == cells.after.tolist()
    assert margins.after.tolist() == weights.values.tolist()


@pytest.mark.parametrize(
    ("outcome", "code"), [(U, "unknown_not_spread"), (N, "nonrespondent_not_spread")]
)
def test_weight_that_no_step_spreads_is_warned_of(outcome, code):
    weights = weigh(frame_of(city=list("ab")), np.ones(2), plan_of(), status(R, outcome))
    assert [(each.code, each.found) for each in weights.warnings] == [(code, "n = 1")]


def test_weights_below_zero_are_no_result():
    assert negative_weights(np.array([[0.0, 1.0]])) == []
    for wrong in (-1.0, np.nan):
        (problem,) = negative_weights(np.array([[2.0, wrong]]))
        assert (problem.code, problem.where) == ("identity_violated", "weights")


@pytest.mark.parametrize(
    ("rest", "allowed"),
    [
        ({"distance": "raking"}, False),
        ({"distance": "linear"}, True),
        ({"distance": "linear", "bounds": (0.1, 3.0)}, False),
        ({"distance": "linear", "bounds": (-1.0, 3.0)}, True),
    ],
)
def test_only_linear_calibration_may_go_below_zero(rest, allowed):
    assert may_be_negative(Calibrate(("city",), **rest)) == allowed
    assert not may_be_negative(Rake(("city",)))


def test_input_that_does_not_fit_together():
    frame = frame_of(city=list("ab"))
    assert refused(frame, [1.0], plan_of(), answered(2)) == {("weights_length", "weights", "1, 2")}
    assert refused(frame, [1.0, -1], plan_of(), status("RR", N)) == {
        ("weights_not_positive", "weights", "n = 1"),
        ("unknown_outcome", "status", "'RR'"),
        ("no_respondents", "status", "0"),
    }


def test_a_plan_that_does_not_suit_the_frame_is_refused():
    frame = frame_of(city=list("ac"), sex=list("fm"))
    codes = {code for code, _, _ in refused(frame, [1, 1], plan_of(RAKE), answered(2))}
    assert codes == {"level_without_target", "empty_cell"}


@pytest.mark.parametrize(
    ("step", "outcomes", "code"),
    [
        (CLASSES, (R, R, N, N), "class_without_respondent"),
        (ELIGIBILITY, (R, R, U, U), "class_without_known"),
    ],
)
def test_a_class_with_nobody_to_take_the_weight(step, outcomes, code):
    frame = frame_of(city=list("aabb"))
    assert refused(frame, [1] * 4, plan_of(step), status(*outcomes)) == {
        (code, "plan › weighting.steps[1]", "b")
    }


@pytest.mark.parametrize("step", [CLASSES, {**PROPENSITY, "variables": ["city"]}])
def test_a_class_variable_must_be_known_for_every_case_concerned(step):
    frame = frame_of(city=["a", None, "b", "b"])
    assert refused(frame, [1] * 4, plan_of(step), status(R, N, R, N)) == {
        ("class_value_missing", "plan › weighting.steps[1] › city", "1")
    }


def test_a_model_in_which_one_level_never_answers():
    frame = frame_of(sex=list("ffmm"))
    problems = refused(frame, [1] * 4, plan_of(PROPENSITY), status(R, R, N, N))
    assert {code for code, _, _ in problems} == {"propensity_not_fitted"}


def test_margins_that_contradict_each_other_do_not_converge():
    """All men live in a, all women in b, but the cities' totals are not the sexes'."""
    frame = frame_of(city=list("aabb"), sex=list("mmff"))
    plan = plan_of({**RAKE, "iterations": 50})
    ((code, where, _),) = refused(frame, [1] * 4, plan, answered(4))
    assert (code, where) == ("rake_not_converged", "plan › weighting.steps[1] › city")


def test_codes_that_look_like_numbers_meet_totals_by_text():
    controls = {**CONTROLS, "city": {**CITY, "totals": {"1": 60, "2": 40}}}
    frame = frame_of(city=[1.0, 1.0, 2.0, 2.0])
    plan = plan_of({"kind": "rake", "margins": ["city"]}, controls=controls)
    assert weigh(frame, np.ones(4), plan, answered(4)).values.tolist() == [30, 30, 20, 20]
