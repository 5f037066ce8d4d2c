"""Laws of estimation that hold for any sample."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.cleaning.frame import Frame, Variable
from surveys.estimation.linearised import linearised
from surveys.estimation.replicated import Replicated
from surveys.estimation.statistics import means, shares, totals
from surveys.plans.estimation.indicators import estimate_all, values_of
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from surveys.plans.weighting.weigh import weigh
from surveys.plans.weighting.weights import Weights
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import Replicates, jackknife, rao_wu, stratified_jackknife
from tests.surveys.plans.weighting.example import ORIGIN, answered, plan_of

PLAN = EstimationPlan(
    (
        Indicator("hours", "mean", "hours"),
        Indicator("paid", "total", "hours"),
        Indicator("city", "proportion", "city", interval="logit"),
    ),
    (("sex",),),
)


@st.composite
def samples(draw):
    """A frame with every level, a design with three clusters in each stratum, and weights."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(12, 60))
    clusters = np.concatenate([np.arange(6), random.integers(0, 6, size - 6)])
    data = pd.DataFrame(
        {
            "hours": np.where(random.random(size) < 0.1, np.nan, random.normal(40, 9, size)),
            "sex": pd.Categorical([*"fmfmfm", *random.choice(list("fm"), size - 6)]),
            "city": pd.Categorical([*"abcabc", *random.choice(list("abc"), size - 6)]),
        }
    )
    variables = {name: Variable(name, "category") for name in data}
    frame = Frame(data, {**variables, "hours": Variable("hours", "number")})
    return frame, Design((Stage(clusters % 2, clusters),)), random.uniform(2, 50, size)


def estimates_of(frame, design, values):
    return estimate_all(frame, design, Weights(values, values, ()), PLAN)


def numbers(estimates, *names):
    return [[getattr(each, name) or 0.0 for name in names] for each in estimates]


quick = settings(max_examples=20, deadline=None)


