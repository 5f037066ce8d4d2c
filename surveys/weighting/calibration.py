"""Calibration: weights w = d F(x'λ) that meet totals of categories and of numbers.

λ solves Σ d F(x'λ) x = T by Newton's method (Deville & Särndal 1992). Rows alike in x share their
factor g = F(x'λ), so the work is done on cells. It has converged only when the totals are met.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from surveys.numerics.grouping import Floats
from surveys.numerics.matrices import Matrix, scaled
from surveys.numerics.regression import LINKS, Link, fit

Distance = Literal["linear", "raking", "logit"]
Bounds = tuple[float, float]


def factor_of(distance: Distance, bounds: Bounds | None) -> Link:
    """g = F(u) with F(0) = F'(0) = 1; `linear` may be bounded, `logit` always is."""
    if distance == "raking":
        return LINKS["poisson"]
    if distance == "linear" and bounds is None:
        return Link(lambda u: 1 + u, np.ones_like)
    assert bounds is not None
    low, high = bounds
    if distance == "linear":
        return Link(
            lambda u: np.clip(1 + u, low, high), lambda g: ((g > low) & (g < high)).astype(float)
        )
    steep = (high - low) / ((1 - low) * (high - 1))

    def value(u: Floats) -> Floats:
        # Written with e^{-|Au|} so that no term overflows.
        grown = np.exp(-np.abs(steep * u))
        up, down = np.where(u > 0, 1.0, grown), np.where(u > 0, grown, 1.0)
        return np.asarray(
            (low * (high - 1) * down + high * (1 - low) * up) / ((high - 1) * down + (1 - low) * up)
        )

    return Link(value, lambda g: steep * (g - low) * (high - g) / (high - low))


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Factors g (cells,), the iterations spent, and |sum − total| / scale of every total (p,)."""

    factors: Floats
    iterations: int
    errors: Floats


def calibrate(
    weights: Floats,
    matrix: Matrix,
    totals: Floats,
    factor: Link,
    tolerance: float,
    iterations: int,
) -> Calibrated:
    """The factors of cells with weights (cells,) and calibration variables `matrix` (cells, p).

    An error is relative to the total, or to Σ d |x| where that is larger; it is at most `tolerance`
    unless there is no solution. Collinear columns, as margins with one sum, do no harm.
    """
    sizes: Any = abs(matrix)
    scale = np.maximum(np.abs(totals), sizes.T @ weights)
    scale = np.where(scale > 0, scale, 1.0)
    x, p = scaled(matrix, 1 / scale), len(totals)
    found = fit(factor, x, weights, totals / scale, np.ones(p), np.zeros(p), tolerance, iterations)
    return Calibrated(factor.mean(x @ found.point), found.iterations, np.abs(found.missing))
