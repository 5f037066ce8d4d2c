"""The totals that one step has to meet, held on the rows of a sample."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from surveys.numerics.grouping import (
    Cells,
    Floats,
    IntCodes,
    Mask,
    cells_of,
    group_sums,
)
from surveys.numerics.matrices import Matrix, design_matrix


@dataclass(frozen=True, slots=True)
class Margin:
    """The totals of categories, `totals` (levels,), with the levels' names, and each row's level.

    `codes` are (n,); rows that do not count have any level, and weight zero.
    """

    name: str
    levels: tuple[str, ...]
    totals: Floats
    codes: IntCodes


@dataclass(frozen=True, slots=True)
class NumberTotal:
    """The total of a number, and its `values` (n,), zero on rows that do not count."""

    name: str
    variable: str
    total: float
    values: Floats


@dataclass(frozen=True, slots=True)
class Margins:
    """All totals of one step: those of categories, then those of numbers."""

    categories: tuple[Margin, ...] = ()
    numbers: tuple[NumberTotal, ...] = ()

    @property
    def totals(self) -> list[Floats]:
        """The totals of each margin of categories."""
        return [each.totals for each in self.categories]

    @property
    def all_totals(self) -> Floats:
        """The totals of all levels and numbers, in the order of `matrix`'s columns (p,)."""
        return np.concatenate([*self.totals, [each.total for each in self.numbers]])

    @property
    def labels(self) -> list[str]:
        """What each of all totals is of, for messages."""
        levels = [f"{each.name} › {level}" for each in self.categories for level in each.levels]
        return [*levels, *(each.name for each in self.numbers)]

    def sums(self, weights: Floats) -> Floats:
        """What weights (n, R) add up to in place of all totals, (p, R)."""
        levels = [group_sums(weights, each.codes, len(each.totals)) for each in self.categories]
        numbers = [(each.values @ weights)[None] for each in self.numbers]
        return np.vstack([np.empty((0, weights.shape[1])), *levels, *numbers])

    def cells(self) -> Cells:
        """The crossing of the margins of categories."""
        codes = [each.codes for each in self.categories]
        return cells_of(codes, [len(each) for each in self.totals])

    def matrix(self) -> tuple[IntCodes, Matrix]:
        """Cells of rows alike in the calibration variables (n,), and these variables (cells, p).

        A row with numbers is a cell by itself.
        """
        sizes = [len(each) for each in self.totals]
        if self.numbers:
            numbers = np.column_stack([each.values for each in self.numbers])
            codes = [each.codes for each in self.categories]
            return np.arange(len(numbers)), design_matrix(codes, sizes, numbers)
        cells = self.cells()
        return cells.codes, design_matrix([*cells.parts], sizes, np.empty((len(cells), 0)))

    def on(self, rows: Mask) -> Margins:
        """The margins of categories on some of the rows."""
        return Margins(tuple(replace(each, codes=each.codes[rows]) for each in self.categories))
