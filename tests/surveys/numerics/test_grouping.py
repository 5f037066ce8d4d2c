import numpy as np

from surveys.numerics.grouping import cells_of, crossed, group_sums, indicators


def test_crossed_codes_only_combinations_that_occur():
    codes, first = crossed([np.array([0, 1, 0, 1]), np.array([2, 0, 2, 1])])
    assert codes.tolist() == [0, 1, 0, 2]
    assert first.tolist() == [0, 1, 3]


def test_cells_are_all_combinations_while_they_are_few_and_then_those_that_occur():
    one, other = np.array([0, 1, 1]), np.array([1, 0, 1])
    few = cells_of([one, other], [2, 2])
    assert (few.codes.tolist(), len(few)) == ([1, 2, 3], 4)
    many = cells_of([one, other * 99], [100, 100])
    assert (many.codes.tolist(), len(many)) == ([0, 1, 2], 3)
    assert [part.tolist() for part in many.parts] == [[0, 1, 1], [99, 0, 99]]


def test_group_sums_of_one_column_and_of_several():
    codes = np.array([0, 1, 0])
    assert group_sums(np.array([1.0, 2, 3]), codes, 3).tolist() == [1 + 3, 2, 0]
    two = group_sums(np.array([[1.0, 10], [2, 20], [3, 30]]), codes, 2)
    assert two.tolist() == [[1 + 3, 10 + 30], [2, 20]]


def test_indicators_leave_missing_rows_at_zero():
    assert indicators(np.array([1, -1]), 2).tolist() == [[0, 1], [0, 0]]
