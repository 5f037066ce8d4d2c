"""The weights of a frame's rows, and how they came about."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.errors import Problem
from surveys.numerics.grouping import Floats
from surveys.plans.weighting.reports import StepReport
from surveys.sampling.replicates import Replicates
from surveys.weighting.residual import Residual


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
