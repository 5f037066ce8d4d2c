"""Variance by replicates: the statistic is computed anew with each column of weights.

V = scale Σ over r of rscale_r (t_r − c)(t_r − c)', with c the full-sample estimate (`mse`) or the
mean of the replicates (Wolter 2007).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from surveys.estimation.columns import columns_of, counted
from surveys.estimation.linearised import Linearised
from surveys.estimation.statistics import Base, Statistic
from surveys.numerics.grouping import Floats, IntCodes
from surveys.sampling.replicates import Replicates


@dataclass(frozen=True, slots=True)
class Replicated:
    """Full-sample weights (n,) and their replicates.

    `linearised` gives the degrees of freedom of a domain by clusters and strata, where they are
    known; the replicates never allow more than the rank of their factors less one.
    """

    weights: Floats
    replicates: Replicates
    linearised: Linearised | None = None

    @property
    def method(self) -> str:
        return f"replicate:{self.replicates.design.method}"

    def variances(self, statistic: Statistic) -> Floats:
        """The variance of each of the statistic's k numbers."""
        squares = np.square(self._deviations(statistic)).sum(0)
        return np.asarray(self.replicates.design.scale * squares)

    def covariance(self, statistic: Statistic) -> Floats:
        """The covariance matrix (k, k) of the statistic's numbers."""
        deviations = self._deviations(statistic)
        return self.replicates.design.scale * (deviations.T @ deviations)

    def base(self, domain: IntCodes, domains: int = 1) -> Base:
        """The base of each domain."""
        design, members = self.replicates.design, columns_of(domain, domains)
        counts = members.sums(counted(self.weights), design.clusters, len(design.factors))
        freedom = np.array([design.rank(each) - 1 for each in counts.T > 0], np.int64)
        population, clusters = members.totals(self.weights), np.count_nonzero(counts, axis=0)
        found = Base(counts.sum(0).astype(np.int64), population, clusters, freedom)
        if self.linearised is None:
            return found
        known = self.linearised.base(domain, domains).freedom
        return replace(found, freedom=np.minimum(freedom, known))

    def freedom(self, domain: IntCodes) -> int:
        """Degrees of freedom of the rows with domain 0."""
        return int(self.base(domain).freedom[0])

    def _deviations(self, statistic: Statistic) -> Floats:
        """(R, k), each row times the root of its rscale."""
        design = self.replicates.design
        rscales = design.rscales
        numbers = statistic.values(self.replicates.values)
        if design.mse:
            centre = statistic.values(self.weights)
        else:
            centre = numbers[rscales > 0].mean(0)
        return np.asarray((numbers - centre) * np.sqrt(rscales)[:, None])


Variance = Linearised | Replicated
"""How a variance is estimated; both answer `variances`, `covariance` and `freedom`."""