@quick
@given(samples(), st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(sample, seed):
    frame, design, weights = sample
    order = np.random.default_rng(seed).permutation(len(frame))
    stage = design.stages[0]
    mixed = estimates_of(
        Frame(frame.data.iloc[order].reset_index(drop=True), frame.variables),
        Design((Stage(stage.strata[order], stage.clusters[order]),)),
        weights[order],
    )
    fields = ("value", "standard_error", "lower", "upper", "design_effect", "population")
    for one, other in zip(
        numbers(mixed, *fields), numbers(estimates_of(*sample), *fields), strict=True
    ):
        assert one == pytest.approx(other, rel=1e-8, abs=1e-10, nan_ok=True)


@quick
@given(samples(), st.floats(1, 100))
def test_a_common_factor_changes_totals_only(sample, factor):
    frame, design, weights = sample
    once, scaled = estimates_of(*sample), estimates_of(frame, design, weights * factor)
    for one, other in zip(once, scaled, strict=True):
        change = factor if one.statistic == "total" else 1.0
        assert other.value == pytest.approx(one.value * change, rel=1e-9, nan_ok=True)
        if one.standard_error is not None:
            assert other.standard_error == pytest.approx(one.standard_error * change, rel=1e-7)


@quick
@given(samples())
def test_domains_add_up(sample):
    paid = [each for each in estimates_of(*sample) if each.name == "paid"]
    whole, parts = paid[0], [each for each in paid[1:] if each.n]
    assert sum(each.value for each in parts) == pytest.approx(whole.value)
    assert sum(each.n for each in parts) == whole.n
    shares = [each.value for each in estimates_of(*sample) if each.name == "city"][:3]
    assert sum(shares) == pytest.approx(1)


@quick
@given(samples())
def test_inputs_stay_as_they_were(sample):
    frame, design, weights = sample
    data, values, clusters = frame.data.copy(), weights.copy(), design.stages[0].clusters.copy()
    replicated = replicates_of(stratified_jackknife(design), weights)
    columns = replicated.values.copy()
    estimates_of(*sample)
    estimate_all(frame, design, Weights(weights, weights, (), replicates=replicated), PLAN)
    pd.testing.assert_frame_equal(frame.data, data)
    assert np.array_equal(weights, values)
    assert np.array_equal(replicated.values, columns)
    assert np.array_equal(design.stages[0].clusters, clusters)


def replicates_of(design, weights):
    return Replicates(weights[:, None] * design.of_rows(), design)


def numbers_of(frame):
    return np.nan_to_num(frame.data["hours"].to_numpy())


def everybody(frame):
    return np.zeros(len(frame), np.int64)


@quick
@given(samples())
def test_rows_written_twice_with_half_the_weight_keep_every_estimate(sample):
    frame, design, weights = sample
    twice, stage = np.repeat(np.arange(len(frame)), 2), design.stages[0]
    doubled = estimates_of(
        Frame(frame.data.iloc[twice].reset_index(drop=True), frame.variables),
        Design((Stage(stage.strata[twice], stage.clusters[twice]),)),
        weights[twice] / 2,
    )
    fields = ("value", "standard_error", "lower", "upper", "population")
    for one, other in zip(
        numbers(doubled, *fields), numbers(estimates_of(*sample), *fields), strict=True
    ):
        assert one == pytest.approx(other, rel=1e-8, abs=1e-10, nan_ok=True)


@quick
@given(samples())
def test_rows_alike_in_one_cluster_may_be_merged(sample):
    frame, design, weights = sample
    stage = design.stages[0]
    hours = pd.Series(np.round(numbers_of(frame), -1), name="hours")
    merged = (
        pd.DataFrame({"hours": hours, "stratum": stage.strata, "cluster": stage.clusters})
        .assign(weight=weights)
        .groupby(["hours", "stratum", "cluster"], as_index=False)
        .sum()
    )
    found = []
    for y, strata, clusters, w in (
        (hours, stage.strata, stage.clusters, weights),
        (merged["hours"], merged["stratum"], merged["cluster"], merged["weight"]),
    ):
        values = np.asarray(y, float)[:, None]
        variance = linearised(
            Design((Stage(np.asarray(strata), np.asarray(clusters)),)), np.asarray(w)
        )
        for statistic in (totals, means):
            made = statistic(values, np.zeros(len(values), np.int64))
            found.append([*made.values(variance.weights), *variance.variances(made)])
    assert found[:2] == [pytest.approx(each, rel=1e-8, abs=1e-9) for each in found[2:]]


@quick
@given(samples(), st.floats(-100, 100).filter(lambda factor: abs(factor) > 0.01))
def test_a_factor_on_the_answers_scales_errors_by_its_size(sample, factor):
    frame, design, weights = sample
    scaled = Frame(frame.data.assign(hours=frame.data["hours"] * factor), frame.variables)
    once, other = estimates_of(*sample), estimates_of(scaled, design, weights)
    for one, two in zip(once[:6], other[:6], strict=True):
        assert two.value == pytest.approx(one.value * factor, rel=1e-9, nan_ok=True)
        if one.standard_error is not None:
            expected = one.standard_error * abs(factor)
            assert two.standard_error == pytest.approx(expected, rel=1e-7, abs=1e-9)


@quick
@given(samples())
def test_the_shares_of_a_table_add_up_to_its_rows_columns_and_whole(sample):
    frame, _, weights = sample
    city, sex = (frame.data[name].cat.codes.to_numpy(np.int64) for name in ("city", "sex"))
    for of, axis in (("row", 1), ("column", 0), ("total", None)):
        values = shares(city, 3, sex, 2, of).values(weights)
        sums = np.nan_to_num(values.reshape(2, 3)).sum(axis)
        assert np.all((np.abs(sums - 1) < 1e-12) | (sums == 0))


def finite(design, share):
    """The same first stage, drawn from a population of which the sample is a share."""
    stage = design.stages[0]
    first = np.unique(stage.clusters, return_index=True)[1]
    drawn = np.bincount(stage.strata[first])[stage.strata]
    return Design((Stage(stage.strata, stage.clusters, drawn / share),))


@quick
@given(samples(), st.sampled_from([None, 0.1, 0.5]))
def test_the_stratified_jackknife_of_a_total_is_its_linearised_variance(sample, share):
    frame, design, weights = sample
    design = design if share is None else finite(design, share)
    city = frame.data["city"].cat.codes.to_numpy(np.int64)
    total = totals(numbers_of(frame)[:, None], city, 3)
    replicated = Replicated(weights, replicates_of(stratified_jackknife(design), weights))
    direct = linearised(design, weights)
    assert replicated.variances(total) == pytest.approx(direct.variances(total), rel=1e-9)
    assert replicated.covariance(total) == pytest.approx(direct.covariance(total), rel=1e-7)


@quick
@given(samples())
def test_the_unstratified_jackknife_of_a_total_is_the_formula_with_replacement(sample):
    """n/(n − 1) Σ (t − mean t)² over the clusters' totals."""
    frame, design, weights = sample
    clusters = design.stages[0].clusters
    alone = Design((Stage(np.zeros(len(frame), np.int64), clusters),))
    y = numbers_of(frame)
    t = np.bincount(clusters, weights * y)
    expected = 6 / 5 * np.square(t - t.mean()).sum()
    replicated = Replicated(weights, replicates_of(jackknife(alone), weights))
    assert replicated.variances(totals(y[:, None], everybody(frame)))[0] == pytest.approx(expected)


BOTH = {"kind": "calibrate", "margins": ["sex", "city"]}


@quick
@given(samples(), st.booleans())
def test_values_alone_are_those_of_the_estimates(sample, missing):
    frame, design, weights = sample
    if missing:
        frame = Frame(frame.data.assign(hours=np.nan), frame.variables)
    plan = EstimationPlan((*PLAN.indicators, Indicator("median", "median", "hours")), ())
    columns = np.stack([weights, weights**2], axis=1)
    expected = [
        [each.value for each in estimate_all(frame, design, Weights(one, one, ()), plan)]
        for one in columns.T
    ]
    # Without any answer a total is zero here, and missing with a flag there.
    alone, expected = (np.nan_to_num(each) for each in (values_of(frame, columns, plan), expected))
    assert alone == pytest.approx(expected, rel=1e-9)


STEPS = {
    "poststratify": {"kind": "poststratify", "margin": "sex"},
    "rake": {"kind": "rake", "margins": ["sex", "city"], "tolerance": 1e-12},
    "raking": BOTH,
    "linear": {**BOTH, "distance": "linear"},
    "bounded": {**BOTH, "distance": "linear", "bounds": [0.1, 9.0]},
    "logit": {**BOTH, "distance": "logit", "bounds": [0.1, 9.0]},
}


@pytest.mark.parametrize("step", STEPS)
@quick
@given(sample=samples())
def test_a_calibrated_total_has_no_error_linearised_or_in_replicates(step, sample):
    frame, design, base = sample
    aims = base * np.random.default_rng(4).uniform(0.8, 1.25, len(base))
    controls = {
        name: {
            "variables": [name],
            "totals": pd.Series(aims).groupby(frame.data[name], observed=True).sum().to_dict(),
            **ORIGIN,
        }
        for name in ("sex", "city")
    }
    bootstrap = rao_wu(design, 8, np.random.default_rng(5))
    mild = replace(bootstrap, factors=(3 + bootstrap.factors) / 4)
    plan = plan_of(STEPS[step], controls=controls)
    weights = weigh(frame, base, plan, answered(len(base)), mild)
    women = frame.data["sex"].eq("f").to_numpy(float)[:, None]
    total = totals(women, everybody(frame))
    assert total.values(weights.values)[0] == pytest.approx(controls["sex"]["totals"]["f"])
    scale = total.values(weights.values)[0]
    for variance in (
        linearised(design, weights.values, weights.residuals),
        Replicated(weights.values, weights.replicates),
    ):
        assert np.sqrt(variance.variances(total))[0] <= 1e-8 * scale
