"""What the steps and the margins of a plan do to weights and estimates, on eight rows."""

import numpy as np
import pytest

from surveys import pipeline
from surveys.errors import SurveyError
from surveys.plans.design import read_design
from surveys.trials import (
    Difference,
    compare,
    histogram,
    try_first_steps,
    try_plan,
    weights_csv,
)
from tests.surveys.plans.weighting.example import (
    CITY,
    CITY_SEX,
    CLASSES,
    CONTROLS,
    ORIGIN,
    RAKE,
    frame_of,
)

DESIGN = {"design": {"clusters": ["psu"], "base_weight": "base", "status": "status"}}
WORKS = {"name": "works", "statistic": "proportion", "variable": "works", "labels": {"en": "Works"}}
TRIM = {"kind": "trim", "upper": 12.9}
# Raking keeps the odds of the cells, 2 × 1 to 2 × 2: x (x − 10) = (60 − x)(50 − x) / 2 women in a.
WOMEN_IN_A = (20100**0.5 - 90) / 2
RAKED = (WOMEN_IN_A + (50 - WOMEN_IN_A) / 2 + WOMEN_IN_A - 10) / 100


def eight(**columns):
    return frame_of(
        case_id=list("12345678"),
        city=list("aaaabbbb"),
        sex=list("ffmmffmm"),
        psu=list("11223344"),
        base=[10.0] * 8,
        status=["respondent"] * 6 + ["nonrespondent", "respondent"],
        works=[1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0],
        **columns,
    )


def tried(*steps, frame=None, controls=CONTROLS, indicators=(WORKS,), **tables):
    frame = frame or eight()
    document = {
        **DESIGN,
        "weighting": {"steps": list(steps)},
        "control_totals": controls,
        "indicators": list(indicators),
        **tables,
    }
    plan = pipeline.read_plan(document, "plan")
    sample = read_design(document, frame.data, "plan")
    return try_plan(frame, sample, plan)


def test_the_estimate_is_followed_through_the_steps():
    trial = tried(CLASSES, RAKE)
    (moved,) = trial.moved
    # Four of seven work; then each of the three in city b stands for 40 / 3.
    assert moved.after[:2] == pytest.approx([4 / 7, (20 + 80 / 3) / 80])
    assert moved.after[2] == moved.estimate.value == pytest.approx(RAKED)
    assert [step.kind for step in trial.steps] == ["base", "nonresponse_classes", "rake"]


def test_an_estimate_of_some_respondents_is_asked_for_its_base():
    in_a = {**WORKS, "where": {"column": "city", "one_of": ["a"]}}
    (warning,) = tried(CLASSES, indicators=[in_a]).warnings
    assert (warning.code, warning.found) == ("base_unnamed", "n = 4 / 7")
    assert tried(CLASSES, indicators=[{**in_a, "base": {"en": "City A"}}]).warnings == ()


def test_a_margin_is_measured_by_leaving_it_out():
    (moved,) = tried(RAKE).moved
    city_alone = (2 / 4 * 60 + 2 / 3 * 40) / 100
    sex_alone = (3 / 4 * 50 + 1 / 3 * 50) / 100
    assert moved.without == pytest.approx([sex_alone, city_alone])
    assert moved.by_margins == pytest.approx([RAKED - sex_alone, RAKED - city_alone])
    error = moved.estimate.standard_error
    assert moved.largest_by_margin == pytest.approx((city_alone - RAKED) / error)
    assert moved.largest == pytest.approx((4 / 7 - RAKED) / error)


def test_values_alone_are_those_of_the_estimates():
    hours = [40.0, 30.0, np.nan, 20.0, 60.0, 40.0, 30.0, 45.0]
    of_hours = [
        {"name": kind, "statistic": kind, "variable": "hours"}
        for kind in ("mean", "median", "total")
    ]
    ratio = {"name": "r", "statistic": "ratio", "variable": "hours", "denominator": "base"}
    kind = {**WORKS, "name": "kind", "variable": "sex"}
    young = {**of_hours[1], "name": "young", "where": {"column": "hours", "at_least": 99}}
    indicators = [WORKS, *of_hours, ratio, kind, young]
    # Without its margin the plan is the base weights, as before its first step.
    trial = tried(
        {"kind": "rake", "margins": ["sex"]}, frame=eight(hours=hours), indicators=indicators
    )
    base = {each.estimate.name + each.estimate.level: each.estimate.value
            for each in tried(frame=eight(hours=hours), indicators=indicators).moved}  # fmt: skip
    for each in trial.moved:
        wanted = base[each.estimate.name + each.estimate.level]
        assert (each.after[0], each.without[0]) == pytest.approx((wanted, wanted), nan_ok=True)
    assert len(trial.moved) == 8


def test_a_step_without_any_margin_left_is_left_out():
    (moved,) = tried({"kind": "poststratify", "margin": "city_sex"}).moved
    assert moved.without == pytest.approx([4 / 7])


