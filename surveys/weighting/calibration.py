"""Calibration: weights w = d F(x'λ) that meet totals of categories and of numbers.

λ solves Σ d F(x'λ) x = T by Newton's method (Deville & Särndal 1992). Rows alike in x share their
factor g = F(x'λ), so the work is done on cells. It has converged only when the totals are met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from surveys.numerics.grouping import Floats
from surveys.numerics.newton import solve

Distance = Literal["linear", "raking", "logit"]
Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Factor:
    """g = F(u) with F(0) = F'(0) = 1: `value` and `slope` (cells,) at u (cells,)."""

    value: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


def factor_of(distance: Distance, bounds: Bounds | None) -> Factor:
    """The factor function of a distance; `linear` may be bounded, `logit` always is."""
    if distance == "raking":
        return Factor(np.exp, np.exp)
    if distance == "linear" and bounds is None:
        return Factor(lambda u: 1 + u, np.ones_like)
    assert bounds is not None
    low, high = bounds
    if distance == "linear":
        return Factor(
            lambda u: np.clip(1 + u, low, high),
            lambda u: ((1 + u > low) & (1 + u < high)).astype(np.float64),
        )
    steep = (high - low) / ((1 - low) * (high - 1))

    def value(u: Floats) -> Floats:
        # Written with e^{-|Au|} so that no term overflows.
        grown = np.exp(-np.abs(steep * u))
        up, down = np.where(u > 0, 1.0, grown), np.where(u > 0, grown, 1.0)
        return np.asarray(
            (low * (high - 1) * down + high * (1 - low) * up) / ((high - 1) * down + (1 - low) * up)
        )

    def slope(u: Floats) -> Floats:
        g = value(u)
        return steep * (g - low) * (high - g) / (high - low)

    return Factor(value, slope)


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Factors g (cells,), the iterations spent, and |sum − total| / scale of every total (p,)."""

    factors: Floats
    iterations: int
    errors: Floats


def calibrate(
    weights: Floats,
    matrix: Floats,
    totals: Floats,
    factor: Factor,
    tolerance: float,
    iterations: int,
) -> Calibrated:
    """The factors of cells with weights (cells,) and calibration variables `matrix` (cells, p).

    An error is relative to the total, or to Σ d |x| where that is larger; it is at most `tolerance`
    unless there is no solution. Collinear columns, as margins with one sum, do no harm.
    """
    scale = np.maximum(np.abs(totals), np.abs(matrix).T @ weights)
    scale = np.where(scale > 0, scale, 1.0)
    x, target = matrix / scale, totals / scale

    def equations(point: Floats) -> tuple[Floats, Floats]:
        with np.errstate(over="ignore", invalid="ignore"):
            g = factor.value(x @ point)
            slope = (x * (weights * factor.slope(x @ point))[:, None]).T @ x
            return target - x.T @ (weights * g), slope

    found = solve(equations, np.zeros(x.shape[1]), tolerance, iterations)
    return Calibrated(factor.value(x @ found.point), found.iterations, np.abs(found.missing))
