"""Which control totals cannot be met within bounds, and which bounds would do.

Asked only when a bounded calibration has failed: a linear programme on the cells.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surveys.errors import Problem
from surveys.errors.documents import listed
from surveys.numerics.grouping import Floats
from surveys.weighting.calibration import Bounds


def blocking_totals(
    weights: Floats,
    matrix: Floats,
    totals: Floats,
    bounds: Bounds,
    labels: Sequence[str],
    where: str,
) -> list[Problem]:
    """A problem that names the totals with no factors g in the bounds; none if there are some.

    `weights` (cells,) and `matrix` (cells, p) as in calibration; `labels` name the p totals.
    """
    from scipy.optimize import linprog

    used = weights > 0
    sums = (matrix * weights[:, None])[used].T
    scale = np.where(totals != 0, np.abs(totals), 1.0)
    sums, target = sums / scale[:, None], totals / scale
    cells, p = sums.shape[1], len(totals)
    slack = np.hstack([sums, np.eye(p), -np.eye(p)])
    cost = np.concatenate([np.zeros(cells), np.ones(2 * p)])
    found = linprog(cost, A_eq=slack, b_eq=target, bounds=[bounds] * cells + [(0, None)] * (2 * p))
    assert found.x is not None  # the slacks make every problem feasible
    missed = np.abs(found.x[cells : cells + p] - found.x[cells + p :])
    blocking = [label for label, gap in zip(labels, missed, strict=True) if gap > 1e-9]
    if not blocking:
        return []
    details = {"bounds": f"{bounds[0]:g} … {bounds[1]:g}", "narrowest": _narrowest(sums, target)}
    return [Problem("bounds_infeasible", where, listed(blocking), details)]


def _narrowest(sums: Floats, target: Floats) -> str:
    """The narrowest range around 1 in which factors meet the totals."""
    from scipy.optimize import linprog

    cells = sums.shape[1]
    ones = np.ones((cells, 1))
    above = np.hstack([np.eye(cells), np.zeros((cells, 1)), -ones])
    below = np.hstack([-np.eye(cells), ones, np.zeros((cells, 1))])
    found = linprog(
        np.concatenate([np.zeros(cells), [-1.0, 1.0]]),
        A_ub=np.vstack([above, below]),
        b_ub=np.zeros(2 * cells),
        A_eq=np.hstack([sums, np.zeros((len(target), 2))]),
        b_eq=target,
        bounds=[(0, None)] * cells + [(0, 1), (1, None)],
    )
    return "—" if found.x is None else f"{found.x[-2]:.4g} … {found.x[-1]:.4g}"