def test_a_plan_that_cannot_do_without_a_margin_has_no_value_there():
    # Once the cities are met, women move by 0.88 and men by 1.15; before, by 1.25 and 1.67.
    bounded = {"kind": "calibrate", "margins": ["sex"], "distance": "logit", "bounds": [0.8, 1.2]}
    (moved,) = tried({"kind": "rake", "margins": ["city"]}, bounded).moved
    assert [each is None for each in moved.without] == [True, False]
    assert moved.largest_by_margin > 0


def test_an_empty_plan_leaves_the_base_weights():
    trial = tried()
    assert trial.weights.values.tolist() == [10.0] * 6 + [0.0, 10.0]
    assert trial.reached == ()
    assert trial.factors == (1.0, 1.0)
    assert trial.effective_n == pytest.approx(7)
    assert [each.code for each in trial.warnings] == ["nonrespondent_not_spread"]
    assert trial.moved[0].largest_by_margin == 0.0


def test_control_totals_are_told_with_base_and_final_weights():
    trial = tried(RAKE, TRIM)
    city, _sex = trial.reached
    assert [(each.level, each.target, each.before) for each in city.levels] == [
        ("a", 60.0, 40.0),
        ("b", 40.0, 30.0),
    ]
    # The trimmed weights miss what the raked ones met.
    assert city.variables == ("city",)
    assert city.miss == max(abs(each.after / each.target - 1) for each in city.levels) > 0.01
    assert tried(RAKE).reached[1].miss < 1e-8


def test_the_total_of_a_number_is_a_margin_too():
    hours = {"numeric": "hours", "total": 4000, **ORIGIN}
    frame = eight(hours=[40.0, 30.0, 50.0, 20.0, 60.0, 40.0, 30.0, 45.0])
    steps = ({"kind": "calibrate", "margins": ["city", "hours"], "distance": "linear"},)
    trial = tried(*steps, frame=frame, controls={"city": CITY, "hours": hours})
    assert trial.reached[1].levels[0].after == pytest.approx(4000)


def test_weights_are_counted_in_round_bins():
    comparison = compare(tried(RAKE), tried())
    assert comparison.limits[0] == 0
    assert comparison.limits[-1] >= comparison.first.last.maximum > comparison.limits[-2]
    assert len(comparison.limits) <= 13
    assert [sum(histogram(trial, comparison.limits)) for trial in comparison.trials] == [7, 7]


def test_two_plans_are_compared_by_estimate():
    two = compare(tried(RAKE), tried(indicators=[WORKS, {**WORKS, "name": "again"}]))
    alone, both = two.differences
    assert (alone.known.name, alone.first, alone.change) == ("again", None, None)
    assert both.change == pytest.approx(RAKED - 4 / 7)
    assert both.largest == pytest.approx(-both.change / both.first.standard_error)
    assert compare(tried()).differences == ()


def test_an_estimate_without_error_does_not_move_far():
    frame = eight()
    frame.data["works"] = 1.0
    trial = tried(RAKE, frame=frame)
    assert trial.moved[0].largest == 0.0
    assert Difference(trial.moved[0].estimate, trial.moved[0].estimate).largest == 0.0


def test_replicates_are_those_of_the_plan():
    errors = [
        tried({"kind": "normalise"}, replicates={"method": "rao_wu", "number": 50, "seed": seed})
        .moved[0]
        .estimate
        for seed in (1, 1, 2)
    ]
    assert errors[0] == errors[1] != errors[2]
    assert errors[0].variance == "replicate:Rao-Wu"


def test_every_case_has_its_line_in_the_file():
    lines = weights_csv(tried(CLASSES)).decode().split()
    assert lines[:2] == ["case_id,base_weight,weight", "1,10.0,10.0"]
    assert lines[7] == "7,10.0,0.0"
    assert len(lines) == 9


def test_the_problems_of_a_plan_are_told_together():
    frame = eight()
    frame.data["city"] = frame.data["city"].cat.rename_categories({"b": "c"})
    steps = ({**CLASSES, "by": ["town"]}, {"kind": "poststratify", "margin": "city_sex"})
    with pytest.raises(SurveyError) as raised:
        tried(*steps, frame=frame, controls={"city_sex": CITY_SEX})
    codes = {each.code for each in raised.value.problems}
    assert {"unknown_variable", "level_without_target", "empty_cell"} <= codes


def test_the_steps_before_one_that_fails_can_be_tried():
    impossible = {"kind": "trim", "upper": 11, "margins": ["city"]}
    with pytest.raises(SurveyError):
        tried(RAKE, impossible)
    document, frame = {**DESIGN, "control_totals": CONTROLS, "indicators": [WORKS]}, eight()
    sample = read_design(document, frame.data, "plan")

    def kinds(*steps):
        plan = pipeline.read_plan({**document, "weighting": {"steps": list(steps)}}, "plan")
        trial = try_first_steps(frame, sample, plan)
        return trial and [step.kind for step in trial.steps]

    assert kinds(RAKE, impossible, {"kind": "normalise"}) == ["base", "rake"]
    assert kinds(impossible) == ["base"]
    assert kinds() is None


def test_the_frame_stays_as_it_was():
    frame = eight()
    before = frame.data.copy()
    tried(CLASSES, RAKE, TRIM, frame=frame)
    assert before.equals(frame.data)
    assert np.isfinite(frame.data["base"]).all()
