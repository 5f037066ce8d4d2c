"""Which control totals cannot be met within bounds, and which bounds would do.

Asked only when a bounded calibration has failed: a linear programme on the cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack, vstack

from surveys.errors import Problem
from surveys.errors.documents import listed
from surveys.numerics.grouping import Floats
from surveys.numerics.matrices import Matrix, scaled
from surveys.weighting.calibration import Bounds

MOST_CELLS = 20_000


def blocking_totals(
    weights: Floats,
    matrix: Matrix,
    totals: Floats,
    bounds: Bounds,
    labels: Sequence[str],
    where: str,
) -> list[Problem]:
    """A problem that names the totals with no factors g in the bounds; none if there are some.

    `weights` (cells,) and `matrix` (cells, p) as in calibration; `labels` name the p totals. Of
    very many cells the programme is not tried.
    """
    from scipy.optimize import linprog

    used = weights > 0
    if np.count_nonzero(used) > MOST_CELLS:
        return []
    scale = np.where(totals != 0, np.abs(totals), 1.0)
    sums: Any = csr_array(scaled(matrix[used], 1 / scale) * weights[used, None]).T
    (p, cells), target = sums.shape, totals / scale
    slack: Any = hstack([sums, eye_array(p), -eye_array(p)])
    cost = np.concatenate([np.zeros(cells), np.ones(2 * p)])
    found = linprog(cost, A_eq=slack, b_eq=target, bounds=[bounds] * cells + [(0, None)] * (2 * p))
    assert found.x is not None  # the slacks make every problem feasible
    missed = np.abs(found.x[cells : cells + p] - found.x[cells + p :])
    blocking = [label for label, gap in zip(labels, missed, strict=True) if gap > 1e-9]
    if not blocking:
        return []
    details = {"bounds": f"{bounds[0]:g} … {bounds[1]:g}", "narrowest": _narrowest(sums, target)}
    return [Problem("bounds_infeasible", where, listed(blocking), details)]


def _narrowest(sums: Any, target: Floats) -> str:
    """The narrowest range around 1 in which factors meet the totals."""
    from scipy.optimize import linprog

    cells = sums.shape[1]
    identity, ones = eye_array(cells), csr_array(np.ones((cells, 1)))
    above: Any = hstack([identity, csr_array((cells, 1)), -ones])
    below: Any = hstack([-identity, ones, csr_array((cells, 1))])
    ends: Any = csr_array((len(target), 2))
    meets: Any = hstack([sums, ends])
    found = linprog(
        np.concatenate([np.zeros(cells), [-1.0, 1.0]]),
        A_ub=vstack([above, below]),
        b_ub=np.zeros(2 * cells),
        A_eq=meets,
        b_eq=target,
        bounds=[(0, None)] * cells + [(0, 1), (1, None)],
    )
    return "—" if found.x is None else f"{found.x[-2]:.4g} … {found.x[-1]:.4g}"
