from math import sqrt

import numpy as np
import pytest

from surveys.cleaning.conditions import Comparison
from surveys.errors import SurveyError
from surveys.estimation.intervals import t
from surveys.plans.estimation import indicators
from surveys.plans.estimation.indicators import estimate_all
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from tests.surveys.plans.estimation.example import design_of, frame_of, one, simple, weights_of

HOURS = Indicator("hours", "mean", "hours")
INSURED = Indicator("insured", "proportion", "insured", interval="korn_graubard")


def test_a_mean_with_all_that_is_known_of_it():
    estimate = one(frame_of({"hours": "hours"}, hours=[1, 2, 3, 6]), HOURS)
    variance = (4 + 1 + 0 + 9) / (3 * 4)
    assert estimate.value == 3
    assert estimate.standard_error == pytest.approx(sqrt(variance))
    assert (estimate.lower, estimate.upper) == pytest.approx(t(3, sqrt(variance), 3, 0.95))
    assert estimate.design_effect == pytest.approx(1 / (1 - 4 / 40))
    assert estimate.effective_n == pytest.approx(4 * (1 - 4 / 40))
    assert (estimate.n, estimate.missing, estimate.clusters) == (4, 0, 4)
    assert (estimate.population, estimate.degrees_of_freedom) == (40, 3)
    assert (estimate.interval, estimate.variance, estimate.unit) == ("t", "linearised", "hours")
    assert (estimate.count, estimate.flags, estimate.domain, estimate.level) == (None, (), (), "")


def test_weights_strata_and_clusters():
    frame = frame_of(hours=[1, 3, 5, 2, 4, 9])
    design = design_of([0, 0, 0, 1, 1, 1], [0, 0, 1, 2, 3, 3])
    estimate = one(frame, HOURS, design, weights_of([1, 1, 2, 3, 1, 2]))
    mean = (1 + 3 + 10 + 6 + 4 + 18) / 10
    north = [(1 - mean + 3 - mean) / 10, 2 * (5 - mean) / 10]
    south = [3 * (2 - mean) / 10, (4 - mean + 2 * (9 - mean)) / 10]
    assert estimate.value == pytest.approx(mean)
    # Two clusters in each stratum: n / (n - 1) Σ (t - mean t)² is the squared difference.
    squared = (north[0] - north[1]) ** 2 + (south[0] - south[1]) ** 2
    assert estimate.standard_error == pytest.approx(sqrt(squared))
    assert estimate.degrees_of_freedom == 4 - 2


def test_a_total_and_a_ratio():
    frame = frame_of({"paid": "CNY"}, paid=[1, 2, 3, 4], hours=[2, 2, 4, 2])
    total = one(frame, Indicator("paid", "total", "paid"))
    assert (total.value, total.unit) == (10 * (1 + 2 + 3 + 4), "CNY")
    assert total.standard_error == pytest.approx(10 * sqrt(4 / 3 * 5))
    ratio = one(frame, Indicator("wage", "ratio", "paid", "hours", unit="CNY per hour"))
    assert (ratio.value, ratio.unit) == (10 / 10, "CNY per hour")
    assert ratio.standard_error == pytest.approx(sqrt(4 / 3 * (1 + 0 + 1 + 4)) / 10)


def test_a_share_counts_its_numerator():
    estimate = one(frame_of(insured=[1, 0, 0, 1, 0, np.nan]), INSURED)
    assert (estimate.value, estimate.count) == (pytest.approx(2 / 5), 2)
    assert (estimate.n, estimate.missing, estimate.unit) == (5, 1, "share")
    assert 0 < estimate.lower < 0.4 < estimate.upper < 1


def test_every_level_of_a_category_has_its_share():
    frame = frame_of(work=["ride", "home", "ride", "vend", None])
    plan = EstimationPlan((Indicator("work", "proportion", "work", interval="logit"),), ())
    shares = estimate_all(frame, simple(5), weights_of([1, 1, 1, 3, 9]), plan)
    assert [(each.level, each.value) for each in shares] == [
        ("home", pytest.approx(1 / 6)),
        ("ride", pytest.approx(2 / 6)),
        ("vend", pytest.approx(3 / 6)),
    ]
    assert {(each.n, each.missing) for each in shares} == {(4, 1)}


def test_a_domain_keeps_the_whole_design():
    """The men's clusters stay and count as zero: V is not that of a sample of women alone."""
    frame = frame_of(sex=list("ffmm"), paid=[1.0, 3, 5, 7])
    plan = EstimationPlan((Indicator("paid", "total", "paid"),), (("sex",),))
    _, women, _ = estimate_all(frame, simple(4), weights_of([1] * 4), plan)
    assert women.domain == (("sex", "f"),)
    assert (women.value, women.n, women.degrees_of_freedom) == (1 + 3, 2, 2 - 1)
    assert women.standard_error == pytest.approx(sqrt(4 / 3 * (0 + 4 + 1 + 1)))


def test_crossed_domains_come_in_order_and_empty_ones_are_flagged():
    frame = frame_of(sex=["f", "f", "m", None], city=list("abaa"), hours=[1.0, 2, 3, 4])
    plan = EstimationPlan((HOURS,), (("sex", "city"),))
    estimates = estimate_all(frame, simple(4), weights_of([1] * 4), plan)
    assert [each.domain for each in estimates] == [
        (),
        (("sex", "f"), ("city", "a")),
        (("sex", "f"), ("city", "b")),
        (("sex", "m"), ("city", "a")),
        (("sex", "m"), ("city", "b")),
    ]
    empty = estimates[-1]
    assert np.isnan(empty.value)
    assert empty.flags == ("empty_domain",)
    assert (empty.n, empty.population, empty.standard_error, empty.lower) == (0, 0, None, None)


