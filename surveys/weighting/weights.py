"""The weights of a frame's rows, and how they came about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.errors import Problem
from surveys.weighting.reports import MarginReport, StepReport

__all__ = ["MarginReport", "Residual", "StepReport", "Weights"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Residual:
    """What linearisation needs of one calibration step: e = z − x·B with B fitted with weights d.

    `matrix` x has shape (n, p); `weights` d are the weights before the step, shape (n,).
    """

    matrix: Floats
    weights: Floats


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
