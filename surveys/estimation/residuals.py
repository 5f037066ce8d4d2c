"""Residuals after calibration: what linearisation puts in the place of a total's own values.

A step with weights d before it and a after it, and calibration variables x, turns contributions
c = a z into a e with e = z − x B and B = (Σ d x x')⁻ Σ d x z (Deville & Särndal 1992). Of several
steps the last is applied first: each replaces the estimate by one that uses the weights before it.
What trimming does after a calibration stays in z as a fixed factor. All sums are taken over cells
of rows alike in x, so that a column costs no more than its sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array, issparse

from surveys.estimation.columns import Columns
from surveys.numerics.grouping import Floats, IntCodes, group_sums, membership
from surveys.numerics.matrices import Matrix, full, products
from surveys.weighting.residual import Residual

SWEEPS = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One step, prepared.

    `ratio` (n,) is d / a, zero where a is; `solution` (p, p) turns Σ d x z into B; `earlier` are
    Σ (d / a) a' x x'' with every step that is applied before this one, in that order.
    """

    residual: Residual
    ratio: Floats
    solution: Floats
    earlier: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class Residuals:
    """The steps of a weighting in the order in which they are applied."""

    steps: tuple[Step, ...]

    def coefficients(self, columns: Columns, weights: Floats) -> tuple[Floats, ...]:
        """B of every step for every column, each (p, m); `weights` (n,) are the final ones."""
        found: list[Floats] = []
        for step in self.steps:
            given = step.residual
            cells = columns.sums(weights * step.ratio, given.cells, given.matrix.shape[0])
            sums = given.matrix.T @ cells
            for crossed, fitted in zip(step.earlier, found, strict=True):
                sums -= crossed @ fitted
            found.append(step.solution @ sums)
        return tuple(found)

    def regressors(self, groups: IntCodes, number: int) -> tuple[Matrix, ...]:
        """Σ a x per group of rows for every step, each (number, p)."""
        return tuple(
            _sums(each.residual, each.residual.after, groups, number) for each in self.steps
        )


def prepare(residuals: Sequence[Residual]) -> Residuals:
    """The steps with all that does not depend on what is estimated.

    R's `rake()` is followed in R's order, first step first.
    """
    compatible = any(each.margins for each in residuals)
    ordered = list(residuals) if compatible else list(residuals)[::-1]
    steps: list[Step] = []
    for residual in ordered:
        used = residual.after != 0
        ratio = np.divide(residual.before, residual.after, out=np.zeros(len(used)), where=used)
        earlier = tuple(
            full(
                residual.matrix.T
                @ _sums(
                    each.residual,
                    ratio * each.residual.after,
                    residual.cells,
                    residual.matrix.shape[0],
                )
            )
            for each in steps
        )
        steps.append(Step(residual, ratio, _solution(residual), earlier))
    return Residuals(tuple(steps))


def _sums(residual: Residual, weights: Floats, groups: IntCodes, number: int) -> Matrix:
    """Σ weight · x per group of rows, (number, p); by cells where these are few."""
    cells = residual.matrix.shape[0]
    if number * cells > 50 * len(weights):
        values = residual.matrix[residual.cells] * weights[:, None]
        if issparse(values):
            return csr_array(membership(groups, number) @ values)
        return group_sums(values, groups, number)
    counts = group_sums(weights, groups * cells + residual.cells, number * cells)
    return counts.reshape(number, cells) @ residual.matrix


def _solution(residual: Residual) -> Floats:
    weights = group_sums(residual.before, residual.cells, residual.matrix.shape[0])
    sums = products(residual.matrix, weights)
    if residual.margins:
        return _sweeps(sums, residual.margins)
    # The margins of a raking share their total, so this matrix is singular by design.
    return np.asarray(np.linalg.pinv(sums, hermitian=True), np.float64)


def _sweeps(counts: Floats, margins: tuple[int, ...]) -> Floats:
    """B of R's `rake()`: category means are taken away margin by margin, ten times."""
    width = len(counts)
    result = np.zeros((width, width))
    bounds = np.cumsum((0, *margins))
    for start, stop in [*pairwise(bounds)] * SWEEPS:
        remaining = np.eye(width)[start:stop] - counts[start:stop] @ result
        result[start:stop] += remaining / np.diag(counts)[start:stop, None]
    return result
