"""The weights of a frame's rows, and how they came about."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.errors import Problem
from surveys.numerics.grouping import Floats, IntCodes
from surveys.sampling.replicates import ReplicateDesign
from surveys.weighting.reports import MarginReport, StepReport

__all__ = ["MarginReport", "Replicates", "Residual", "StepReport", "Weights"]


@dataclass(frozen=True, slots=True)
class Residual:
    """What linearisation needs of one calibration step: e = z − x·B with B fitted with weights d.

    Rows alike in x share a cell: `cells` (n,) are the rows' cells, `matrix` (cells, p) their x.
    `before` d and `after` (n,) are the weights around the step. `margins` counts the columns of
    each margin where R's `rake()` is to be followed instead: ten sweeps that subtract the
    unweighted means of the margins' categories.
    """

    cells: IntCodes
    matrix: Floats
    before: Floats
    after: Floats
    margins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Replicates:
    """Replicate weights `values` (n, R), every one adjusted as the full sample was."""

    values: Floats
    design: ReplicateDesign


@dataclass(frozen=True, slots=True)
class Weights:
    """Final weights, shape (n,): one per row of the frame, zero for a row that does not respond.

    `residuals` lists the calibration steps in their order; variance estimation applies them.
    `warnings` are problems that did not stop the weighting; a release shows them.
    """

    values: Floats
    base: Floats
    steps: tuple[StepReport, ...]
    residuals: tuple[Residual, ...] = ()
    warnings: tuple[Problem, ...] = ()
    replicates: Replicates | None = None
