"""What linearisation needs of a calibration step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surveys.numerics.grouping import Floats, IntCodes
from surveys.numerics.matrices import Matrix
from surveys.weighting.margins import Margins


@dataclass(frozen=True, slots=True)
class Residual:
    """What linearisation needs of one calibration step: e = z − x·B with B fitted with weights d.

    Rows alike in x share a cell: `cells` (n,) are the rows' cells, `matrix` (cells, p) their x.
    `before` d and `after` (n,) are the weights around the step. `margins` counts the columns of
    each margin where R's `rake()` is to be followed instead: ten sweeps that subtract the
    unweighted means of the margins' categories.
    """

    cells: IntCodes
    matrix: Matrix
    before: Floats
    after: Floats
    margins: tuple[int, ...] = ()


def residual_of(
    margins: Margins, before: Floats, after: Floats, *, rake_compatible: bool = False
) -> Residual:
    """Of a step on the margins, with the full sample's weights (n,) around it."""
    cells, matrix = margins.matrix()
    if rake_compatible:
        once = (before != 0).astype(np.float64)
        return Residual(cells, matrix, once, after.copy(), tuple(map(len, margins.totals)))
    return Residual(cells, matrix, before.copy(), after.copy())