def test_many_domains_done_a_part_at_a_time_are_those_done_together(monkeypatch):
    place, random = np.arange(1200), np.random.default_rng(2)
    frame = frame_of(
        block=[f"{each:02d}" for each in place % 20],
        street=[f"{each:02d}" for each in place // 20 % 15],
        hours=random.normal(40, 9, 1200).tolist(),
    )
    plan = EstimationPlan((HOURS,), (("street",), ("block", "street")))
    design, weights = design_of([0] * 1200, (place % 60).tolist()), weights_of([2.0] * 1200)
    parts = estimate_all(frame, design, weights, plan)
    monkeypatch.setattr(indicators, "MOST_NUMBERS", 1000)
    together = estimate_all(frame, design, weights, plan)
    assert len(parts) == 1 + 15 + 20 * 15
    assert [each.domain for each in parts] == [each.domain for each in together]
    numbers = [[(each.value, each.standard_error) for each in many] for many in (parts, together)]
    assert np.array(numbers[0]) == pytest.approx(np.array(numbers[1]))


def test_one_cluster_in_each_stratum_of_a_domain_leaves_no_degrees_of_freedom():
    frame = frame_of(sex=list("fmfm"), hours=[1.0, 2, 3, 4])
    plan = EstimationPlan((HOURS,), (("sex",),))
    design = design_of([0, 0, 1, 1], [0, 1, 2, 3])
    whole, women, _ = estimate_all(frame, design, weights_of([1] * 4), plan)
    assert whole.flags == ()
    assert women.flags == ("no_degrees_of_freedom",)
    assert (women.value, women.standard_error, women.upper, women.interval) == (
        2,
        None,
        None,
        "none",
    )


@pytest.mark.parametrize(("answers", "value"), [([0, 0, 0], 0), ([1, 1, 1], 1)])
def test_nobody_and_everybody_have_no_interval(answers, value):
    estimate = one(frame_of(insured=answers), INSURED)
    assert estimate.value == value
    assert estimate.flags == ("degenerate_proportion",)
    assert (estimate.standard_error, estimate.lower, estimate.upper) == (None, None, None)


def test_a_mean_without_any_variation_says_so():
    estimate = one(frame_of(hours=[4, 4, 4]), HOURS)
    assert estimate.flags == ("no_sampling_variance",)
    assert (estimate.standard_error, estimate.lower, estimate.upper) == (0, 4, 4)
    assert (estimate.design_effect, estimate.effective_n) == (None, None)


def test_a_ratio_to_nothing_has_no_value():
    frame = frame_of(paid=[1, 2], hours=[0, 0])
    estimate = one(frame, Indicator("wage", "ratio", "paid", "hours"))
    assert np.isnan(estimate.value)
    assert estimate.flags == ("zero_denominator",)


def test_the_universe_is_where_the_condition_holds():
    """Unknown whether a row belongs: it counts as missing, not as outside."""
    frame = frame_of(age=[10, 20, 30, np.nan], insured=[0, 1, 0, 1])
    grown = Indicator("insured", "proportion", "insured", where=Comparison("age", "at_least", 18.0))
    estimate = one(frame, grown)
    assert (estimate.value, estimate.n, estimate.missing) == (1 / 2, 2, 1)


def test_cases_without_weight_stay_in_the_design_and_count_nowhere():
    frame = frame_of(hours=[1, 2, 3, np.nan])
    weights = weights_of([1, 1, 1, 0])
    estimate = one(frame, HOURS, simple(4), weights)
    assert (estimate.n, estimate.missing, estimate.clusters) == (3, 0, 3)
    assert estimate.value == pytest.approx(2)
    # The fourth case was drawn: its total is zero, and four clusters were drawn.
    assert estimate.standard_error == pytest.approx(sqrt(4 / 3 * (1 + 0 + 1)) / 3)


def test_the_coefficient_of_variation_exists_where_an_error_and_a_value_do():
    estimate = one(frame_of(hours=[1, 2, 3, 6]), HOURS)
    assert estimate.coefficient_of_variation == pytest.approx(sqrt(14 / 12) / 3)
    assert one(frame_of(hours=[-1, 1]), HOURS).coefficient_of_variation is None
    assert one(frame_of(hours=[np.nan, np.nan]), HOURS).coefficient_of_variation is None


def test_an_interval_nobody_asked_for_is_not_given():
    alone = Indicator("insured", "proportion", "insured", interval="none")
    estimate = one(frame_of(insured=[1, 0, 0, 1]), alone)
    assert estimate.standard_error > 0
    assert (estimate.lower, estimate.upper, estimate.interval) == (None, None, "none")


def test_weights_that_do_not_expand_to_a_population_have_no_design_effect():
    estimate = one(frame_of(hours=[1, 2, 3]), HOURS, weights=weights_of([1, 1, 1]))
    assert (estimate.design_effect, estimate.effective_n) == (None, None)


def test_what_does_not_fit_the_frame_is_refused():
    with pytest.raises(SurveyError, match="for each of 3 rows"):
        one(frame_of(hours=[1, 2, 3]), HOURS, simple(4))
    with pytest.raises(SurveyError, match="nearest columns are: hours"):
        one(frame_of(hours=[1, 2, 3]), Indicator("hours", "mean", "hour"))
