"""Columns of a sample that are totalled, kept as codes instead of a matrix that is mostly zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surveys.numerics.grouping import Floats, IntCodes, group_sums


@dataclass(frozen=True, slots=True)
class Columns:
    """m = size · v columns over n rows.

    Column c · v + j holds `values[:, j]`, shape (n, v), on the rows whose `codes` (n,) are c, and
    zero elsewhere. A table's cells have values of one; a mean by domain has y and 1 as values.
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
            return self.sums(weights, np.zeros(len(weights), np.int64), 1).ravel()
        parts = [
            group_sums(weights * column[:, None], self.codes, self.size) for column in self.values.T
        ]
        return np.asarray(np.stack(parts, axis=1).reshape(self.width, -1).T)

    def sums(self, weights: Floats, groups: IntCodes, number: int) -> Floats:
        """Weighted totals per group of rows, shape (number, m)."""
        index = groups * self.size + self.codes
        if self.values.shape[1] == 1:
            cells = group_sums(weights * self.values[:, 0], index, number * self.size)
        else:
            cells = group_sums(weights[:, None] * self.values, index, number * self.size)
        return cells.reshape(number, self.width)

    def moments(self, weights: Floats) -> Floats:
        """Weighted sums of products of values within each code, shape (size, v, v)."""
        products = self.values[:, :, None] * self.values[:, None, :]
        v = self.values.shape[1]
        flat = (weights[:, None] * products.reshape(len(weights), v * v)).copy()
        return group_sums(flat, self.codes, self.size).reshape(self.size, v, v)


def columns_of(codes: IntCodes, size: int, values: Floats | None = None) -> Columns:
    """Columns with ones, or with `values` (n, v), on the rows coded 0 … size - 1; -1 is outside.

    Values outside and missing values (NaN) become zero.
    """
    inside = codes >= 0
    given = np.ones((len(codes), 1)) if values is None else np.nan_to_num(values)
    return Columns(np.maximum(codes, 0), size, given * inside[:, None])
