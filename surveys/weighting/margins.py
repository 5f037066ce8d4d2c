"""The control totals of one step, held on the rows of a frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.numerics.grouping import Cells, Floats, IntCodes, Mask, cells_of, indicators
from surveys.weighting.control_totals import (
    ControlTotals,
    NumericTotal,
    cell_codes,
    cell_name,
    targets,
)
from surveys.weighting.plan import WeightingPlan


@dataclass(frozen=True, slots=True)
class Margins:
    """The control totals of one step on the respondents of a frame.

    `codes` hold per margin the position of each row's total, (n,), 0 for rows that do not respond;
    `numbers` (n, q) the values of numeric totals.
    """

    controls: tuple[ControlTotals, ...]
    codes: tuple[IntCodes, ...]
    numerics: tuple[NumericTotal, ...] = ()
    numbers: Floats | None = None

    @property
    def totals(self) -> list[Floats]:
        return [targets(each) for each in self.controls]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(each.totals) for each in self.controls)

    @property
    def all_totals(self) -> Floats:
        """The totals of all levels and numbers, in the order of `matrix_of`'s columns (p,)."""
        return np.concatenate([*self.totals, [each.total for each in self.numerics]])

    @property
    def labels(self) -> list[str]:
        """What each of all totals is of, for messages."""
        levels = [
            f"{each.name} › {cell_name(cell)}" for each in self.controls for cell in each.totals
        ]
        return [*levels, *(each.name for each in self.numerics)]

    @property
    def columns(self) -> list[Floats]:
        """The values of each numeric total, (n,)."""
        return [] if self.numbers is None else list(self.numbers.T)

    def cells(self) -> Cells:
        """The crossing of the margins."""
        return cells_of(self.codes, self.sizes)


def margins_on(
    frame: Frame, plan: WeightingPlan, names: tuple[str, ...], respondents: Mask
) -> Margins:
    """The margins of these names on a frame that `check_plan` found fit."""
    controls, numerics = plan.margins(names), plan.numbers(names)
    codes = tuple(np.where(respondents, cell_codes(each, frame), 0) for each in controls)
    numbers = None
    if numerics:
        columns = [frame.data[each.variable].to_numpy(np.float64) for each in numerics]
        numbers = np.where(respondents[:, None], np.column_stack(columns), 0.0)
    return Margins(tuple(controls), codes, tuple(numerics), numbers)


def matrix_of(margins: Margins) -> tuple[IntCodes, Floats]:
    """Cells of rows alike in the calibration variables (n,), and these variables (cells, p)."""
    if margins.numbers is None:
        cells = margins.cells()
        parts = zip(cells.parts, margins.sizes, strict=True)
        return cells.codes, np.hstack([indicators(part, size) for part, size in parts])
    rows = len(margins.numbers)
    parts = zip(margins.codes, margins.sizes, strict=True)
    matrix = np.hstack([*(indicators(part, size) for part, size in parts), margins.numbers])
    return np.arange(rows), matrix
