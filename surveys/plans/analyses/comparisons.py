"""Contrasts, tests and crossed tables of a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import cast, get_args

import numpy as np
from scipy.special import fdtrc

from surveys.estimation.association import TestResult, independence
from surveys.estimation.compare import rank_test, t_test
from surveys.estimation.statistics import Shares, combined, shares
from surveys.numerics.grouping import Floats, IntCodes
from surveys.plans.analyses.plan import ContrastPlan, Independence, TablePlan, TestPlan
from surveys.plans.analyses.result import Analysis, Row
from surveys.plans.analyses.rows import Data, known, rows_of, test_row
from surveys.plans.estimation.estimate import Domain
from surveys.plans.estimation.indicators import statistic_of, unit_of
from surveys.plans.estimation.plan import Indicator

LOCATIONS = {"t": t_test, "ranks": rank_test}


def contrast(asked: ContrastPlan, indicator: Indicator, data: Data) -> Analysis:
    """Differences or a linear contrast of an indicator's values in the levels of a variable.

    Their covariance is that of the design: groups of one sample are not independent.
    """
    inside = data.only(asked.where, asked.by, indicator.variable)
    inside.groups(asked.by)
    codes, levels = inside.codes(asked.by)
    statistic, names, used = statistic_of(indicator, data.frame, codes, len(levels))
    place = names.index(asked.level) if asked.level else 0
    weights, of = _weights(asked, levels)
    spread = np.zeros((len(levels) * len(names), weights.shape[1]))
    spread[place :: len(names)] = weights
    differences = combined(statistic, spread)
    values = differences.values(data.variance.weights)
    covariance = data.variance.covariance(differences)
    freedom = data.variance.freedom(np.where(used >= 0, 0, -1))
    rows = rows_of("contrasts", of, values, covariance, freedom, data.confidence)
    if not asked.coefficients and len(values) > 1:
        rows = (*rows, test_row("joint", ((asked.by, ""),), _wald(values, covariance, freedom)))
    return Analysis(
        name=asked.name,
        kind="contrast",
        method=indicator.statistic,
        variables=(indicator.variable, asked.by),
        n=int((used >= 0).sum()),
        group=inside.smallest(used),
        cell=inside.smallest(_numerators(indicator, inside, used)),
        rows=rows,
        unit=unit_of(indicator, data.frame),
        labels=asked.labels or indicator.labels,
        base=asked.base or ({} if asked.where else indicator.base),
    )


def _numerators(indicator: Indicator, data: Data, groups: IntCodes) -> IntCodes:
    """The cells of groups by what a proportion counts; the groups for other statistics."""
    if indicator.statistic != "proportion":
        return groups
    if data.frame.variables[indicator.variable].kind == "category":
        codes, names = data.codes(indicator.variable)
    else:
        codes, names = (data.numbers(indicator.variable) > 0).astype(np.int64), ("", "")
    return np.where((groups < 0) | (codes < 0), -1, groups * len(names) + codes)


def _weights(
    asked: ContrastPlan, levels: tuple[str, ...]
) -> tuple[Floats, list[tuple[Domain, str]]]:
    """Coefficients (levels, k), and what each of the k numbers is of."""
    if asked.coefficients:
        column = [asked.coefficients.get(level, 0.0) for level in levels]
        return np.array(column)[:, None], [(((asked.by, ""),), "")]
    against = np.vstack([-np.ones(len(levels) - 1), np.eye(len(levels) - 1)])
    return against, [(((asked.by, level),), levels[0]) for level in levels[1:]]


def _wald(values: Floats, covariance: Floats, freedom: int) -> TestResult:
    """Whether all are zero: F with the degrees of freedom of the design."""
    k = len(values)
    if freedom <= 0 or np.linalg.matrix_rank(covariance) < k:
        return TestResult(np.nan, k, freedom, np.nan)
    statistic = float(values @ np.linalg.solve(covariance, values)) / k
    return TestResult(statistic, k, freedom, float(fdtrc(k, freedom, statistic)))


def test(asked: TestPlan, data: Data) -> Analysis:
    """Whether two categories are independent, or a number is alike in two groups."""
    inside = data.only(asked.where, asked.variable, asked.by)
    inside.groups(asked.by)
    groups, levels = inside.codes(asked.by)
    of: Domain = ((asked.by, ""),)
    compare = LOCATIONS.get(asked.test)
    if compare is None:
        codes, _names = inside.codes(asked.variable)
        cells = np.where(codes >= 0, codes * len(levels) + groups, -1)
        (found,) = independence(codes, [groups], data.variance, cast(Independence, asked.test))
        rows: tuple[Row, ...] = (test_row("test", of, found),)
        group, cell = inside.smallest(codes, groups), inside.smallest(cells)
    else:
        found_two = compare(inside.numbers(asked.variable), groups, data.variance)
        numbers = known(
            [found_two.difference, found_two.error, found_two.statistic, found_two.p_value]
        )
        rows = (
            Row("test", ((asked.by, levels[1]),), levels[0], numbers[0], numbers[1], None, None,
                numbers[2], None, float(found_two.freedom), numbers[3]),
        )  # fmt: skip
        group = cell = inside.smallest(groups)
    return Analysis(
        name=asked.name,
        kind="test",
        method=asked.test,
        variables=(asked.variable, asked.by),
        n=inside.n,
        group=group,
        cell=cell,
        rows=rows,
        labels=asked.labels,
        base=asked.base,
    )


def table(asked: TablePlan, data: Data) -> Analysis:
    """Shares of rows, columns and the total of two crossed categories."""
    inside = data.only(asked.where, asked.variable, asked.by)
    inside.groups(asked.by)
    codes, names = inside.codes(asked.variable)
    groups, levels = inside.codes(asked.by)
    freedom = data.variance.freedom(inside.domain)
    of: list[tuple[Domain, str]] = [
        (((asked.by, level), (asked.variable, name)), "") for level in levels for name in names
    ]
    rows: list[Row] = []
    for kind in get_args(Shares):
        statistic = shares(codes, len(names), groups, len(levels), kind)
        values = statistic.values(data.variance.weights)
        covariance = data.variance.covariance(statistic)
        found = rows_of(kind, of, values, covariance, freedom, data.confidence)
        rows += [replace(row, statistic=None, p_value=None) for row in found]
    cells = np.where(codes >= 0, groups * len(names) + codes, -1)
    return Analysis(
        name=asked.name,
        kind="table",
        method="shares",
        variables=(asked.variable, asked.by),
        n=inside.n,
        group=inside.smallest(codes, groups),
        cell=inside.smallest(cells),
        rows=tuple(rows),
        unit="share",
        labels=asked.labels,
        base=asked.base,
    )
