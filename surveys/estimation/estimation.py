"""Every indicator of a plan for every domain, in one pass over each column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from surveys.cleaning.conditions import holds
from surveys.cleaning.frame import Frame
from surveys.errors import Problem, raise_if_any
from surveys.estimation.domains import Domains, degrees_of_freedom, domains_of
from surveys.estimation.estimate import Estimate
from surveys.estimation.intervals import Interval, counts_as_zero, interval
from surveys.estimation.linear import means, ratios, simple_random_variances, totals
from surveys.estimation.plan import EstimationPlan, Indicator
from surveys.estimation.reading import check_estimation_plan
from surveys.estimation.variance_linearized import Linearisation, linearise, variances
from surveys.numerics.grouping import Floats, IntCodes, levels_of
from surveys.sampling.design import Design
from surveys.weighting.weights import Weights

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Column:
    """What one estimate reads: y and x (n,), zero where missing; `level` names a category."""

    level: str
    y: Floats
    x: Floats | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """Of one indicator, per domain (k,): on how many rows and clusters its numbers rest.

    `members` (n, k) is 1 for respondents of the domain with a value.
    """

    members: Floats
    n: IntCodes
    missing: IntCodes
    clusters: IntCodes
    freedom: IntCodes
    population: Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one column, per domain (k,): estimates, variances, and rows in the numerator."""

    values: Floats
    variances: Floats
    simple_random: Floats
    counts: IntCodes


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Of one estimate: what is known of its error, and flags for what is not."""

    flags: tuple[str, ...] = ()
    error: float | None = None
    limits: Interval | None = None
    design_effect: float | None = None


def estimate_all(
    frame: Frame, design: Design, weights: Weights, plan: EstimationPlan
) -> tuple[Estimate, ...]:
    """The estimates of a plan, by indicator, domain and level in the order of the plan.

    Rows with weight zero stay in the design. Factors for nonresponse count as fixed; calibration
    enters the variance through its residuals. Raises `SurveyError` for what the plan or the
    frame lacks, and for strata with a single cluster unless the design has a rule for them.
    """
    raise_if_any(_check(frame, design, weights, plan))
    linearisation = linearise(design, weights.values, weights.residuals)
    domains = domains_of(frame, plan.domains)
    return tuple(
        estimate
        for indicator in plan.indicators
        for estimate in _estimates(indicator, frame, linearisation, domains, plan.confidence)
    )


def _check(frame: Frame, design: Design, weights: Weights, plan: EstimationPlan) -> list[Problem]:
    rows = {len(frame), len(weights.values), *(len(stage.strata) for stage in design.stages)}
    if len(rows) > 1:
        details = {"rows": len(frame)}
        return [Problem("estimation_rows", "design, weights", str(sorted(rows)), details)]
    return check_estimation_plan(plan, frame)


def _estimates(
    indicator: Indicator,
    frame: Frame,
    linearisation: Linearisation,
    domains: Domains,
    confidence: float,
) -> Iterator[Estimate]:
    valid, columns = _columns(indicator, frame)
    base = _base(linearisation, domains.members, _universe(indicator, frame), valid)
    figures = [_figures(indicator, column, linearisation, base) for column in columns]
    proportion = indicator.statistic == "proportion"
    for position, domain in enumerate(domains.names):
        for column, figure in zip(columns, figures, strict=True):
            known = _uncertainty(indicator, figure, base, position, confidence)
            effect, n = known.design_effect, int(base.n[position])
            yield Estimate(
                name=indicator.name,
                statistic=indicator.statistic,
                level=column.level,
                domain=domain,
                value=float(figure.values[position]),
                standard_error=known.error,
                degrees_of_freedom=int(base.freedom[position]),
                lower=known.limits[0] if known.limits else None,
                upper=known.limits[1] if known.limits else None,
                design_effect=effect,
                n=n,
                effective_n=n / effect if effect else None,
                population=float(base.population[position]),
                clusters=int(base.clusters[position]),
                missing=int(base.missing[position]),
                count=int(figure.counts[position]) if proportion else None,
                interval=indicator.interval if known.limits else "none",
                variance="residual" if linearisation.regressions else "linearised",
                flags=known.flags,
                unit=_unit(indicator, frame),
            )


def _columns(indicator: Indicator, frame: Frame) -> tuple[Mask, list[Column]]:
    """Which rows have a value, and the columns to estimate."""
    data = frame.data[indicator.variable]
    if frame.variables[indicator.variable].kind == "category":
        levels = levels_of(data)
        return levels.codes >= 0, [
            Column(name, (levels.codes == code).astype(np.float64))
            for code, name in enumerate(levels.names)
        ]
    y = data.to_numpy(np.float64)
    if not indicator.denominator:
        return np.isfinite(y), [Column("", np.nan_to_num(y))]
    x = frame.data[indicator.denominator].to_numpy(np.float64)
    valid = np.isfinite(y) & np.isfinite(x)
    return valid, [Column("", np.where(valid, y, 0.0), np.where(valid, x, 0.0))]


def _universe(indicator: Indicator, frame: Frame) -> tuple[Mask, Mask]:
    """The rows the indicator may be about, and those of which that is known."""
    if indicator.where is None:
        return np.ones(len(frame), np.bool_), np.ones(len(frame), np.bool_)
    outcome = holds(indicator.where, frame)
    known = outcome.notna().to_numpy(np.bool_)
    return outcome.fillna(True).to_numpy(np.bool_), known


def _base(
    linearisation: Linearisation, members: Floats, universe: tuple[Mask, Mask], valid: Mask
) -> Base:
    weights = linearisation.weights
    concerned = members * (universe[0] & (weights > 0))[:, None]
    counted = concerned * (valid & universe[1])[:, None]
    freedom, clusters = degrees_of_freedom(linearisation.design, weights, counted)
    n = counted.sum(0).astype(np.int64)
    missing = concerned.sum(0).astype(np.int64) - n
    return Base(counted, n, missing, clusters, freedom, weights @ counted)


def _figures(
    indicator: Indicator, column: Column, linearisation: Linearisation, base: Base
) -> Figures:
    weights, members, y = linearisation.weights, base.members, column.y[:, None]
    if indicator.statistic == "total":
        linear = totals(y, weights, members)
    elif column.x is not None:
        linear = ratios(y, column.x[:, None], weights, members)
    else:
        linear = means(y, weights, members)
    influence = np.nan_to_num(linear.influence)
    return Figures(
        np.where(base.n > 0, linear.values, np.nan),
        variances(linearisation, influence, members),
        simple_random_variances(influence, weights, members),
        np.asarray(np.count_nonzero(members * y, axis=0), np.int64),
    )


def _unit(indicator: Indicator, frame: Frame) -> str:
    if indicator.unit or indicator.statistic == "ratio":
        return indicator.unit
    if indicator.statistic == "proportion":
        return "share"
    return frame.variables[indicator.variable].unit


def _uncertainty(
    indicator: Indicator, figures: Figures, base: Base, position: int, confidence: float
) -> Uncertainty:
    flags = _flags(indicator, figures, base, position)
    if flags:
        return Uncertainty(flags)
    value, variance = float(figures.values[position]), float(figures.variances[position])
    simple_random = float(figures.simple_random[position])
    effect = variance / simple_random if simple_random > 0 else None
    if counts_as_zero(sqrt(variance), value):
        limits = (value, value) if indicator.interval != "none" else None
        return Uncertainty(("no_sampling_variance",), 0.0, limits, 0.0 if effect else None)
    n, freedom = int(base.n[position]), int(base.freedom[position])
    limits = interval(indicator.interval, value, sqrt(variance), freedom, n, confidence)
    return Uncertainty((), sqrt(variance), limits, effect)


def _flags(indicator: Indicator, figures: Figures, base: Base, position: int) -> tuple[str, ...]:
    """What keeps an estimate from having a standard error and an interval."""
    n = base.n[position]
    if n == 0:
        return ("empty_domain",)
    if np.isnan(figures.values[position]):
        return ("zero_denominator",)
    alike = indicator.statistic == "proportion" and figures.counts[position] in (0, n)
    flags = {
        "no_degrees_of_freedom": base.freedom[position] <= 0,
        "degenerate_proportion": alike,
    }
    return tuple(flag for flag, raised in flags.items() if raised)
