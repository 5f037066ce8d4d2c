"""Weighted logistic regression by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LogisticFit:
    """Coefficients (p,), fitted probabilities (n,), and whether the score equations are met."""

    coefficients: Floats
    probabilities: Floats
    iterations: int
    converged: bool


def fit_logistic(
    x: Floats, y: Floats, weights: Floats, *, tolerance: float = 1e-10, iterations: int = 50
) -> LogisticFit:
    """Solve sum w x (y - p) = 0 for p = expit(x b), weights w scaled to mean one.

    Collinear columns of `x` share their effect (pseudo-inverse), so fitted values stay unique.
    With separated data the coefficients grow without bound and the fit is reported as not
    converged.
    """
    weights = weights / weights.mean()
    scale = np.maximum(np.abs(x).T @ weights, 1.0)
    coefficients = np.zeros(x.shape[1])
    for iteration in range(1, iterations + 1):
        p = expit(x @ coefficients)
        score = x.T @ (weights * (y - p))
        if np.max(np.abs(score) / scale) < tolerance:
            separated = bool(np.min(np.minimum(p, 1 - p)) < 1e-8)
            return LogisticFit(coefficients, p, iteration, not separated)
        information = (x * (weights * p * (1 - p))[:, None]).T @ x
        coefficients = coefficients + np.linalg.pinv(information, hermitian=True) @ score
    return LogisticFit(coefficients, expit(x @ coefficients), iterations, False)
