import numpy as np
import pytest
from scipy.special import expit

from surveys.numerics.regression import LINKS, fit


def fitted(x, y, w, family="binomial"):
    """The solution, and the fitted means."""
    x, y, w = np.column_stack([np.ones(len(y)), *x]), np.array(y, float), np.array(w, float)
    solution = fit(LINKS[family], x, w, x.T @ (w * y), np.abs(x).T @ w, np.zeros(x.shape[1]))
    linear = x @ solution.point
    return solution, expit(linear) if family == "binomial" else np.exp(linear)


def test_one_binary_variable_gives_the_weighted_rates():
    solution, p = fitted([[0, 0, 0, 1, 1, 1]], [1, 0, 0, 1, 1, 0], [2, 1, 1, 1, 2, 5])
    assert solution.found(1e-12)
    assert p == pytest.approx([2 / 4] * 3 + [3 / 8] * 3)


def test_counts_have_weighted_means():
    solution, means = fitted([[0, 0, 1, 1]], [3, 5, 0, 4], [1, 3, 3, 1], "poisson")
    assert solution.found(1e-12)
    assert means == pytest.approx([18 / 4, 18 / 4, 1, 1])


def test_a_repeated_column_changes_no_fitted_value():
    random = np.random.default_rng(6)
    column, y = random.normal(size=200), random.integers(0, 2, 200)
    _, once = fitted([column], y, np.ones(200))
    solution, twice = fitted([column, column], y, np.ones(200))
    assert solution.found(1e-9)
    assert twice == pytest.approx(once, rel=1e-9)


def test_separated_data_have_no_solution():
    assert not fitted([[0, 0, 1, 1]], [0, 0, 1, 1], np.ones(4))[0].found(1e-9)
