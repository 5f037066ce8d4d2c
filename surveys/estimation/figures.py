"""What is known of each number of a statistic: its error, its base, and what limits it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress

import numpy as np

from surveys.estimation.columns import counted
from surveys.estimation.intervals import counts_as_zero, interval
from surveys.estimation.methods import IntervalMethod
from surveys.estimation.quantiles import quantiles
from surveys.estimation.replicated import Variance
from surveys.estimation.simple_random import simple_random_variances
from surveys.estimation.statistics import Base, OfTotals
from surveys.numerics.grouping import Floats, IntCodes, Mask


@dataclass(frozen=True, slots=True)
class Figures:
    """k numbers with errors, limits and design effects, NaN where they do not exist."""

    values: Floats
    errors: Floats
    lower: Floats
    upper: Floats
    design_effects: Floats
    base: Base
    counts: IntCodes
    flags: dict[str, Mask]

    def flagged(self) -> list[tuple[str, ...]]:
        """The flags of each number."""
        raised = zip(*(each.tolist() for each in self.flags.values()), strict=True)
        return [tuple(compress(self.flags, row)) for row in raised]


def figures_of(
    statistic: OfTotals,
    variance: Variance,
    method: IntervalMethod,
    confidence: float,
    *,
    shares: bool,
) -> Figures:
    """All numbers of a statistic; a flag names what keeps one from having an error or interval."""
    domains = int(statistic.domain_of.max(initial=-1)) + 1
    base = variance.base(statistic.domain, domains).at(statistic.domain_of)
    values = statistic.values(variance.weights)
    counts = _counts(statistic, variance, len(values))
    flags = _flags(values, counts, base, shares=shares)
    unknown = np.logical_or.reduce(list(flags.values()))
    with np.errstate(invalid="ignore"):
        errors = np.where(unknown, np.nan, np.sqrt(variance.variances(statistic)))
        flags["undefined_in_replicates"] = ~unknown & np.isnan(errors)
        simple_random = simple_random_variances(statistic, variance.weights, base)
        simple_random[counts_as_zero(np.sqrt(np.abs(simple_random)), values)] = np.nan
        effects = np.square(errors) / simple_random
    zero = ~unknown & counts_as_zero(errors, values)
    errors = np.where(zero, 0.0, errors)
    lower, upper = interval(method, values, errors, base.freedom, base.n, confidence)
    if method != "none":
        lower, upper = np.where(zero, values, lower), np.where(zero, values, upper)
    effects = np.where(zero, 0.0 * effects, effects)
    values = np.where(base.n > 0, values, np.nan)
    flags["no_sampling_variance"] = zero
    return Figures(values, errors, lower, upper, effects, base, counts, flags)


def _counts(statistic: OfTotals, variance: Variance, k: int) -> IntCodes:
    """Rows that count in the numerator, for values of 0 and 1."""
    once = statistic.columns.totals(counted(variance.weights))
    return np.asarray(np.round(once.reshape(k, -1)[:, 0]), np.int64)


def _flags(values: Floats, counts: IntCodes, base: Base, *, shares: bool) -> dict[str, Mask]:
    """What keeps an estimate from having a standard error and an interval."""
    empty = base.n == 0
    undefined = ~empty & np.isnan(values)
    defined = ~empty & ~undefined
    flags = {
        "empty_domain": empty,
        "zero_denominator": undefined,
        "no_degrees_of_freedom": defined & (base.freedom <= 0),
    }
    if shares:
        flags["degenerate_proportion"] = defined & ((counts == 0) | (counts == base.n))
    return flags


def medians_of(
    y: Floats, domain: IntCodes, domains: int, variance: Variance, confidence: float
) -> Figures:
    """Medians of y (n,) per domain, `domain` (layers, n), with the interval of Woodruff."""
    base = variance.base(domain, domains)
    found = np.full((4, domains), np.nan)
    half = np.array([0.5])
    for each in np.flatnonzero(base.n > 0):
        inside = np.where((domain == each).any(0), 0, -1)
        one = quantiles(y, inside, variance, half, confidence=confidence)
        found[:, each] = [one.values[0], one.errors[0], one.lower[0], one.upper[0]]
    flags = {
        "empty_domain": base.n == 0,
        "no_degrees_of_freedom": (base.n > 0) & (base.freedom <= 0),
    }
    allowed = (base.n > 0) & (base.freedom > 0)
    flags["undefined_in_replicates"] = allowed & np.isnan(found[1])
    found[1:, base.freedom <= 0] = np.nan
    nothing = np.full(domains, np.nan)
    return Figures(
        found[0], found[1], found[2], found[3], nothing, base, np.zeros(domains, np.int64), flags
    )
