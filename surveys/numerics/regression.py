"""Coefficients that make weighted sums of means add up to given sums.

Generalised linear models with canonical links are fitted so, and calibration finds its factors so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit

from surveys.numerics.grouping import Floats
from surveys.numerics.matrices import Matrix, products
from surveys.numerics.newton import Solution, solve

Family = Literal["gaussian", "binomial", "poisson"]


@dataclass(frozen=True, slots=True)
class Link:
    """The mean by the linear predictor, and the mean's derivative by the mean itself."""

    mean: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


LINKS: dict[Family, Link] = {
    "gaussian": Link(lambda linear: linear, np.ones_like),
    "binomial": Link(expit, lambda m: m * (1 - m)),
    "poisson": Link(np.exp, lambda m: m),
}


def fit(
    link: Link,
    x: Matrix,
    weights: Floats,
    sums: Floats,
    scale: Floats,
    start: Floats,
    tolerance: float = 1e-13,
    iterations: int = 100,
) -> Solution:
    """Coefficients b (p,) that solve Σ w x μ(x'b) = `sums`, each equation relative to `scale`."""

    def equations(point: Floats) -> tuple[Floats, Floats]:
        with np.errstate(over="ignore", invalid="ignore"):
            mean = link.mean(x @ point)
            slope = products(x, weights * link.slope(mean))
            return (sums - x.T @ (weights * mean)) / scale, slope / scale[:, None]

    return solve(equations, start, tolerance, iterations)
