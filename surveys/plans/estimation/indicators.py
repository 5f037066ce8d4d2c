"""Every indicator of a plan for every domain, in one pass over each indicator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, repeat

import numpy as np

from surveys.cleaning.conditions import holds
from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import levels_of
from surveys.errors import Problem, raise_if_any
from surveys.estimation.columns import columns_of
from surveys.estimation.figures import Figures, figures_of, medians_of
from surveys.estimation.linearised import linearised
from surveys.estimation.quantiles import distribution
from surveys.estimation.replicated import Replicated, Variance
from surveys.estimation.statistics import OfTotals, means, ratios, shares, totals
from surveys.numerics.grouping import Floats, IntCodes, Mask
from surveys.plans.estimation.checks import check_estimation_plan
from surveys.plans.estimation.domains import Domains, domains_of
from surveys.plans.estimation.estimate import Estimate
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from surveys.plans.weighting.weights import Weights
from surveys.sampling.design import Design

# The derivatives of a statistic are a matrix: many domains are done in parts of this many numbers.
MOST_NUMBERS = 240


@dataclass(frozen=True, slots=True)
class Variable:
    """What an indicator reads of every row.

    `valid` (n,) says which rows have a value, `universe` whether they may be meant, `known`
    whether that is known. A category has `levels` and their codes in `codes` (n,); a number has
    `y` and perhaps `x` (n, 1).
    """

    valid: Mask
    universe: Mask
    known: Mask
    levels: tuple[str, ...] = ("",)
    codes: IntCodes | None = None
    y: Floats | None = None
    x: Floats | None = None


def variance_of(design: Design, weights: Weights) -> Variance:
    """The variance method that weights allow: replicates where there are, else linearisation.

    Raises `SurveyError` for strata with a single cluster unless the design has a rule for them.
    """
    linear = linearised(design, weights.values, weights.residuals)
    if weights.replicates is None:
        return linear
    return Replicated(weights.values, weights.replicates, linear)


def estimate_all(
    frame: Frame, design: Design, weights: Weights, plan: EstimationPlan
) -> tuple[Estimate, ...]:
    """The estimates of a plan, by indicator, domain and level in the order of the plan.

    Rows with weight zero stay in the design. Without replicates, factors for nonresponse count as
    fixed; calibration enters the variance through its residuals. Raises `SurveyError` for what the
    plan or the frame lacks, and for strata with a single cluster unless the design has a rule.
    """
    raise_if_any(_check(frame, design, weights, plan))
    variance = variance_of(design, weights)
    domains = domains_of(frame, ((), *plan.domains))
    return tuple(
        estimate
        for indicator in plan.indicators
        for estimate in _estimates(indicator, frame, variance, domains, plan.confidence)
    )


def values_of(frame: Frame, weights: Floats, plan: EstimationPlan) -> Floats:
    """The values alone, for the whole population: (R, k) for weights (n, R), without variances.

    The k numbers stand in the order of `estimate_all` without domains.
    """
    found = [np.empty((weights.shape[1], 0))]
    for indicator in plan.indicators:
        variable = variable_of(indicator, frame)
        inside = np.where(variable.universe & variable.known & variable.valid, 0, -1)
        if indicator.statistic == "median":
            assert variable.y is not None
            found.append(_medians(variable.y[:, 0], inside, weights))
        else:
            found.append(_statistic(indicator, variable, inside, 1).values(weights))
    return np.hstack(found)


def _medians(y: Floats, inside: IntCodes, weights: Floats) -> Floats:
    """The median of y (n,) over the rows inside, by each column of weights (n, R): (R, 1)."""
    half = np.array([0.5])
    counted = np.where(inside[:, None] == 0, weights, 0.0)
    if not counted.any():
        return np.full((weights.shape[1], 1), np.nan)
    return np.stack(
        [distribution(y, column, "math").quantiles(half, "math") for column in counted.T]
    )


def _check(frame: Frame, design: Design, weights: Weights, plan: EstimationPlan) -> list[Problem]:
    rows = {len(frame), len(weights.values), *(len(stage.strata) for stage in design.stages)}
    if len(rows) > 1:
        details = {"rows": len(frame)}
        return [Problem("estimation_rows", "design, weights", str(sorted(rows)), details)]
    missing = int(np.count_nonzero(~np.isfinite(weights.values)))
    problems = [Problem("weights_missing", "weights", f"n = {missing}")] if missing else []
    return problems + check_estimation_plan(plan, frame)


def _estimates(
    indicator: Indicator,
    frame: Frame,
    variance: Variance,
    domains: Domains,
    confidence: float,
) -> Iterator[Estimate]:
    variable = variable_of(indicator, frame)
    unit = unit_of(indicator, frame)
    counted = variable.universe & (variance.weights != 0)
    found = counted & variable.valid & variable.known
    for part in domains.parts(max(1, MOST_NUMBERS // len(variable.levels))):
        concerned = columns_of(part.codes, len(part)).totals(counted.astype(np.float64))
        inside = np.where(found, part.codes, -1)
        figures = _figures(indicator, variable, inside, len(part), variance, confidence)
        yield from _records(indicator, variable.levels, part, figures, concerned, variance, unit)


def _figures(
    indicator: Indicator,
    variable: Variable,
    domain: IntCodes,
    domains: int,
    variance: Variance,
    confidence: float,
) -> Figures:
    if indicator.statistic == "median":
        assert variable.y is not None
        return medians_of(variable.y[:, 0], domain, domains, variance, confidence)
    statistic = _statistic(indicator, variable, domain, domains)
    proportion = indicator.statistic == "proportion"
    return figures_of(statistic, variance, indicator.interval, confidence, shares=proportion)


def variable_of(indicator: Indicator, frame: Frame) -> Variable:
    """What an indicator reads of each row of a frame."""
    universe, known = np.ones(len(frame), np.bool_), np.ones(len(frame), np.bool_)
    if indicator.where is not None:
        # Unknown whether a row belongs: it counts as missing, not as outside.
        outcome = holds(indicator.where, frame)
        known = outcome.notna().to_numpy(np.bool_)
        universe = outcome.fillna(True).to_numpy(np.bool_)
    data = frame.data[indicator.variable]
    if frame.variables[indicator.variable].kind == "category":
        levels = levels_of(data)
        # A category without any level still has a number: the flag of an empty domain.
        names = levels.names or ("",)
        return Variable(levels.codes >= 0, universe, known, names, levels.codes)
    y = data.to_numpy(np.float64)
    valid = np.isfinite(y)
    if not indicator.denominator:
        return Variable(valid, universe, known, y=y[:, None])
    x = frame.data[indicator.denominator].to_numpy(np.float64)
    return Variable(valid & np.isfinite(x), universe, known, y=y[:, None], x=x[:, None])


def _statistic(
    indicator: Indicator, variable: Variable, domain: IntCodes, domains: int
) -> OfTotals:
    if variable.codes is not None:
        return shares(variable.codes, len(variable.levels), domain, domains)
    assert variable.y is not None
    if indicator.statistic == "total":
        return totals(variable.y, domain, domains)
    if variable.x is not None:
        return ratios(variable.y, variable.x, domain, domains)
    return means(variable.y, domain, domains)


def statistic_of(
    indicator: Indicator, frame: Frame, domain: IntCodes, domains: int
) -> tuple[OfTotals, tuple[str, ...], IntCodes]:
    """An indicator other than a median in each domain; its levels, and the rows' domains with -1.

    The numbers stand by domain and then by level.
    """
    variable = variable_of(indicator, frame)
    inside = np.where(variable.universe & variable.known & variable.valid, domain, -1)
    return _statistic(indicator, variable, inside, domains), variable.levels, inside


def unit_of(indicator: Indicator, frame: Frame) -> str:
    """The unit of an indicator's estimates."""
    if indicator.unit or indicator.statistic == "ratio":
        return indicator.unit
    if indicator.statistic == "proportion":
        return "share"
    return frame.variables[indicator.variable].unit


