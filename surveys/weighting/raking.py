"""Raking: iterative proportional fitting on the crossed cells of the margins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surveys.numerics.grouping import Cells, Floats, IntCodes, Membership, group_sums, membership


def rake(
    weights: Floats, cells: Cells, totals: Sequence[Floats], tolerance: float, iterations: int
) -> tuple[Floats, int, Floats]:
    """Weights that meet every margin, the iterations spent, and each margin's error.

    `weights` are (n,), or (n, R) with each column raked by itself. The parts of `cells` are the
    positions of the cells' totals in the margins' `totals`. Rows of one cell share a factor, so
    the work is done on cells (Deming & Stephan 1940; Deville, Särndal & Sautory 1993). An error is
    the largest |sum − total| / total, shape (margins,) or (margins, R); it is below `tolerance`
    unless the iterations ran out.
    """
    before = group_sums(weights, cells.codes, len(cells))
    column = weights.ndim == 2
    targets = [each[:, None] if column else each for each in totals]
    members = [membership(part, len(each)) for part, each in zip(cells.parts, totals, strict=True)]
    now, spent = before.copy(), 0
    errors = _errors(now, members, targets)
    while np.max(errors, initial=0.0) > tolerance and spent < iterations:
        for part, member, target in zip(cells.parts, members, targets, strict=True):
            sums = member @ now
            now *= np.divide(target, sums, out=np.ones_like(sums), where=sums > 0)[part]
        errors = _errors(now, members, targets)
        spent += 1
    factors = np.divide(now, before, out=np.zeros_like(now), where=before > 0)
    return weights * factors[cells.codes], spent, errors


def poststratify(weights: Floats, cells: IntCodes, totals: Floats) -> Floats:
    """Weights w = d N / (sum of d in the cell), (n,) or (n, R) (Holt & Smith 1979)."""
    sums = group_sums(weights, cells, len(totals))
    target = totals if weights.ndim == 1 else totals[:, None]
    return weights * np.divide(target, sums, out=np.ones_like(sums), where=sums > 0)[cells]


def _errors(weights: Floats, members: Sequence[Membership], targets: Sequence[Floats]) -> Floats:
    return np.stack(
        [
            np.max(np.abs(member @ weights - target) / np.where(target > 0, target, 1.0), axis=0)
            for member, target in zip(members, targets, strict=True)
        ]
    )
