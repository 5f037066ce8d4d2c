"""Replicate factors: how each replicate changes the weights of the clusters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
IntCodes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ReplicateDesign:
    """Replicate weight = weight × factor of the row's cluster.

    `clusters` (n,) are the rows' places in `factors` (clusters, R). The variance is
    scale Σ rscale (t − c)(t − c)', c the full-sample estimate (`mse`) or the replicates' mean.
    """

    clusters: IntCodes
    factors: Floats
    scale: float
    rscales: Floats
    mse: bool
    method: str

    def of_rows(self) -> Floats:
        """The factor of every row, shape (n, R)."""
        return self.factors[self.clusters]

    def rank(self, touched: NDArray[np.bool_]) -> int:
        """Rank of the factors of some clusters, `touched` (clusters,)."""
        factors = self.factors[touched]
        return int(np.linalg.matrix_rank(factors, rtol=1e-9)) if len(factors) else 0
