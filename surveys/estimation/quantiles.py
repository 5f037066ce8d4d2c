"""Quantiles of a weighted distribution, with the interval of Woodruff (1952).

Rules: `math` is the smallest value x with F(x) ≥ p; `school` the mean of two neighbours where F(x)
meets p exactly; `hf7` joins the points (C_{k-1}/C_{n-1}, x_k), C the cumulated weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from surveys.estimation.intervals import interval, t_quantile
from surveys.estimation.linearised import Linearised
from surveys.estimation.methods import IntervalMethod
from surveys.estimation.replicated import Variance
from surveys.estimation.statistics import means
from surveys.numerics.grouping import Floats, IntCodes

Rule = Literal["math", "school", "hf7"]
TIE = 1e-12


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Per probability (q,): value, standard error (interval width over 2 t), and limits."""

    values: Floats
    errors: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class Distribution:
    """Sorted values of the rows that count, and their weights, ties pooled or not."""

    values: Floats
    weights: Floats

    def quantiles(self, probabilities: Floats, rule: Rule) -> Floats:
        """The quantiles at `probabilities`; NaN where a probability is NaN."""
        if rule == "hf7":
            heights = np.concatenate([[0.0], np.cumsum(self.weights[:-1])])
            return np.interp(probabilities, heights / max(heights[-1], TIE), self.values)
        heights = np.cumsum(self.weights) / self.weights.sum()
        place = np.searchsorted(heights, probabilities - TIE)
        place = np.minimum(place, len(self.values) - 1)
        found = self.values[place]
        if rule == "school":
            tie = np.abs(heights[place] - probabilities) < TIE
            following = self.values[np.minimum(place + 1, len(self.values) - 1)]
            found = np.where(tie, (found + following) / 2, found)
        return np.where(np.isnan(probabilities), np.nan, found)


def distribution(y: Floats, weights: Floats, rule: Rule) -> Distribution:
    """The distribution of y over the rows with a weight; the first two rules pool ties."""
    counted = (weights > 0) & np.isfinite(y)
    y, weights = y[counted], weights[counted]
    if rule != "hf7":
        values, place = np.unique(y, return_inverse=True)
        return Distribution(values, np.asarray(np.bincount(place, weights), np.float64))
    order = np.argsort(y, kind="stable")
    return Distribution(y[order], weights[order])


def quantiles(
    y: Floats,
    domain: IntCodes,
    variance: Variance,
    probabilities: Floats,
    *,
    rule: Rule = "math",
    method: IntervalMethod = "t",
    confidence: float = 0.95,
    n: int | None = None,
) -> Quantiles:
    """Quantiles of y (n,) over the rows with domain 0.

    The variance of F at the quantile gives limits for p by `method`, which the same rule maps back
    to values. Missing values (NaN) leave the domain. `n` is the sample size of Korn and Graubard's
    limits, by default the rows that count.
    """
    domain = np.where(np.isfinite(y), domain, -1)
    weights = np.where(domain == 0, variance.weights, 0.0)
    heights = distribution(y, weights, rule)
    values = heights.quantiles(probabilities, rule)
    below = means((y[:, None] <= values).astype(np.float64), domain)
    errors = np.sqrt(variance.variances(below))
    freedom = variance.freedom(domain)
    counted = int(np.count_nonzero(weights)) if n is None else n
    shares = probabilities
    if isinstance(variance, Linearised):
        shares = below.values(variance.weights)
    low, high = interval(method, shares, errors, freedom, counted, confidence)
    lower, upper = (heights.quantiles(np.clip(limit, 0.0, 1.0), rule) for limit in (low, high))
    width = 2 * t_quantile(freedom, confidence)
    return Quantiles(values, (upper - lower) / width, lower, upper)
