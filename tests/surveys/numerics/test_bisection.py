import numpy as np
import pytest

from surveys.numerics.bisection import last_where


def test_the_last_number_that_fits():
    assert last_where(lambda x: x * x <= 2, 0.0, 2.0, 60) == pytest.approx(2**0.5)


def test_each_element_by_itself_and_in_either_direction():
    limits = np.array([0.25, 0.75])
    assert last_where(lambda x: x <= limits, np.zeros(2), 1.0, 60) == pytest.approx(limits)
    assert last_where(lambda x: x >= limits, np.ones(2), 0.0, 60) == pytest.approx(limits)
