"""The record of one estimate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from surveys.estimation.methods import IntervalMethod

Statistic = Literal["proportion", "mean", "median", "total", "ratio"]
SampleKind = Literal["probability", "volunteers"]
Domain = tuple[tuple[str, str], ...]
"""Variable and level pairs that define the domain; the empty tuple is the whole population."""


ADDED_LATER = {"added_later": True}
"""Marks a field that older releases do not have: stored only where it differs from its default."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with what must be known to judge it; nothing is rounded.

    `name` is the indicator's name in the plan, `level` the category a proportion is of (or "").
    Shares are fractions, not percentages. `standard_error`, `lower`, `upper` and `design_effect`
    are None where they do not exist (no degrees of freedom; a proportion of 0 or 1 has no
    interval). `n` counts respondents with a value in the domain, `clusters` their PSUs,
    `population` is the sum of their weights, `effective_n` is n / design_effect.
    `count` is the number of respondents in the numerator of a proportion (else None).
    `variance` names the method: "linearised", "residual" after calibration, "replicate:…", or
    "rake_compatible" for R's `rake()`.
    `flags` are codes of what limits the number, such as "no_degrees_of_freedom".
    `sample` tells a number that rests on a model of volunteers: whatever is made of it says so. It
    has no design effect; its `variance` is "analytic" or "bootstrap", `population` what the
    volunteers' weights or the reference sample's add up to, and the degrees of freedom are those
    of the reference sample.
    """

    name: str
    statistic: Statistic
    level: str
    domain: Domain
    value: float
    standard_error: float | None
    degrees_of_freedom: int
    lower: float | None
    upper: float | None
    design_effect: float | None
    n: int
    effective_n: float | None
    population: float
    clusters: int
    missing: int
    count: int | None
    interval: IntervalMethod
    variance: str
    flags: tuple[str, ...] = ()
    unit: str = ""
    """"share" for proportions, an ISO 4217 code for money, else the variable's plain unit."""
    sample: SampleKind = field(default="probability", metadata=ADDED_LATER)

    @property
    def coefficient_of_variation(self) -> float | None:
        """Standard error over estimate; None where either does not allow it."""
        if self.standard_error is None or self.value == 0:
            return None
        return self.standard_error / abs(self.value)
