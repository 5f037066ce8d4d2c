"""Statistics as functions of weighted totals, for a population and its domains in one pass.

A row belongs to one domain, coded from 0, or to none (-1); rows never leave the design (Särndal,
Swensson & Wretman 1992, ch. 10). The derivative turns the variance of the totals into that of the
statistic (Binder 1983; Demnati & Rao 2004).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from surveys.estimation.columns import Columns, columns_of
from surveys.numerics.grouping import Floats, IntCodes

Shares = Literal["row", "column", "total"]


class Statistic(Protocol):
    """k numbers that depend on the weights.

    `domain` (n,) is each row's domain, or -1; `domain_of` (k,) is the domain of each number.
    """

    @property
    def columns(self) -> Columns: ...
    @property
    def domain(self) -> IntCodes: ...
    @property
    def domain_of(self) -> IntCodes: ...

    def values(self, weights: Floats) -> Floats:
        """(k,) for weights (n,); (R, k) for replicate weights (n, R)."""

    def jacobian(self, weights: Floats) -> Floats:
        """(m, k): how the numbers follow the totals of the columns, at weights (n,)."""


@dataclass(frozen=True, slots=True)
class Base:
    """On what numbers rest: rows with a weight, its sum, clusters and degrees of freedom, (k,)."""

    n: IntCodes
    population: Floats
    clusters: IntCodes
    freedom: IntCodes

    def at(self, places: IntCodes) -> Base:
        """The bases at some places, as of the domain of each number."""
        return Base(
            self.n[places], self.population[places], self.clusters[places], self.freedom[places]
        )


@dataclass(frozen=True, slots=True)
class OfTotals:
    """A smooth function of totals: `function` (…, m) → (…, k), `derivative` (m,) → (m, k)."""

    columns: Columns
    domain: IntCodes
    domain_of: IntCodes
    function: Callable[[Floats], Floats]
    derivative: Callable[[Floats], Floats]

    def values(self, weights: Floats) -> Floats:
        return self.function(self.columns.totals(weights))

    def jacobian(self, weights: Floats) -> Floats:
        return self.derivative(self.columns.totals(weights))


def totals(y: Floats, domain: IntCodes, domains: int = 1) -> OfTotals:
    """Totals of y (n, v) per domain: k = domains · v, those of a domain side by side."""
    width = domains * y.shape[1]
    return OfTotals(
        columns_of(domain, domains, y),
        domain,
        np.repeat(np.arange(domains), y.shape[1]),
        lambda sums: sums,
        lambda sums: np.eye(width),
    )


def ratios(y: Floats, x: Floats, domain: IntCodes, domains: int = 1) -> OfTotals:
    """Ratios of the totals of y and x, both (n, v), per domain; NaN where a total of x is zero."""
    v = y.shape[1]

    def split(sums: Floats) -> tuple[Floats, Floats]:
        parts = sums.reshape(*sums.shape[:-1], domains, 2, v)
        below = np.where(parts[..., 1, :] == 0, np.nan, parts[..., 1, :])
        return parts[..., 0, :], below

    def function(sums: Floats) -> Floats:
        above, below = split(sums)
        return np.asarray((above / below).reshape(*sums.shape[:-1], domains * v))

    def derivative(sums: Floats) -> Floats:
        above, below = split(sums)
        result = np.zeros((domains, 2, v, domains, v))
        each, column = np.indices((domains, v))
        result[each, 0, column, each, column] = np.nan_to_num(1 / below)
        result[each, 1, column, each, column] = np.nan_to_num(-above / below**2)
        return result.reshape(domains * 2 * v, domains * v)

    columns = columns_of(domain, domains, np.hstack([y, x]))
    return OfTotals(columns, domain, np.repeat(np.arange(domains), v), function, derivative)


def means(y: Floats, domain: IntCodes, domains: int = 1) -> OfTotals:
    """Means of y (n, v) per domain: ratios to the number of rows, weighted."""
    return ratios(y, np.ones_like(y), domain, domains)


def shares(
    levels: IntCodes, number: int, domain: IntCodes, domains: int = 1, of: Shares = "row"
) -> OfTotals:
    """Shares of the `number` levels, k = domains · number, those of a domain side by side.

    `row`: the levels of each domain add to one; `column`: the domains of each level do; `total`:
    all do. A row with a missing level (-1) belongs to no domain.
    """
    inside = np.where(levels < 0, -1, domain)
    cells = np.where(inside < 0, -1, inside * number + levels)
    row, column = np.divmod(np.arange(domains * number), number)
    if of == "row":
        return fractions(cells, row, inside)
    if of == "column":
        return fractions(cells, column, np.where(inside < 0, -1, levels))
    return fractions(cells, np.zeros(domains * number, np.int64), np.where(inside < 0, -1, 0))


def fractions(cells: IntCodes, whole_of: IntCodes, domain: IntCodes) -> OfTotals:
    """Each cell's part of a whole: `cells` are codes of rows, `whole_of` (k,) the cells' wholes.

    `domain` holds the whole of every row, as `cells` its cell: (n,) or (layers, n).
    """
    size = len(whole_of)
    together = (whole_of[:, None] == whole_of).astype(np.float64)

    def function(sums: Floats) -> Floats:
        whole = sums @ together
        return np.asarray(sums / np.where(whole == 0, np.nan, whole))

    def derivative(sums: Floats) -> Floats:
        whole = np.where((whole := sums @ together) == 0, np.inf, whole)
        return np.asarray((np.eye(size) - together * (sums / whole)) / whole)

    return OfTotals(columns_of(cells, size), domain, whole_of, function, derivative)


def combined(statistic: OfTotals, coefficients: Floats) -> OfTotals:
    """Linear combinations of a statistic's k numbers; `coefficients` are (k, c).

    A difference of two domains takes their covariance from the same variance.
    """
    return OfTotals(
        statistic.columns,
        np.where(statistic.domain < 0, -1, 0),
        np.zeros(coefficients.shape[1], np.int64),
        lambda sums: statistic.function(sums) @ coefficients,
        lambda sums: statistic.derivative(sums) @ coefficients,
    )


def spread(y: Floats, domain: IntCodes) -> OfTotals:
    """Variances and covariances of y (n, v), k = v · v, with n - 1 in the denominator."""
    inside = domain >= 0
    n, v = int(inside.sum()), y.shape[1]
    products = (y[:, :, None] * y[:, None, :]).reshape(len(y), v * v)
    columns = columns_of(domain, 1, np.hstack([np.ones((len(y), 1)), y, products]))
    scale = n / (n - 1)

    def function(sums: Floats) -> Floats:
        mean = sums[..., 1 : v + 1] / sums[..., :1]
        square = (mean[..., :, None] * mean[..., None, :]).reshape(*sums.shape[:-1], v * v)
        return np.asarray(scale * (sums[..., v + 1 :] / sums[..., :1] - square))

    def derivative(sums: Floats) -> Floats:
        whole, mean = sums[0], sums[1 : v + 1] / sums[0]
        result = np.zeros((1 + v + v * v, v, v))
        result[0] = (2 * np.outer(mean, mean) - (sums[v + 1 :] / whole).reshape(v, v)) / whole
        for each in range(v):
            result[1 + each, each, :] -= mean / whole
            result[1 + each, :, each] -= mean / whole
        result[v + 1 :] = np.eye(v * v).reshape(v * v, v, v) / whole
        return scale * result.reshape(1 + v + v * v, v * v)

    return OfTotals(columns, domain, np.zeros(v * v, np.int64), function, derivative)
