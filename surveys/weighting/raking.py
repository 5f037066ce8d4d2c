"""Raking: iterative proportional fitting on the crossed cells of the margins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surveys.numerics.grouping import Floats, IntCodes, crossed, group_sums


def rake(
    weights: Floats,
    margins: Sequence[IntCodes],
    totals: Sequence[Floats],
    tolerance: float,
    iterations: int,
) -> tuple[Floats, int, list[float]]:
    """Weights (n,) that meet every margin, the iterations spent, and each margin's error.

    `margins` hold per row the position of its total in the margin's `totals`. Rows of one cell
    share a factor, so the work is done on cells (Deming & Stephan 1940; Deville, Särndal &
    Sautory 1993). An error is the largest |sum - total| / total; it is below `tolerance` unless
    the iterations ran out.
    """
    cells, first = crossed(margins)
    before = group_sums(weights, cells, len(first))
    levels = [margin[first] for margin in margins]
    now = before.copy()
    errors = _errors(now, levels, totals)
    spent = 0
    while max(errors) > tolerance and spent < iterations:
        for codes, target in zip(levels, totals, strict=True):
            sums = group_sums(now, codes, len(target))
            now *= np.divide(target, sums, out=np.ones_like(sums), where=sums > 0)[codes]
        errors = _errors(now, levels, totals)
        spent += 1
    factors = np.divide(now, before, out=np.zeros_like(now), where=before > 0)
    return weights * factors[cells], spent, errors


def _errors(weights: Floats, levels: Sequence[IntCodes], totals: Sequence[Floats]) -> list[float]:
    errors = []
    for codes, target in zip(levels, totals, strict=True):
        difference = np.abs(group_sums(weights, codes, len(target)) - target)
        scale = np.where(target > 0, target, 1.0)
        errors.append(float(np.max(difference / scale)))
    return errors
