"""Precision that a sample will have, and the sample that a precision needs."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf, sqrt
from statistics import NormalDist

SLACK = 1e-9
"""What arithmetic may add to a whole number before it is rounded up."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of design and weights; the design effect is their product (Kish 1992).

    `take` persons are interviewed in each cluster, `icc` is the intraclass correlation there,
    `cv_of_weights` the coefficient of variation of the final weights.
    """

    take: float = 1
    icc: float = 0
    cv_of_weights: float = 0

    @property
    def design_effect(self) -> float:
        """(1 + (take − 1) icc) (1 + cv²)."""
        return (1 + (self.take - 1) * self.icc) * (1 + self.cv_of_weights**2)


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of the issued cases that are eligible, of these contacted, of these answering."""

    eligible: float = 1
    contacted: float = 1
    answering: float = 1

    @property
    def completes(self) -> float:
        """Interviews per issued case."""
        return self.eligible * self.contacted * self.answering


def margin_of_error(
    n: float,
    share: float,
    design_effect: float = 1,
    *,
    population: float = inf,
    confidence: float = 0.95,
) -> float:
    """Half the width of the interval of a share: z √(deff p(1 − p)/n (1 − n/N))."""
    return _z(confidence) * _error(n, share, design_effect, population)


def coefficient_of_variation(
    n: float, share: float, design_effect: float = 1, *, population: float = inf
) -> float:
    """The standard error of a share, relative to the share."""
    return _error(n, share, design_effect, population) / share


def size_for_margin(
    margin: float,
    share: float,
    design_effect: float = 1,
    *,
    population: float = inf,
    confidence: float = 0.95,
) -> int:
    """The completes whose margin of error is at most `margin`."""
    return _size((margin / _z(confidence)) ** 2, share, design_effect, population)


def size_for_variation(
    variation: float, share: float, design_effect: float = 1, *, population: float = inf
) -> int:
    """The completes whose coefficient of variation is at most `variation`."""
    return _size((variation * share) ** 2, share, design_effect, population)


def issued(completes: float, rates: Rates) -> int:
    """The cases to issue for so many completes."""
    return _up(completes / rates.completes)


def detectable_difference(
    n_first: float,
    n_second: float,
    share: float,
    design_effect: float = 1,
    *,
    power: float = 0.8,
    confidence: float = 0.95,
) -> float:
    """The smallest difference between two independent groups that a two-sided test will show.

    (z of the test + z of the power) √(deff p(1 − p)(1/n₁ + 1/n₂)); Cohen 1988.
    """
    variance = design_effect * share * (1 - share) * (1 / n_first + 1 / n_second)
    return (_z(confidence) + NormalDist().inv_cdf(power)) * sqrt(variance)


def size_for_difference(
    difference: float,
    share: float,
    design_effect: float = 1,
    *,
    power: float = 0.8,
    confidence: float = 0.95,
) -> int:
    """The completes in each of two groups for which `difference` is detectable."""
    single = detectable_difference(1, 1, share, design_effect, power=power, confidence=confidence)
    return _up((single / difference) ** 2)


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _error(n: float, share: float, design_effect: float, population: float) -> float:
    return sqrt(design_effect * share * (1 - share) / n * max(1 - n / population, 0))


def _size(variance: float, share: float, design_effect: float, population: float) -> int:
    """n₀/(1 + n₀/N), n₀ = deff p(1 − p)/variance (Cochran 1977)."""
    infinite = design_effect * share * (1 - share) / variance
    return _up(infinite / (1 + infinite / population))


def _up(number: float) -> int:
    return ceil(number - SLACK * max(number, 1))