def _records(
    indicator: Indicator,
    levels: tuple[str, ...],
    domains: Domains,
    figures: Figures,
    concerned: Floats,
    variance: Variance,
    unit: str,
) -> Iterator[Estimate]:
    """The records of numbers by domain and level; their parts stand in the order of its fields."""
    base, proportion = figures.base, indicator.statistic == "proportion"
    effects, lower = figures.design_effects, _none_for_nan(figures.lower)
    return map(
        Estimate,
        repeat(indicator.name),
        repeat(indicator.statistic),
        cycle(levels),
        (name for name in domains.names for _ in levels),
        figures.values.tolist(),
        _none_for_nan(figures.errors),
        base.freedom.tolist(),
        lower,
        _none_for_nan(figures.upper),
        _none_for_nan(effects),
        base.n.tolist(),
        _none_for_nan(base.n / np.where(effects > 0, effects, np.nan)),
        base.population.tolist(),
        base.clusters.tolist(),
        (np.repeat(concerned, len(levels)).astype(np.int64) - base.n).tolist(),
        figures.counts.tolist() if proportion else repeat(None),
        ("none" if limit is None else indicator.interval for limit in lower),
        repeat(variance.method),
        figures.flagged(),
        repeat(unit),
    )


def _none_for_nan(values: Floats) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]
