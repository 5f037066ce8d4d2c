"""Confidence intervals by t with the design degrees of freedom.

Everywhere `value`, `error` (standard error), `freedom` and `n` are numbers or arrays of one shape;
limits come back in that shape. Where a proportion is 0 or 1, or has no error or no degrees of
freedom, the limits are NaN. Distribution functions come from scipy.special: scipy.stats takes a
second to import.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, stdtrit, xlogy

from surveys.estimation.methods import IntervalMethod
from surveys.numerics.bisection import last_where
from surveys.numerics.grouping import Floats

Limits = tuple[Floats, Floats]
STEPS = 200


def t_quantile(freedom: ArrayLike, confidence: float) -> Floats:
    """The two-sided quantile: 1.96 for many degrees of freedom at 0.95; NaN for none."""
    freedom = np.asarray(freedom, np.float64)
    return np.asarray(stdtrit(np.where(freedom > 0, freedom, np.nan), (1 + confidence) / 2))


def interval(
    method: IntervalMethod,
    value: ArrayLike,
    error: ArrayLike,
    freedom: ArrayLike,
    n: ArrayLike,
    confidence: float,
) -> Limits:
    """Lower and upper limits by the named method; NaN for "none"."""
    value, error = np.asarray(value, np.float64), np.asarray(error, np.float64)
    if method == "t":
        return t(value, error, freedom, confidence)
    proper = (value > 0) & (value < 1) & (error > 0) & (method != "none")
    p, e = np.where(proper, value, np.nan), np.where(proper, error, np.nan)
    if method == "none":
        return p, e
    if method == "korn_graubard":
        return korn_graubard(p, e, freedom, n, confidence)
    return METHODS[method](p, e, freedom, confidence)


def t(value: ArrayLike, error: ArrayLike, freedom: ArrayLike, confidence: float) -> Limits:
    """value ± t · error."""
    value, half = np.asarray(value), t_quantile(freedom, confidence) * np.asarray(error)
    return value - half, value + half


def logit(p: Floats, error: Floats, freedom: ArrayLike, confidence: float) -> Limits:
    """The t interval of log odds, mapped back (Newcombe 2001; Dean & Pagano 2015)."""
    centre = np.log(p / (1 - p))
    half = t_quantile(freedom, confidence) * error / (p * (1 - p))
    return 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))


def korn_graubard(
    p: Floats, error: Floats, freedom: ArrayLike, n: ArrayLike, confidence: float
) -> Limits:
    """Clopper-Pearson limits with the effective sample size (Korn & Graubard 1998).

    n* = p (1 − p) / error², times (t with n − 1 / t with `freedom`)².
    """
    ratio = t_quantile(np.asarray(n) - 1, confidence) / t_quantile(freedom, confidence)
    effective = p * (1 - p) / np.square(error) * np.square(ratio)
    yes, no, tail = effective * p, effective * (1 - p), (1 - confidence) / 2
    return np.asarray(betaincinv(yes, no + 1, tail)), np.asarray(betaincinv(yes + 1, no, 1 - tail))


def wilson(p: Floats, error: Floats, freedom: ArrayLike, confidence: float) -> Limits:
    """Wilson's score limits with n* = p (1 − p) / error² for n and t for z (Kott & Carr 1997)."""
    effective, square = p * (1 - p) / np.square(error), t_quantile(freedom, confidence) ** 2
    centre = (p + square / (2 * effective)) / (1 + square / effective)
    root = np.sqrt(p * (1 - p) / effective + square / (4 * effective**2))
    half = np.sqrt(square) * root / (1 + square / effective)
    return centre - half, centre + half


def arcsine(p: Floats, error: Floats, freedom: ArrayLike, confidence: float) -> Limits:
    """The t interval of the arcsine of the root, mapped back."""
    centre = np.arcsin(np.sqrt(p))
    half = t_quantile(freedom, confidence) * error / (2 * np.sqrt(p * (1 - p)))
    return np.sin(centre - half) ** 2, np.sin(centre + half) ** 2


def likelihood(p: Floats, error: Floats, freedom: ArrayLike, confidence: float) -> Limits:
    """Where twice the loss of the scaled binomial likelihood is t², found by bisection.

    2 n* [p ln(p/π) + (1 − p) ln((1 − p)/(1 − π))] = t², n* = p (1 − p) / error².
    """
    p = np.asarray(p)
    allowed = t_quantile(freedom, confidence) ** 2 * np.square(error) / (2 * p * (1 - p))

    def within(q: Floats) -> NDArray[np.bool_]:
        loss = xlogy(p, p / q) + xlogy(1 - p, (1 - p) / (1 - q))
        return np.asarray(loss <= allowed)

    p = np.where(np.isnan(allowed), np.nan, p)
    zero, one = np.zeros_like(p), np.ones_like(p)
    return last_where(within, p, zero, STEPS), last_where(within, p, one, STEPS)


METHODS: dict[str, Callable[[Floats, Floats, ArrayLike, float], Limits]] = {
    "logit": logit,
    "wilson": wilson,
    "arcsine": arcsine,
    "likelihood": likelihood,
}


def counts_as_zero(error: ArrayLike, value: ArrayLike) -> NDArray[np.bool_]:
    """Whether a standard error is rounding noise, as for a total that calibration fixes."""
    return np.asarray(np.asarray(error) <= 1e-10 * np.abs(value))
