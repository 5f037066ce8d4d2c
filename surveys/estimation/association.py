"""Tests whether two categories are independent in the population.

Rao & Scott (1981, 1984) and Thomas & Rao (1987) correct Pearson's X² by the design effects of the
table; Wald tests use the covariance of p_rc − p_r p_c (Korn & Graubard 1990).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import chdtrc, fdtrc

from surveys.estimation.replicated import Variance
from surveys.estimation.statistics import combined, shares, totals
from surveys.numerics.grouping import Floats, IntCodes

Test = Literal["rao_scott", "rao_scott_first_order", "wald", "wald_adjusted"]


@dataclass(frozen=True, slots=True)
class TestResult:
    """A statistic, its degrees of freedom (above, below), and its p-value.

    `below` is infinite for a chi-square distribution. NaN where the test does not exist: a margin
    with a single level, or no degrees of freedom.
    """

    statistic: float
    above: float
    below: float
    p_value: float


def independence(
    rows: IntCodes,
    columns: IntCodes,
    sizes: tuple[int, int],
    domain: IntCodes,
    variance: Variance,
    test: Test = "rao_scott",
    n: int | None = None,
) -> TestResult:
    """Whether two columns of codes, -1 for missing, are independent over the rows with domain 0.

    `n` is the sample size in X², by default the rows that count. Levels without weight are left
    out.
    """
    inside = (domain == 0) & (rows >= 0) & (columns >= 0) & (variance.weights > 0)
    (rows, r), (columns, c) = (_present(codes, inside) for codes in (rows, columns))
    freedom = int(variance.freedom(np.where(inside, 0, -1))[0])
    if r < 2 or c < 2 or freedom < 1:
        return TestResult(np.nan, np.nan, np.nan, np.nan)
    table = shares(columns, c, np.where(inside, rows, -1), r, of="total")
    p = table.values(variance.weights)
    if test.startswith("wald"):
        whole = float(variance.weights[inside].sum())
        cells = np.where(inside, rows * c + columns, -1)
        counts = totals(np.ones((len(cells), 1)), cells, r * c)
        return _wald(p.reshape(r, c), variance.covariance(counts) / whole**2, freedom, test)
    counted = int(inside.sum()) if n is None else n
    expected = np.outer(p.reshape(r, c).sum(1), p.reshape(r, c).sum(0)).ravel()
    pearson = counted * float(np.sum(np.square(p - expected) / expected))
    interaction = _interaction(r, c)
    used = np.where(p > 0, 1 / np.where(p > 0, p, 1.0), 0.0)[:, None] * interaction
    between = variance.covariance(combined(table, used))
    effects = np.asarray(np.linalg.solve(interaction.T @ used / counted, between), np.float64)
    return _rao_scott(pearson, effects, freedom, test)


def _present(codes: IntCodes, inside: np.typing.NDArray[np.bool_]) -> tuple[IntCodes, int]:
    levels, found = np.unique(codes[inside], return_inverse=True)
    result = np.full(len(codes), -1)
    result[inside] = found
    return result, len(levels)


def _interaction(r: int, c: int) -> Floats:
    """Contrasts (r · c, (r − 1)(c − 1)) that are orthogonal to the main effects."""
    down, across = (np.eye(k)[:, :-1] - np.eye(k)[:, -1:] for k in (r, c))
    return np.asarray(np.kron(down, across), np.float64)


def _rao_scott(pearson: float, effects: Floats, freedom: int, test: Test) -> TestResult:
    trace = float(np.trace(effects))
    if test == "rao_scott_first_order":
        k = len(effects)
        return TestResult(pearson, k, np.inf, float(chdtrc(k, pearson / (trace / k))))
    above = trace**2 / float(np.trace(effects @ effects))
    statistic = pearson / trace
    p_value = float(fdtrc(above, above * freedom, statistic))
    return TestResult(statistic, above, above * freedom, p_value)


def _wald(p: Floats, covariance: Floats, freedom: int, test: Test) -> TestResult:
    """`covariance` is that of totals over their sum, whose residuals are t_rc − t_r t_c / t."""
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
    wald = float(y @ np.linalg.solve(change @ covariance @ change.T, y))
    k = len(y)
    below = freedom - k + 1 if test == "wald_adjusted" else freedom
    statistic = wald * below / (freedom * k)
    p_value = float(fdtrc(k, below, statistic)) if below > 0 else np.nan
    return TestResult(statistic, k, below, p_value)
