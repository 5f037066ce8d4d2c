"""Where tests of independence exist and where not; R's statistics are in tests/reference."""

import numpy as np
import pytest

from surveys.estimation.association import independence
from surveys.estimation.linearised import linearised
from tests.surveys.plans.estimation.example import design_of

RAO_SCOTT, WALD = ["rao_scott", "rao_scott_first_order"], ["wald", "wald_adjusted"]
ROWS = 60
ROW = np.arange(ROWS)
ONE, OTHER = ROW // 3 % 3, ROW % 2


def result_of(one, other, test, clusters=ROWS):
    drawn = (ROW * clusters // ROWS).tolist()
    variance = linearised(design_of([0] * ROWS, drawn, lonely_psu="remove"), 1.0 + ROW % 5)
    (found,) = independence(one, [other], variance, test)
    return found


def nothing(found):
    return bool(np.isnan([found.statistic, found.above, found.below, found.p_value]).all())


@pytest.mark.parametrize("test", RAO_SCOTT + WALD)
def test_a_level_that_does_not_occur_changes_nothing(test):
    assert result_of(2 * ONE, OTHER, test) == result_of(ONE, OTHER, test)
    assert not nothing(result_of(ONE, OTHER, test))


@pytest.mark.parametrize("test", RAO_SCOTT + WALD)
def test_one_level_is_independent_of_nothing(test):
    assert nothing(result_of(ONE, np.zeros(ROWS, int), test))
    assert nothing(result_of(ONE, np.full(ROWS, -1), test))


@pytest.mark.parametrize("test", RAO_SCOTT)
def test_a_category_and_itself_have_too_few_cells_or_nothing_that_varies(test):
    assert nothing(result_of(ONE, ONE, test))
    assert nothing(result_of(OTHER, OTHER, test))


@pytest.mark.parametrize("test", RAO_SCOTT)
def test_one_empty_cell_does_no_harm(test):
    assert not nothing(result_of(ONE, np.where(ONE == 2, 0, OTHER), test))


@pytest.mark.parametrize(("test", "least"), [("rao_scott", 2), ("wald", 3), ("wald_adjusted", 3)])
def test_a_test_needs_degrees_of_freedom(test, least):
    """Three by two levels have two interactions, and as many a Wald test needs."""
    assert nothing(result_of(ONE, OTHER, test, clusters=least - 1))
    assert not nothing(result_of(ONE, OTHER, test, clusters=least))
