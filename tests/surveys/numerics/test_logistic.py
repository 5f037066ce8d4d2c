import numpy as np
import pytest

from surveys.numerics.logistic import fit_logistic


def with_constant(*columns):
    return np.column_stack([np.ones(len(columns[0])), *columns])


def test_one_binary_variable_gives_the_weighted_rates():
    x = np.array([0.0, 0, 0, 1, 1, 1])
    y = np.array([1.0, 0, 0, 1, 1, 0])
    w = np.array([2.0, 1, 1, 1, 2, 5])
    fit = fit_logistic(with_constant(x), y, w)
    assert fit.converged
    assert fit.probabilities[:3] == pytest.approx(2 / 4)
    assert fit.probabilities[3:] == pytest.approx(3 / 8)


def test_score_equations_hold():
    random = np.random.default_rng(5)
    x = with_constant(random.normal(size=400), random.integers(0, 2, 400))
    y = (random.random(400) < 0.3).astype(float)
    w = random.uniform(1, 900, 400)
    fit = fit_logistic(x, y, w)
    assert x.T @ (w * (y - fit.probabilities)) == pytest.approx(0, abs=1e-6)


def test_a_repeated_column_changes_no_fitted_value():
    random = np.random.default_rng(6)
    column = random.normal(size=200)
    y = (random.random(200) < 0.5).astype(float)
    once = fit_logistic(with_constant(column), y, np.ones(200))
    twice = fit_logistic(with_constant(column, column), y, np.ones(200))
    assert twice.converged
    assert twice.probabilities == pytest.approx(once.probabilities, rel=1e-9)


def test_separated_data_do_not_count_as_converged():
    x = np.array([0.0, 0, 1, 1])
    assert not fit_logistic(with_constant(x), x, np.ones(4)).converged
