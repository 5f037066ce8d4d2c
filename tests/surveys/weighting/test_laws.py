"""Laws of weighting that hold for any sample."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.cleaning.frame import Frame, Variable
from surveys.plans.weighting.weigh import weigh
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import rao_wu
from tests.surveys.plans.weighting.example import ORIGIN, POSTSTRATIFY, RAKE, answered, plan_of

BOTH, ONE = ["city", "sex"], ["city_sex"]
DISTANCES = {
    "raking": {},
    "linear": {"distance": "linear"},
    "bounded": {"distance": "linear", "bounds": [0.3, 3.0]},
    "logit": {"distance": "logit", "bounds": [0.3, 3.0]},
}
each_distance = pytest.mark.parametrize("distance", DISTANCES)


@st.composite
def samples(draw):
    """A frame in which every cell of city by sex occurs, weights, and totals of the margins."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(0, 60))
    city = np.concatenate([list("aabb"), random.choice(list("ab"), size)])
    sex = np.concatenate([list("fmfm"), random.choice(list("fm"), size)])
    data = pd.DataFrame({"city": pd.Categorical(city), "sex": pd.Categorical(sex)})
    frame = Frame(data, {name: Variable(name, "category") for name in data})
    base = random.uniform(1, 50, len(city))
    cells = {pair: float(random.uniform(100, 900)) for pair in ("af", "am", "bf", "bm")}
    return frame, base, cells


def controls_of(cells):
    def total(letter):
        return sum(value for pair, value in cells.items() if letter in pair)

    rows = [{"city": pair[0], "sex": pair[1], "total": value} for pair, value in cells.items()]
    return {
        "city": {"variables": ["city"], "totals": {each: total(each) for each in "ab"}, **ORIGIN},
        "sex": {"variables": ["sex"], "totals": {each: total(each) for each in "fm"}, **ORIGIN},
        "city_sex": {"variables": ["city", "sex"], "totals": rows, **ORIGIN},
    }


def within_reach(sample, seed=1):
    """Totals of cells that differ from what the sample has by a quarter at most."""
    frame, base, cells = sample
    factors = np.random.default_rng(seed).uniform(0.8, 1.25, 4)
    pairs = frame.data["city"].astype(str) + frame.data["sex"].astype(str)
    sums = pd.Series(base).groupby(pairs).sum()
    return {pair: float(sums[pair] * factor) for pair, factor in zip(cells, factors, strict=True)}


def calibration(distance, margins):
    return {"kind": "calibrate", "margins": margins, "tolerance": 1e-12, **DISTANCES[distance]}


def weighed(sample, *steps, controls, replicates=None):
    frame, base, _ = sample
    plan = plan_of(*steps, controls=controls)
    return weigh(frame, base, plan, answered(len(base)), replicates)


def repeated(frame, times):
    return Frame(frame.data.iloc[np.repeat(np.arange(len(frame)), times)], frame.variables)


quick = settings(max_examples=25, deadline=None)


@quick
@given(samples())
def test_every_margin_is_met(sample):
    frame, base, cells = sample
    plan = plan_of(POSTSTRATIFY, {**RAKE, "tolerance": 1e-10}, controls=controls_of(cells))
    weights = weigh(frame, base, plan, answered(len(base)))
    for report in weights.steps[1:]:
        for margin in report.margins:
            assert margin.after == pytest.approx(margin.target, rel=1e-9)


@quick
@given(samples())
def test_poststratification_is_raking_on_one_margin(sample):
    frame, base, cells = sample
    controls, all_rows = controls_of(cells), answered(len(base))
    whole = weigh(frame, base, plan_of(POSTSTRATIFY, controls=controls), all_rows)
    raked = plan_of({"kind": "rake", "margins": ["city_sex"]}, controls=controls)
    assert weigh(frame, base, raked, all_rows).values == pytest.approx(whole.values, rel=1e-12)


@quick
@given(samples(), st.integers(0, 1000), st.floats(0.01, 100))
def test_the_order_of_rows_and_a_common_factor_do_not_matter(sample, seed, factor):
    frame, base, cells = sample
    plan = plan_of({**RAKE, "tolerance": 1e-12}, controls=controls_of(cells))
    weights = weigh(frame, base, plan, answered(len(base))).values
    order = np.random.default_rng(seed).permutation(len(base))
    mixed = Frame(frame.data.iloc[order].reset_index(drop=True), frame.variables)
    again = weigh(mixed, base[order] * factor, plan, answered(len(base))).values
    assert again == pytest.approx(weights[order], rel=1e-9)


@quick
@given(samples(), st.integers(0, 1000))
def test_nonresponse_classes_keep_the_total(sample, seed):
    frame, base, cells = sample
    random = np.random.default_rng(seed)
    status = np.where(random.random(len(base)) < 0.6, "respondent", "nonrespondent")
    status[:4] = "respondent"
    step = {"kind": "nonresponse_classes", "by": ["city", "sex"]}
    weights = weigh(frame, base, plan_of(step, controls=controls_of(cells)), status)
    assert weights.values.sum() == pytest.approx(base.sum(), rel=1e-12)
    assert np.all(weights.values[status == "respondent"] >= base[status == "respondent"])


