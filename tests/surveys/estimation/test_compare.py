"""Two groups compared; R's `svyttest` and `svyranktest` are in tests/reference."""

import numpy as np
import pytest

from surveys.estimation.compare import rank_test, ranks, t_test
from surveys.estimation.linearised import linearised
from surveys.estimation.models import CONSTANT, Model, fit
from surveys.estimation.replicated import Replicated
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import ReplicateDesign, Replicates

Y = np.array([3.0, 5.0, 7.0, 2.0, 4.0, 9.0])
GROUP = np.array([0, 0, 0, 1, 1, 1])
WEIGHTS = np.array([1.0, 2.0, 1.0, 3.0, 1.0, 2.0])


def simple(weights):
    """Rows drawn one by one, with replacement."""
    rows = len(weights)
    return linearised(Design((Stage(np.zeros(rows, int), np.arange(rows)),)), weights)


def jackknife(weights):
    """Each row left out once."""
    rows = len(weights)
    factors = (1 - np.eye(rows)) * rows / (rows - 1)
    design = ReplicateDesign(
        np.arange(rows), factors, (rows - 1) / rows, np.ones(rows), False, "JK1"
    )
    return Replicated(weights, Replicates(weights[:, None] * factors, design))


def test_a_difference_of_means_with_its_error():
    found = t_test(Y, GROUP, simple(np.ones(6)))
    assert found.difference == pytest.approx((2 + 4 + 9) / 3 - (3 + 5 + 7) / 3)
    # Contributions are deviations from the group's mean over the group's size, times 6/5.
    squares = ((-2) ** 2 + 0**2 + 2**2 + (-3) ** 2 + (-1) ** 2 + 4**2) / 3**2
    assert found.error == pytest.approx(np.sqrt(6 / 5 * squares))
    assert found.freedom == 6 - 1 - 1
    assert found.statistic == found.difference == 0
    assert found.p_value == 1


def test_the_t_test_is_the_regression_on_the_group():
    variance = simple(WEIGHTS)
    x = np.column_stack([np.ones(6), GROUP])
    terms = (CONSTANT, "group")
    fitted = fit(Model("gaussian", terms, x, Y, np.zeros(6, int)), variance)
    found = t_test(Y, GROUP, variance)
    assert found.difference == pytest.approx(fitted.coefficients[1])
    assert found.error == pytest.approx(fitted.errors[1])
    assert found.freedom == fitted.freedom
    assert found.p_value == pytest.approx(fitted.wald(["group"]).p_value)


def test_replicates_serve_as_well():
    found = t_test(Y, GROUP, jackknife(WEIGHTS))
    assert found.difference == t_test(Y, GROUP, simple(WEIGHTS)).difference
    left_out = [
        t_test(np.delete(Y, row), np.delete(GROUP, row), simple(np.delete(WEIGHTS, row))).difference
        for row in range(6)
    ]
    assert found.error == pytest.approx(np.sqrt(5 * np.var(left_out)))


def test_ranks_are_shares_below_with_half_of_the_equal():
    y, weights = np.array([2.0, 1.0, 2.0, 3.0]), np.array([1.0, 1.0, 2.0, 4.0])
    tied = (1 + (1 + 2) / 2) / 8
    assert ranks(y, weights).tolist() == [tied, 0.5 / 8, tied, (4 + 4 / 2) / 8]


def test_the_rank_test_knows_the_order_of_values_only():
    variance = simple(WEIGHTS)
    assert rank_test(Y, GROUP, variance) == rank_test(np.exp(Y), GROUP, variance)
    assert rank_test(Y, GROUP, variance).difference == pytest.approx(
        -rank_test(-Y, GROUP, variance).difference
    )


def test_rows_outside_and_without_a_value_are_not_ranked():
    y, group = np.append(Y, [100.0, np.nan]), np.append(GROUP, [-1, 1])
    variance = simple(np.append(WEIGHTS, [5.0, 5.0]))
    alone = rank_test(Y, GROUP, simple(WEIGHTS))
    assert rank_test(y, group, variance).difference == pytest.approx(alone.difference)
    assert rank_test(y, group, variance).freedom == alone.freedom


@pytest.mark.parametrize("test", [t_test, rank_test])
def test_no_test_without_a_second_group(test):
    found = test(Y, np.zeros(6, int), simple(WEIGHTS))
    assert np.isnan([found.difference, found.error, found.statistic, found.p_value]).all()


def test_no_test_without_spread():
    found = t_test(np.full(6, 2.0), GROUP, simple(WEIGHTS))
    assert found.difference == 0
    assert np.isnan([found.statistic, found.p_value]).all()


def test_no_test_without_degrees_of_freedom():
    """Two clusters leave one degree of freedom, and the second coefficient takes it."""
    design = Design((Stage(np.zeros(6, int), np.array([0, 0, 1, 0, 1, 1])),))
    found = t_test(Y, GROUP, linearised(design, WEIGHTS))
    assert found.freedom == 0
    assert found.error > 0
    assert np.isnan([found.statistic, found.p_value]).all()
