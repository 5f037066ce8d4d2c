"""Laws of estimation that hold for any sample."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.cleaning.frame import Frame, Variable
from surveys.estimation.estimation import estimate_all
from surveys.estimation.plan import EstimationPlan, Indicator
from surveys.sampling.design import Design, Stage
from surveys.weighting.weights import Weights

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
    """A frame, a design with two clusters or more in each stratum, and weights."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(12, 60))
    clusters = np.concatenate([np.arange(6), random.integers(0, 6, size - 6)])
    data = pd.DataFrame(
        {
            "hours": np.where(random.random(size) < 0.1, np.nan, random.normal(40, 9, size)),
            "sex": pd.Categorical(random.choice(list("fm"), size), categories=list("fm")),
            "city": pd.Categorical(random.choice(list("abc"), size), categories=list("abc")),
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
    estimates_of(*sample)
    pd.testing.assert_frame_equal(frame.data, data)
    assert np.array_equal(weights, values)
    assert np.array_equal(design.stages[0].clusters, clusters)
