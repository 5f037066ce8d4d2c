"""Post-stratification: every cell scaled to its control total."""

from __future__ import annotations

import numpy as np

from surveys.numerics.grouping import Floats, IntCodes, group_sums


def poststratify(weights: Floats, cells: IntCodes, totals: Floats) -> Floats:
    """Weights w = d N / (sum of d in the cell), shape (n,) (Holt & Smith 1979)."""
    sums = group_sums(weights, cells, len(totals))
    return weights * np.divide(totals, sums, out=np.ones_like(sums), where=sums > 0)[cells]
