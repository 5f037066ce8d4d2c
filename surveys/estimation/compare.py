"""Two groups compared: Student's t on means, Wilcoxon's test on ranks.

Both are regressions on a binary variable with design-based errors, and so differences of two
domain means (Binder 1983); ranks after Lumley & Scott (2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from surveys.estimation.replicated import Variance
from surveys.estimation.statistics import combined, means
from surveys.numerics.grouping import Floats, IntCodes


@dataclass(frozen=True, slots=True)
class Comparison:
    """The second group's mean less the first's, its standard error, t and two-sided p-value.

    `freedom` is that of the rows compared, less one for the second coefficient. The statistic and
    the p-value are NaN where the test does not exist: a group without rows, no spread, or no
    degrees of freedom.
    """

    difference: float
    error: float
    statistic: float
    freedom: int
    p_value: float


def t_test(y: Floats, group: IntCodes, variance: Variance) -> Comparison:
    """Whether y (n,) has the same mean in groups 0 and 1; rows coded -1 or without y stay out."""
    group = np.where(np.isfinite(y), group, -1)
    statistic = combined(means(y[:, None], group, 2), np.array([[-1.0], [1.0]]))
    difference = float(statistic.values(variance.weights)[0])
    freedom = variance.freedom(statistic.domain) - 1
    if np.isnan(difference):
        return Comparison(difference, np.nan, np.nan, freedom, np.nan)
    error = float(np.sqrt(variance.variances(statistic)[0]))
    ratio = difference / error if error > 0 and freedom > 0 else np.nan
    return Comparison(difference, error, ratio, freedom, float(2 * stdtr(freedom, -abs(ratio))))


def rank_test(y: Floats, group: IntCodes, variance: Variance) -> Comparison:
    """Whether y tends to be larger in one of groups 0 and 1: the t test of `ranks`.

    The ranks are those of the full sample in every replicate too: under the hypothesis their own
    sampling does not matter in large samples.
    """
    inside = (group >= 0) & np.isfinite(y) & (variance.weights != 0)
    scores = np.full(len(y), np.nan)
    scores[inside] = ranks(y[inside], variance.weights[inside])
    return t_test(scores, group, variance)


def ranks(y: Floats, weights: Floats) -> Floats:
    """The estimated share of the population below each y (n,), with half of those equal to it."""
    _, place = np.unique(y, return_inverse=True)
    equal = np.bincount(place, weights)
    return np.asarray(((np.cumsum(equal) - equal / 2) / equal.sum())[place])
