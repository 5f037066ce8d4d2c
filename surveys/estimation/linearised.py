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
from numpy.typing import NDArray

from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import listed
from surveys.estimation.columns import columns_of, counted
from surveys.estimation.residuals import Residuals, prepare
from surveys.estimation.statistics import Base, Statistic
from surveys.numerics.grouping import Floats, IntCodes, group_sums
from surveys.sampling.design import Design, LonelyPsu, Stage
from surveys.weighting.residual import Residual


@dataclass(frozen=True, slots=True)
class StageVariance:
    """One stage, prepared.

    Per row (n,): `strata` and `clusters`, codes without gaps. Per cluster: `stratum_of`, the
    `factors` of squared deviations and the `regressors`, sums of w x of every calibration step.
    Per stratum: `names` for messages, the clusters `drawn`, and whether it is `lonely`, with one
    cluster that stands for others.
    """

    strata: IntCodes
    clusters: IntCodes
    stratum_of: IntCodes
    factors: Floats
    regressors: tuple[Floats, ...]
    names: tuple[str, ...]
    drawn: IntCodes
    lonely: NDArray[np.bool_]


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
            total += (deviations * factors[:, None]).T @ deviations * np.outer(scale, scale)
        return total

    def base(self, domain: IntCodes, domains: int = 1) -> Base:
        """The base of each domain, with the clusters of the first stage.

        Degrees of freedom are clusters less strata, counting those with a weighted row in the
        domain (Korn & Graubard 1999).
        """
        first, members = self.stages[0], columns_of(domain, domains)
        counts = members.sums(counted(self.weights), first.clusters, len(first.stratum_of))
        present = (counts > 0).astype(np.float64)
        clusters = np.count_nonzero(counts, axis=0)
        strata = np.count_nonzero(group_sums(present, first.stratum_of, len(first.drawn)), axis=0)
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
            sums = columns.sums(self.weights, stage.clusters, len(stage.stratum_of))
            for regressors, fitted in zip(stage.regressors, coefficients, strict=True):
                sums -= regressors @ fitted
            totals = sums @ jacobian
            strata = group_sums(totals, stage.stratum_of, len(stage.drawn))
            deviations = totals - (strata / stage.drawn[:, None])[stage.stratum_of]
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
        counts = members.sums(counted(self.weights), stage.strata, len(stage.drawn))
        present = counts[:, statistic.domain_of] > 0
        if self.lonely_psu == "adjust":
            alone = stage.lonely[stage.stratum_of]
            seen = present[stage.stratum_of[alone]]
            deviations[alone] = (totals[alone] - totals.mean(0)) * seen
            return np.ones(totals.shape[1])
        strata, lonely = present.sum(0), present[stage.lonely].sum(0)
        return np.asarray(strata / np.maximum(strata - lonely, 1), np.float64)


def linearised(design: Design, weights: Floats, residuals: Sequence[Residual] = ()) -> Linearised:
    """Prepare variances; raises `SurveyError` that lists strata with a single cluster."""
    prepared = prepare(residuals)
    stages: list[StageVariance] = []
    names = design.stratum_names
    earlier = np.ones(len(weights))
    for stage in design.stages:
        each, fractions = _prepare(stage, names, earlier, prepared)
        stages.append(each)
        names, earlier = (), earlier * fractions
        if not earlier.any():
            break
    if design.lonely_psu == "fail":
        raise_if_any(
            Problem("lonely_psu", f"design › strata[{number}]", listed(lonely))
            for number, stage_variance in enumerate(stages, start=1)
            if (
                lonely := [
                    stage_variance.names[code] for code in np.flatnonzero(stage_variance.lonely)
                ]
            )
        )
    method = "residual" if residuals else "linearised"
    if any(each.margins for each in residuals):
        method = "rake_compatible"
    return Linearised(weights, tuple(stages), prepared, design.lonely_psu, method)


def _prepare(
    stage: Stage,
    names: tuple[str, ...],
    earlier: Floats,
    residuals: Residuals,
) -> tuple[StageVariance, Floats]:
    """The stage, and per row (n,) its sampling fraction; `earlier` is that of earlier stages."""
    codes, first, strata = np.unique(stage.strata, return_index=True, return_inverse=True)
    _, first_of_cluster, clusters = np.unique(
        stage.clusters, return_index=True, return_inverse=True
    )
    stratum_of = strata[first_of_cluster]
    drawn = np.bincount(stratum_of)
    fractions = np.zeros(len(drawn))
    if stage.population_sizes is not None:
        fractions = drawn / stage.population_sizes[first]
    lonely = (drawn == 1) & (fractions < 1) & (earlier[first] > 0)
    spread = np.where(drawn > 1, drawn / np.maximum(drawn - 1, 1), 1.0)
    factors = earlier[first] * (1 - fractions) * spread
    named = tuple(names[code] if code < len(names) else f"#{code + 1}" for code in codes)
    return (
        StageVariance(
            strata,
            clusters,
            stratum_of,
            factors[stratum_of],
            residuals.regressors(clusters, len(stratum_of)),
            named,
            drawn,
            lonely,
        ),
        fractions[strata],
    )
