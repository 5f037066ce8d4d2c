"""What each weighting step did, as plain numbers that a release can keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarginReport:
    """One level of one margin: the control total and the weighted sums before and after."""

    margin: str
    level: str
    target: float
    before: float
    after: float
    n: int


@dataclass(frozen=True, slots=True)
class StepReport:
    """What one weighting step did.

    `kind` is the step's name in the plan; sums and quantiles describe the weights after it;
    `design_effect` is Kish's 1 + cv²; `factors` are after/before per respondent: smallest, median,
    largest. `margins` is filled by post-stratification, raking and calibration.
    """

    kind: str
    n: int
    total: float
    minimum: float
    median: float
    maximum: float
    design_effect: float
    factors: tuple[float, float, float]
    iterations: int = 0
    margins: tuple[MarginReport, ...] = ()
