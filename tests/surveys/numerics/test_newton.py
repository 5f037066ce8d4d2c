import numpy as np
import pytest

from surveys.numerics.newton import minimise


def test_a_minimum_far_from_the_start_is_found():
    # log cosh: full Newton steps from 3 run away, halved ones do not.
    def function(point):
        slope = np.tanh(point)
        return float(np.log(np.cosh(point))[0]), slope, np.diag(1 - slope**2)

    found = minimise(function, np.array([3.0]), np.ones(1))
    assert found == pytest.approx([0], abs=1e-9)


def test_a_function_that_falls_for_ever_has_none():
    def function(point):
        value = np.exp(-point)
        return float(value[0]), -value, np.diag(value)

    assert minimise(function, np.zeros(1), np.ones(1)) is None


def test_a_function_that_is_nowhere_lower_has_none():
    def function(point):
        return float("inf") if point.any() else 0.0, np.ones(1), np.eye(1)

    assert minimise(function, np.zeros(1), np.ones(1)) is None
