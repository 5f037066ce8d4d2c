"""The variance of a simple random sample of the same size: the yardstick of design effects."""

from __future__ import annotations

import numpy as np

from surveys.estimation.statistics import Base, OfTotals
from surveys.numerics.grouping import Floats


def simple_random_variances(
    statistic: OfTotals, weights: Floats, base: Base, *, replacement: bool = False
) -> Floats:
    """The variances (k,) that a simple random sample of as many rows would have.

    s² = [Σ w (u − mean u)² / N] n/(n − 1) of u = N z, and V = (1 − n/N) s²/n, or s²/n with
    replacement; `base` tells n, the domain's rows with a weight, and N, the sum of their
    weights, of every number (Kish 1965). NaN where n < 2 or, without replacement, N ≤ n.
    """
    columns, n, population = statistic.columns, base.n, base.population
    totals = columns.totals(weights)
    jacobian = statistic.derivative(totals)
    size, v = columns.size, columns.values.shape[1]
    by_code = jacobian.reshape(size, v, -1)
    squares = np.einsum("cak,cab,cbk->k", by_code, columns.moments(weights), by_code)
    sums = totals @ jacobian
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = population * (squares - sums**2 / population) * n / (n - 1)
        correction = 1.0 if replacement else 1 - n / population
        return np.asarray(np.where((n > 1) & (correction > 0), correction * spread / n, np.nan))
