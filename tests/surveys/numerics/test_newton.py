import numpy as np
import pytest

from surveys.numerics.newton import solve


def test_a_solution_far_from_the_start_is_found():
    """Of tanh x = 0: full Newton steps from 3 run away, halved ones do not."""
    solution = solve(lambda x: (-np.tanh(x), np.diag(1 - np.tanh(x) ** 2)), np.array([3.0]))
    assert solution.found(1e-12)
    assert solution.point == pytest.approx([0], abs=1e-9)


def test_a_solution_at_infinity_is_not_found():
    """exp −x vanishes there, but every step has length one."""
    solution = solve(lambda x: (np.exp(-x), np.diag(np.exp(-x))), np.zeros(1))
    assert abs(solution.missing[0]) < 1e-12
    assert not solution.found(1e-12)


def test_where_no_step_comes_nearer_the_end_is_told():
    """x² + 1 = 0 has no solution."""
    solution = solve(lambda x: (-(x**2) - 1, np.diag(2 * x)), np.array([1.0]))
    assert not solution.found(0.5)
    assert solution.iterations < 100


def test_equations_without_unknowns():
    assert solve(lambda x: (x, np.zeros((0, 0))), np.zeros(0)).found(0.0)
