"""Totals, means and ratios with their influence values, and the simple random sampling yardstick.

Everywhere `y` has shape (n, p), `members` (n, k) with p or k equal to one: 1 for the rows of a
domain that have a value, else 0. Rows never leave the design (Särndal et al. 1992, ch. 10).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surveys.numerics.grouping import Floats


@dataclass(frozen=True, slots=True)
class Linear:
    """Estimates (k,), and the influence values z (n, k) of every row, not weighted."""

    values: Floats
    influence: Floats


def totals(y: Floats, weights: Floats, members: Floats) -> Linear:
    """Totals sum w y, with z = y."""
    influence = y * members
    return Linear(weights @ influence, influence)


def ratios(y: Floats, x: Floats, weights: Floats, members: Floats) -> Linear:
    """Ratios R of the totals of y and x, with z = (y - R x) / total of x; NaN where that is 0."""
    denominators = np.broadcast_to(weights @ (x * members), (weights @ (y * members)).shape)
    denominators = np.where(denominators == 0, np.nan, denominators)
    values = weights @ (y * members) / denominators
    return Linear(values, members * (y - values * x) / denominators)


def means(y: Floats, weights: Floats, members: Floats) -> Linear:
    """Means: the ratio with x = 1."""
    return ratios(y, np.ones((len(weights), 1)), weights, members)


def simple_random_variances(
    influence: Floats, weights: Floats, members: Floats, *, replacement: bool = False
) -> Floats:
    """The variances (k,) that a simple random sample of as many rows would have.

    s² = [sum w (u - mean u)² / N] n / (n - 1) of u = N z, and V = (1 - n/N) s²/n, or s²/n with
    replacement; n counts the rows with positive weight, N is the sum of their weights (Kish 1965).
    NaN where n < 2 or, without replacement, N <= n.
    """
    n = (members * (weights > 0)[:, None]).sum(0)
    population = weights @ members
    shape = np.broadcast_shapes(n.shape, (influence.shape[1],))
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = weights @ (influence * members) / population
        squares = weights @ np.square((influence - centre) * members)
        spread = population * squares * n / (n - 1)
        correction = 1.0 if replacement else 1 - n / population
        result = np.where((n > 1) & (correction > 0), correction * spread / n, np.nan)
    return np.broadcast_to(result, shape)
