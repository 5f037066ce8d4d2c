from typing import get_args

import numpy as np
import pytest
from scipy.special import betainc

from surveys.estimation.intervals import (
    interval,
    korn_graubard,
    likelihood,
    logit,
    t,
    t_quantile,
)
from surveys.estimation.methods import IntervalMethod


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(1, 12.7062), (10, 2.2281), (230, 1.9703), (10**7, 1.9600)]
)
def test_t_quantiles_of_a_printed_table(freedom, quantile):
    assert t_quantile(freedom, 0.95) == pytest.approx(quantile, abs=5e-5)


def test_t_is_symmetric():
    lower, upper = t(10, 2, 10, 0.95)
    assert (lower + upper) / 2 == pytest.approx(10)
    assert upper - lower == pytest.approx(2 * 2 * 2.228139, rel=1e-6)


def test_logit_mirrors_the_share():
    lower, upper = logit(0.1, 0.03, 50, 0.9)
    other = logit(0.9, 0.03, 50, 0.9)
    assert (1 - other[1], 1 - other[0]) == pytest.approx((lower, upper))
    assert 0 < lower < 0.1 < upper


def test_korn_graubard_of_a_simple_sample_is_clopper_pearson():
    """7 of 20 with the binomial error, and as many degrees of freedom as the ratio asks for."""
    p = 7 / 20
    lower, upper = korn_graubard(p, (p * (1 - p) / 20) ** 0.5, 19, 20, 0.95)
    assert betainc(7, 14, lower) == pytest.approx(0.025)
    assert betainc(8, 13, upper) == pytest.approx(0.975)


def test_none_is_no_interval():
    assert np.isnan(interval("none", 0.5, 0.1, 10, 20, 0.95)).all()


@pytest.mark.parametrize("method", get_args(IntervalMethod))
def test_without_degrees_of_freedom_there_is_no_interval(method):
    assert np.isnan(interval(method, 0.5, 0.1, 0, 20, 0.95)).all()


@pytest.mark.parametrize(("p", "error"), [(0.008769, 0.001795), (0.415, 0.016)])
def test_likelihood_limits_lose_as_much_as_t_allows(p, error):
    """Twice the loss of the binomial likelihood of n* = p (1 - p) / error² cases is t²."""
    limits = likelihood(np.array(p), error, 106, 0.95)
    cases, t_squared = p * (1 - p) / error**2, 1.982597**2
    for limit in limits:
        loss = p * np.log(p / limit) + (1 - p) * np.log((1 - p) / (1 - limit))
        assert 2 * cases * loss == pytest.approx(t_squared, rel=1e-6)
    assert limits[0] < p < limits[1]
