"""Columns of a sample that are totalled, kept as codes instead of a matrix that is mostly zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surveys.numerics.grouping import Floats, IntCodes, group_sums


@dataclass(frozen=True, slots=True)
class Columns:
    """m = size · v columns over n rows.

    Column c · v + j holds `values[:, j]`, shape (n, v), on the rows whose code is c, and zero
    elsewhere. A table's cells have values of one; a mean by domain has y and 1 as values. `codes`
    are (layers, n): a row may belong to one column in each layer, as to a domain in each of
    several breakdowns; -1 stands for none.
    """

    codes: IntCodes
    size: int
    values: Floats

    @property
    def width(self) -> int:
        """The number of columns, m."""
        return self.size * int(self.values.shape[1])

    def totals(self, weights: Floats) -> Floats:
        """Weighted totals: (m,) for weights (n,), and (R, m) for replicate weights (n, R)."""
        if weights.ndim == 1:
            return self.sums(weights).ravel()
        parts = [
            sum(
                group_sums(weights * column[:, None], codes + 1, self.size + 1)
                for codes in self.codes
            )
            for column in self.values.T
        ]
        return np.asarray(np.stack(parts, axis=1)[1:].reshape(self.width, -1).T)

    def sums(self, weights: Floats, groups: IntCodes | int = 0, number: int = 1) -> Floats:
        """Weighted totals per group of rows, shape (number, m)."""
        size = self.size + 1
        # The rows that belong to no column are counted first in each group, and left out.
        index = (groups * size + 1 + self.codes).ravel()
        parts = [
            np.bincount(index, np.tile(weights * column, len(self.codes)), number * size)
            for column in self.values.T
        ]
        stacked = np.stack(parts, axis=1).reshape(number, size, len(parts))
        return np.asarray(stacked[:, 1:].reshape(number, self.width), np.float64)

    def moments(self, weights: Floats) -> Floats:
        """Weighted sums of products of values within each code, shape (size, v, v)."""
        v = self.values.shape[1]
        products = (self.values[:, :, None] * self.values[:, None, :]).reshape(len(weights), v * v)
        sums = Columns(self.codes, self.size, products).totals(weights)
        return sums.reshape(self.size, v, v)


def columns_of(codes: IntCodes, size: int, values: Floats | None = None) -> Columns:
    """Columns with ones, or with `values` (n, v), on the rows coded 0 … size - 1; -1 is outside.

    `codes` are (n,) or (layers, n). Missing values (NaN) count as zero.
    """
    given = np.ones((codes.shape[-1], 1)) if values is None else np.nan_to_num(values)
    return Columns(np.atleast_2d(codes), size, given)


def counted(weights: Floats) -> Floats:
    """1 for rows with a weight, else 0; as `weights` they give numbers of rows."""
    return np.asarray(weights != 0, np.float64)
