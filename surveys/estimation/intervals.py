"""Confidence intervals by t with the design degrees of freedom.

`error` is the standard error, `freedom` the degrees of freedom of the domain. Distribution
functions come from scipy.special: scipy.stats takes a second to import.
"""

from __future__ import annotations

from math import exp, log

from scipy.special import betaincinv, stdtrit

from surveys.estimation.estimate import IntervalMethod

Interval = tuple[float, float]


def interval(
    method: IntervalMethod, value: float, error: float, freedom: int, n: int, confidence: float
) -> Interval | None:
    """Lower and upper limit by the named method; None for "none"."""
    if method == "korn_graubard":
        return korn_graubard(value, error, freedom, n, confidence)
    if method == "logit":
        return logit(value, error, freedom, confidence)
    return t(value, error, freedom, confidence) if method == "t" else None


def t_quantile(freedom: int, confidence: float) -> float:
    """The two-sided quantile: 1.96 for many degrees of freedom at 0.95."""
    return float(stdtrit(freedom, (1 + confidence) / 2))


def t(value: float, error: float, freedom: int, confidence: float) -> Interval:
    """value ± t · error."""
    half = t_quantile(freedom, confidence) * error
    return value - half, value + half


def logit(value: float, error: float, freedom: int, confidence: float) -> Interval:
    """The t interval of log odds, mapped back; 0 < value < 1."""
    centre = log(value / (1 - value))
    half = t_quantile(freedom, confidence) * error / (value * (1 - value))
    return 1 / (1 + exp(half - centre)), 1 / (1 + exp(-half - centre))


def korn_graubard(value: float, error: float, freedom: int, n: int, confidence: float) -> Interval:
    """Clopper-Pearson limits with the effective sample size (Korn & Graubard 1998).

    n* = p (1 - p) / error², times (t with n - 1 / t with `freedom`)²; 0 < value < 1, error > 0.
    """
    ratio = t_quantile(n - 1, confidence) / t_quantile(freedom, confidence)
    effective = value * (1 - value) / error**2 * ratio**2
    yes, no, tail = effective * value, effective * (1 - value), (1 - confidence) / 2
    return float(betaincinv(yes, no + 1, tail)), float(betaincinv(yes + 1, no, 1 - tail))


def counts_as_zero(error: float, value: float) -> bool:
    """Whether a standard error is rounding noise, as for a total that calibration fixes."""
    return error <= 1e-10 * abs(value)
