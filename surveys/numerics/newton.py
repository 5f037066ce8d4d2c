"""Equations solved by Newton's method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from surveys.numerics.grouping import Floats

Equations = Callable[[Floats], tuple[Floats, Floats]]
HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Solution:
    """A point (p,), what each equation still misses there, the steps taken, and if they closed in.

    Where the solution lies at infinity, as with separated data, what is missed vanishes too, but
    the steps stay long and each takes away the same share.
    """

    point: Floats
    missing: Floats
    iterations: int
    closed_in: bool

    def found(self, tolerance: float) -> bool:
        """Whether this is a solution, and no equation misses more."""
        return self.closed_in and bool(np.max(np.abs(self.missing), initial=0.0) <= tolerance)


def solve(
    equations: Equations, start: Floats, tolerance: float = 1e-13, iterations: int = 100
) -> Solution:
    """The end of Newton's method, at a solution or not.

    `equations` give what they miss at a point (p,) and its derivative with changed sign (p, p). A
    step that comes no nearer is halved. Equations that follow from each other do no harm.
    """
    point, spent, closed_in = start, 0, True
    missing, slope = equations(point)
    while (worst := np.max(np.abs(missing), initial=0.0)) > tolerance and spent < iterations:
        step = np.linalg.lstsq(slope, missing, rcond=1e-13)[0]
        for _ in range(HALVINGS):
            now, slope = equations(point + step)
            if (left := np.max(np.abs(now))) < worst:
                break
            step = step / 2
        else:
            break  # as near as rounding allows
        point, missing, spent = point + step, now, spent + 1
        closed_in = bool(left < 0.1 * worst or np.max(np.abs(step)) < 1e-3)
    return Solution(point, missing, spent, closed_in)