@quick
@given(samples())
def test_inputs_stay_as_they_were(sample):
    frame, base, _ = sample
    data, weights, status = frame.data.copy(), base.copy(), answered(len(base))
    trimmed = {"kind": "trim", "upper": 3.0, "relative_to": "median"}
    steps = (POSTSTRATIFY, RAKE, calibration("logit", BOTH), trimmed, {"kind": "normalise"})
    plan = plan_of(*steps, controls=controls_of(within_reach(sample)))
    replicates = bootstrap(len(base), everybody_in_pairs(len(base)))
    factors = replicates.factors.copy()
    weigh(frame, base, plan, status, replicates)
    pd.testing.assert_frame_equal(frame.data, data)
    assert np.array_equal(base, weights)
    assert np.array_equal(replicates.factors, factors)
    assert set(status) == {"respondent"}


def bootstrap(rows, clusters):
    """Ten replicates that leave no row out: half of each factor is one."""
    made = rao_wu(Design((Stage(np.zeros(rows, int), clusters),)), 10, np.random.default_rng(3))
    return replace(made, factors=(1 + made.factors) / 2)


def everybody_in_pairs(rows):
    return np.arange(rows) // 2


@pytest.mark.parametrize(
    "step",
    [
        POSTSTRATIFY,
        {**RAKE, "tolerance": 1e-10},
        *(calibration(each, BOTH) for each in ("raking", "linear")),
        *({**calibration(each, BOTH), "bounds": [0.01, 20.0]} for each in ("bounded", "logit")),
    ],
    ids=lambda step: f"{step['kind']} {step.get('distance', '')} {step.get('bounds', '')}",
)
@quick
@given(sample=samples())
def test_every_margin_is_met_in_every_replicate(step, sample):
    controls, rows = controls_of(within_reach(sample)), len(sample[1])
    replicates = bootstrap(rows, everybody_in_pairs(rows))
    weights = weighed(sample, step, controls=controls, replicates=replicates)
    for name in ONE if step is POSTSTRATIFY else BOTH:
        control = plan_of(step, controls=controls).control_totals[name]
        columns = [sample[0].data[each] for each in control.variables]
        for cell, total in control.totals.items():
            levels = zip(columns, cell, strict=True)
            inside = np.logical_and.reduce([column == level for column, level in levels])
            assert weights.replicates.values[inside].sum(0) == pytest.approx(total, rel=1e-9)


@quick
@given(samples())
def test_rows_written_twice_with_half_the_weight_change_nothing(sample):
    frame, base, cells = sample
    controls, tight = controls_of(cells), {**RAKE, "tolerance": 1e-12}
    once = weighed(sample, tight, controls=controls).values
    twice = weighed(
        (repeated(frame, 2), np.repeat(base / 2, 2), cells), tight, controls=controls
    ).values
    assert twice == pytest.approx(np.repeat(once / 2, 2), rel=1e-9)


@quick
@given(samples())
def test_linear_calibration_is_the_regression_estimator(sample):
    """Σ w y = Σ d y + (T − Σ d x)' B with B the weighted regression of y on x (GREG)."""
    frame, base, _ = sample
    cells = within_reach(sample)
    weights = weighed(sample, calibration("linear", BOTH), controls=controls_of(cells)).values
    female, city = (frame.data[name].eq(level) for name, level in (("sex", "f"), ("city", "a")))
    x = np.column_stack([np.ones(len(base)), female, city])
    total = {key: sum(v for pair, v in cells.items() if key in pair) for key in ("f", "a")}
    known = np.array([sum(cells.values()), total["f"], total["a"]])
    y = np.random.default_rng(2).normal(40, 9, len(base))
    slopes = np.linalg.lstsq(x * np.sqrt(base)[:, None], y * np.sqrt(base), rcond=None)[0]
    assert weights @ y == pytest.approx(base @ y + (known - base @ x) @ slopes, rel=1e-9)


@quick
@given(samples())
def test_raking_is_exponential_calibration(sample):
    controls = controls_of(sample[2])
    raked = weighed(sample, {**RAKE, "tolerance": 1e-12}, controls=controls).values
    calibrated = weighed(sample, calibration("raking", BOTH), controls=controls).values
    assert calibrated == pytest.approx(raked, rel=1e-8)


@each_distance
@quick
@given(samples())
def test_poststratification_is_any_calibration_on_one_margin(distance, sample):
    controls = controls_of(within_reach(sample))
    whole = weighed(sample, POSTSTRATIFY, controls=controls).values
    calibrated = weighed(sample, calibration(distance, ONE), controls=controls).values
    assert calibrated == pytest.approx(whole, rel=1e-9)


@quick
@given(samples(), st.sampled_from(sorted(DISTANCES)))
def test_factors_stay_within_bounds_and_only_linear_ones_may_be_negative(sample, distance):
    weights = weighed(
        sample, calibration(distance, BOTH), controls=controls_of(within_reach(sample))
    ).values
    low, high = DISTANCES[distance].get("bounds", (-np.inf, np.inf))
    factors = weights / sample[1]
    assert low - 1e-12 <= factors.min() <= factors.max() <= high + 1e-12
    assert distance == "linear" or weights.min() > 0
