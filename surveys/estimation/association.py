"""Tests whether two categories are independent in the population.

Rao & Scott (1981, 1984) and Thomas & Rao (1987) correct Pearson's X² by the design effects of the
table; Wald tests use the covariance of t_rc − t_r t_c / t (Korn & Graubard 1990).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from scipy.special import chdtrc, fdtrc

from surveys.errors import raise_if_any
from surveys.errors.documents import too_many_levels
from surveys.estimation.columns import columns_of
from surveys.estimation.replicated import Variance
from surveys.estimation.statistics import OfTotals, fractions
from surveys.numerics.grouping import Floats, IntCodes

MOST_CELLS = 4096
NOISE = 1e-10
Test = Literal["rao_scott", "rao_scott_first_order", "wald", "wald_adjusted"]


@dataclass(frozen=True, slots=True)
class TestResult:
    """A statistic, its degrees of freedom (above, below), and its p-value.

    `below` is infinite for a chi-square distribution. NaN where the test does not exist: a margin
    with a single level, too few cells with weight, or too few degrees of freedom.
    """

    statistic: float
    above: float
    below: float
    p_value: float


NONE = TestResult(np.nan, np.nan, np.nan, np.nan)


@dataclass(frozen=True, slots=True)
class Table:
    """The shares p (r, c) of a table's cells with a covariance (r · c, r · c).

    `n` is the sample size in X², `freedom` that of the design.
    """

    p: Floats
    covariance: Floats
    n: int
    freedom: int


def independence(
    one: IntCodes,
    others: Sequence[IntCodes],
    variance: Variance,
    test: Test = "rao_scott",
    n: int | None = None,
) -> list[TestResult]:
    """Whether a category is independent of each of several others.

    All are codes (n,), -1 for missing or outside the domain. `n` is the sample size in X², by
    default the rows that count in a table. Levels without weight are left out.
    """
    r, layers = int(one.max(initial=-1)) + 1, np.stack(others)
    sizes = layers.max(1, initial=-1) + 1
    raise_if_any(too_many_levels(int(r * sizes.max(initial=0)), "table", MOST_CELLS))
    bounds, tables = r * np.cumsum([0, *sizes]), np.arange(len(sizes))
    inside = (one >= 0) & (layers >= 0)
    cells = np.where(inside, bounds[:-1, None] + one * sizes[:, None] + layers, -1)
    table = np.where(inside, tables[:, None], -1)
    shares = fractions(cells, np.repeat(tables, np.diff(bounds)), table)
    p = np.nan_to_num(shares.values(variance.weights))
    covariance = _covariance(shares, variance, test, len(sizes))
    base = variance.base(table, len(sizes))
    results = []
    for place, (start, stop) in enumerate(pairwise(bounds)):
        block = covariance[start:stop, start:stop]
        size = int(base.n[place]) if n is None else n
        freedom = int(base.freedom[place])
        results.append(_tested(_table(p[start:stop].reshape(r, -1), block, size, freedom), test))
    return results


def _covariance(shares: OfTotals, variance: Variance, test: Test, tables: int) -> Floats:
    """That of shares; for the Wald tests that of totals over their table's sum."""
    if not test.startswith("wald"):
        return variance.covariance(shares)
    wholes = columns_of(shares.domain, tables).totals(variance.weights)[shares.domain_of]
    scale = np.divide(1.0, wholes, out=np.zeros_like(wholes), where=wholes > 0)
    totals = replace(
        shares, function=lambda sums: sums * scale, derivative=lambda _: np.diag(scale)
    )
    return variance.covariance(totals)


def _table(p: Floats, covariance: Floats, n: int, freedom: int) -> Table:
    """The table of the levels that occur."""
    rows, columns = p.sum(1) > 0, p.sum(0) > 0
    if rows.all() and columns.all():
        return Table(p, covariance, n, freedom)
    kept = np.flatnonzero(np.outer(rows, columns))
    return Table(p[np.ix_(rows, columns)], covariance[np.ix_(kept, kept)], n, freedom)


def _tested(table: Table, test: Test) -> TestResult:
    r, c = table.p.shape
    k, wald = (r - 1) * (c - 1), test.startswith("wald")
    if k < 1 or table.freedom < (k if wald else 1) or not (wald or _connected(table.p)):
        return NONE
    return _wald(table, test) if wald else _rao_scott(table, test)


def _connected(p: Floats) -> bool:
    """Whether cells without weight leave enough others to tell all interactions apart."""
    if (p > 0).all():
        return True
    contrasts = _interaction(*p.shape)[(p > 0).ravel()]
    return bool(np.linalg.matrix_rank(contrasts) == contrasts.shape[1])


def _rao_scott(table: Table, test: Test) -> TestResult:
    """X² of the estimated shares, with Δ = (C'D⁻¹C/n)⁻¹ C'D⁻¹ V D⁻¹C over interaction contrasts C."""
    p, freedom = table.p, table.freedom
    expected = np.outer(p.sum(1), p.sum(0))
    pearson = table.n * float((np.square(p - expected) / expected).sum())
    interaction = _interaction(*p.shape)
    inverse = np.divide(1.0, p, out=np.zeros_like(p), where=p > 0).ravel()
    scaled = inverse[:, None] * interaction
    between = scaled.T @ table.covariance @ scaled
    effects = np.linalg.solve(interaction.T @ scaled / table.n, between)
    trace = float(np.trace(effects))
    if not trace > NOISE:  # as where the two are one: nothing varies but the margins
        return NONE
    if test == "rao_scott_first_order":
        k = len(effects)
        return TestResult(pearson, k, np.inf, float(chdtrc(k, pearson / (trace / k))))
    above = trace**2 / float((effects * effects.T).sum())
    statistic = pearson / trace
    p_value = float(fdtrc(above, above * freedom, statistic))
    return TestResult(statistic, above, above * freedom, p_value)


def _interaction(r: int, c: int) -> Floats:
    """Contrasts (r · c, (r − 1)(c − 1)) that are orthogonal to the main effects."""
    down, across = np.eye(r, r - 1), np.eye(c, c - 1)
    down[-1] = across[-1] = -1
    contrasts = down[:, None, :, None] * across[:, None, :]
    return contrasts.reshape(r * c, (r - 1) * (c - 1))


def _wald(table: Table, test: Test) -> TestResult:
    p, freedom = table.p, table.freedom
    r, c = p.shape
    down, across = p.sum(1), p.sum(0)
    y = (p - np.outer(down, across))[:-1, :-1].ravel()
    cells = np.eye(r * c).reshape(r, c, r * c)
    change = (
        cells
        - down[:, None, None] * cells.sum(0)[None, :, :]
        - cells.sum(1)[:, None, :] * across[None, :, None]
        + (down[:, None] * across)[:, :, None] * cells.sum((0, 1))
    )[:-1, :-1].reshape(-1, r * c)
    wald = float(y @ np.linalg.solve(change @ table.covariance @ change.T, y))
    k = len(y)
    below = freedom - k + 1 if test == "wald_adjusted" else freedom
    statistic = wald * below / (freedom * k)
    p_value = float(fdtrc(k, below, statistic)) if below > 0 else np.nan
    return TestResult(statistic, k, below, p_value)
