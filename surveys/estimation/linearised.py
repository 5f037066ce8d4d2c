"""Variance by Taylor linearisation over the stages of a design.

With influence values z, an estimate deviates from the truth about as much as Σ w z does. One stage
contributes, with t the cluster totals of w z, n and N clusters in the sample and the population of
a stratum and f = n/N,

    V = Σ over strata of (1 − f) n/(n − 1) Σ (t − mean t)²

and a later stage the same, times the product of the earlier f (Särndal, Swensson & Wretman 1992,
4.3). After calibration z gives way to its residual (`surveys.estimation.residuals`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import listed
from surveys.estimation.columns import columns_of, counted
from surveys.estimation.residuals import Residuals, prepare
from surveys.estimation.statistics import Base, Statistic
from surveys.numerics.grouping import Floats, IntCodes, Mask, group_sums
from surveys.numerics.matrices import Matrix, products
from surveys.sampling.design import Design, LonelyPsu
from surveys.sampling.strata import DrawnStage, drawn, first_stage
from surveys.weighting.residual import Residual


@dataclass(frozen=True, slots=True)
class StageVariance:
    """One stage, prepared.

    Per cluster: the `factors` of squared deviations and the `regressors`, sums of w x of every
    calibration step. `lonely` (strata,) have one cluster that stands for others.
    """

    drawn: DrawnStage
    factors: Floats
    regressors: tuple[Matrix, ...]
    lonely: Mask


@dataclass(frozen=True, slots=True)
class Linearised:
    """Design, final weights (n,) and calibration steps, prepared once for many statistics."""

    weights: Floats
    stages: tuple[StageVariance, ...]
    residuals: Residuals
    lonely_psu: LonelyPsu
    method: str

    def variances(self, statistic: Statistic) -> Floats:
        """The variance of each of the statistic's k numbers."""
        total = np.zeros(len(statistic.domain_of))
        for factors, deviations, inflation in self._deviations(statistic):
            total += inflation * (factors @ np.square(deviations))
        return total

    def covariance(self, statistic: Statistic) -> Floats:
        """The covariance matrix (k, k) of the statistic's numbers."""
        k = len(statistic.domain_of)
        total = np.zeros((k, k))
        for factors, deviations, inflation in self._deviations(statistic):
            scale = np.sqrt(inflation)
            total += products(deviations, factors) * np.outer(scale, scale)
        return total

    def base(self, domain: IntCodes, domains: int = 1) -> Base:
        """The base of each domain, with the clusters of the first stage.

        Degrees of freedom are clusters less strata, counting those with a weighted row in the
        domain (Korn & Graubard 1999).
        """
        first, members = self.stages[0].drawn, columns_of(domain, domains)
        counts = members.sums(counted(self.weights), first.clusters, len(first.stratum_of))
        present = (counts > 0).astype(np.float64)
        clusters = np.count_nonzero(counts, axis=0)
        strata = np.count_nonzero(group_sums(present, first.stratum_of, len(first.counts)), axis=0)
        population = members.totals(self.weights)
        return Base(counts.sum(0).astype(np.int64), population, clusters, clusters - strata)

    def freedom(self, domain: IntCodes) -> int:
        """Degrees of freedom of the rows with domain 0."""
        return int(self.base(domain).freedom[0])

    def _deviations(self, statistic: Statistic) -> Iterator[tuple[Floats, Floats, Floats]]:
        """Per stage: factors (clusters,), deviations (clusters, k), inflation (k,)."""
        columns, jacobian = statistic.columns, statistic.jacobian(self.weights)
        coefficients = self.residuals.coefficients(columns, self.weights)
        for stage in self.stages:
            sample = stage.drawn
            sums = columns.sums(self.weights, sample.clusters, len(sample.stratum_of))
            for regressors, fitted in zip(stage.regressors, coefficients, strict=True):
                sums -= regressors @ fitted
            totals = sums @ jacobian
            strata = group_sums(totals, sample.stratum_of, len(sample.counts))
            deviations = totals - (strata / sample.counts[:, None])[sample.stratum_of]
            inflation = np.ones(totals.shape[1])
            if stage.lonely.any() and self.lonely_psu in ("adjust", "average"):
                inflation = self._alone(stage, statistic, totals, deviations)
            yield stage.factors, deviations, inflation

    def _alone(
        self, stage: StageVariance, statistic: Statistic, totals: Floats, deviations: Floats
    ) -> Floats:
        """Deviations of lonely clusters, written in place for `adjust`, and the inflation (k,)."""
        domains = int(statistic.domain_of.max(initial=0)) + 1
        members = columns_of(statistic.domain, domains)
        counts = members.sums(counted(self.weights), stage.drawn.strata, len(stage.lonely))
        present = counts[:, statistic.domain_of] > 0
        if self.lonely_psu == "adjust":
            alone = stage.lonely[stage.drawn.stratum_of]
            seen = present[stage.drawn.stratum_of[alone]]
            deviations[alone] = (totals[alone] - totals.mean(0)) * seen
            return np.ones(totals.shape[1])
        strata, lonely = present.sum(0), present[stage.lonely].sum(0)
        return np.asarray(strata / np.maximum(strata - lonely, 1), np.float64)


def linearised(design: Design, weights: Floats, residuals: Sequence[Residual] = ()) -> Linearised:
    """Prepare variances; raises `SurveyError` that lists strata with a single cluster."""
    prepared = prepare(residuals)
    stages: list[StageVariance] = []
    earlier = np.ones(len(weights))
    for number, stage in enumerate(design.stages):
        sample = first_stage(design) if number == 0 else drawn(stage)
        stages.append(_prepare(sample, earlier, prepared))
        earlier = earlier * sample.fractions[sample.strata]
        if not earlier.any():
            break
    if design.lonely_psu == "fail":
        raise_if_any(
            Problem("lonely_psu", f"design › strata[{number}]", listed(names))
            for number, each in enumerate(stages, start=1)
            if (names := [each.drawn.names[stratum] for stratum in np.flatnonzero(each.lonely)])
        )
    method = "residual" if residuals else "linearised"
    if any(each.margins for each in residuals):
        method = "rake_compatible"
    return Linearised(weights, tuple(stages), prepared, design.lonely_psu, method)


def _prepare(sample: DrawnStage, earlier: Floats, residuals: Residuals) -> StageVariance:
    """A stage, with the product of the sampling fractions of earlier stages per row (n,)."""
    counts, clusters = sample.counts, len(sample.first)
    spread = np.where(counts > 1, counts / np.maximum(counts - 1, 1), 1.0)
    before = earlier[sample.first]
    factors = before * ((1 - sample.fractions) * spread)[sample.stratum_of]
    lonely = sample.lonely
    lonely[sample.stratum_of[before == 0]] = False
    return StageVariance(sample, factors, residuals.regressors(sample.clusters, clusters), lonely)
