"""Replicate factors: how each replicate changes the weights of the clusters.

Factors belong to the clusters of the first stage. Methods that draw on a finite population
correction say so; the others treat the first stage as drawn with replacement, as is usual.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.errors.documents import listed
from surveys.numerics.grouping import Floats, IntCodes, group_sums
from surveys.sampling.design import Design
from surveys.sampling.hadamard import hadamard
from surveys.sampling.strata import DrawnStage, first_stage, scale_of_lonely

TOLERANCE = 1e-9


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


@dataclass(frozen=True, slots=True)
class Replicates:
    """Replicate weights `values` (n, R), every one adjusted as the full sample was."""

    values: Floats
    design: ReplicateDesign


def jackknife(design: Design, *, mse: bool = False) -> ReplicateDesign:
    """JK1, without strata: each replicate leaves one cluster out (Wolter 2007)."""
    stage = first_stage(design)
    if len(stage.counts) > 1:
        raise SurveyError([Problem("jackknife_strata", "strata", listed(stage.names))])
    made = stratified_jackknife(design, mse=mse)
    scale = float(made.rscales[0]) if len(made.rscales) else 1.0
    return _checked(stage, made.factors, scale, np.ones_like(made.rscales), mse, "JK1")


def stratified_jackknife(design: Design, *, mse: bool = False) -> ReplicateDesign:
    """JKn: leaves out one cluster, the others of its stratum stand for it (Wolter 2007).

    The finite population correction of the first stage is in `rscales`.
    """
    stage = first_stage(design)
    scale = scale_of_lonely(stage, design.lonely_psu)
    dropped = np.flatnonzero(stage.counts[stage.stratum_of] > 1)
    strata = stage.stratum_of[dropped]
    n = stage.counts[strata]
    same = stage.stratum_of[:, None] == strata
    factors = np.where(same, n / (n - 1), 1.0)
    factors[dropped, np.arange(len(dropped))] = 0
    rscales = (n - 1) / n * (1 - stage.fractions[strata])
    return _checked(stage, factors, scale, rscales, mse, "JKn")


def balanced_half_samples(
    design: Design, *, rho: float = 0.0, mse: bool = False
) -> ReplicateDesign:
    """BRR for two clusters per stratum: one counts ρ, the other 2 − ρ (McCarthy 1969).

    Strata go with different columns of a Hadamard matrix, so that replicates are in full
    orthogonal balance. `rho` above 0 is Fay's method, which leaves nobody out (Judkins 1990).
    """
    stage = first_stage(design)
    if not 0 <= rho < 1:
        raise SurveyError([Problem("fay_rho", "rho", repr(rho))])
    wrong = np.flatnonzero(stage.counts != 2)
    if len(wrong):
        found = listed(f"{stage.names[h]}: {stage.counts[h]}" for h in wrong)
        raise SurveyError([Problem("two_clusters_per_stratum", "strata", found)])
    signs = hadamard(len(stage.counts) + 1)[:, 1 : len(stage.counts) + 1]
    sides = np.ones((len(stage.first), 1))
    sides[[stage.members(stratum)[1] for stratum in range(len(stage.counts))]] = -1
    factors = 1 + (1 - rho) * sides * signs.T[stage.stratum_of]
    replicates = factors.shape[1]
    scale = 1 / (replicates * (1 - rho) ** 2)
    return _checked(stage, factors, scale, np.ones(replicates), mse, "Fay" if rho else "BRR")


def rao_wu(
    design: Design, replicates: int, random: np.random.Generator, *, mse: bool = False
) -> ReplicateDesign:
    """Bootstrap: n_h − 1 clusters with replacement, times n_h/(n_h − 1) (Rao, Wu and Yue 1992).

    Around the replicates' mean the scale is 1/(R − 1), around the estimate (`mse`) 1/R.
    """
    if replicates < 2:
        raise SurveyError([Problem("replicate_count", "replicates", str(replicates))])
    stage = first_stage(design)
    scale = scale_of_lonely(stage, design.lonely_psu) / (replicates if mse else replicates - 1)
    factors = np.ones((len(stage.first), replicates))
    for stratum in np.flatnonzero(stage.counts > 1):
        n = int(stage.counts[stratum])
        times = random.multinomial(n - 1, np.full(n, 1 / n), size=replicates)
        factors[stage.stratum_of == stratum] = times.T * (n / (n - 1))
    return _checked(stage, factors, scale, np.ones(replicates), mse, "Rao-Wu")


def successive_differences(design: Design, replicates: int | None = None) -> ReplicateDesign:
    """SDR for systematic samples: neighbours are compared (Fay and Train 1995; Ash 2014).

    Clusters stand in the order of their first rows; in each stratum the last is the first one's
    neighbour. With fewer replicates than clusters the rows of the Hadamard matrix come again.
    """
    stage = first_stage(design)
    scale = scale_of_lonely(stage, design.lonely_psu)
    if replicates is not None and replicates < 4:
        raise SurveyError([Problem("replicate_count", "replicates", str(replicates))])
    signs = hadamard(len(stage.first) + 1 if replicates is None else replicates)
    factors, before = np.ones((len(stage.first), len(signs))), 0
    for stratum in range(len(stage.counts)):
        members = stage.members(stratum)
        # Consecutive over strata, so that no two share a row while there are rows enough.
        places = 1 + (before + np.arange(len(members))) % (len(signs) - 1)
        factors[members] += 2**-1.5 * (signs[places] - signs[np.roll(places, -1)])
        before += len(members)
    count = len(signs)
    return _checked(stage, factors, 4 * scale / count, np.ones(count), True, "SDR")


def given(
    clusters: IntCodes,
    factors: Floats,
    *,
    scale: float,
    rscales: Floats | None = None,
    mse: bool = False,
    where: str = "factors",
) -> ReplicateDesign:
    """Factors made elsewhere: `clusters` (n,) are the rows' places in `factors`.

    Raises `SurveyError` with all that is wrong: factors and scales of the wrong shape, negative or
    not finite.
    """
    rscales = np.ones(factors.shape[1]) if rscales is None else rscales
    problems = []
    if not _usable(factors) or not factors.any():
        problems.append(Problem("factors_numbers", where, _extremes(factors)))
    if rscales.shape != factors.shape[1:] or not _usable(rscales):
        problems.append(Problem("factors_rscales", f"{where} › rscales", _extremes(rscales)))
    if not (np.isfinite(scale) and scale > 0):
        problems.append(Problem("factors_scale", f"{where} › scale", repr(scale)))
    raise_if_any(problems)
    return ReplicateDesign(clusters, factors, scale, rscales, mse, "given")


def _usable(numbers: Floats) -> bool:
    return bool(np.isfinite(numbers).all() and (numbers >= 0).all())


def _extremes(numbers: Floats) -> str:
    shape = " × ".join(map(str, numbers.shape))
    return f"{shape}: {numbers.min():g} … {numbers.max():g}" if numbers.size else shape


def _checked(
    stage: DrawnStage, factors: Floats, scale: float, rscales: Floats, mse: bool, method: str
) -> ReplicateDesign:
    """The design, once the factors of every stratum sum to its clusters in every replicate."""
    check_sums(stage, factors)
    return ReplicateDesign(stage.clusters, factors, scale, rscales, mse, method)


def check_sums(stage: DrawnStage, factors: Floats) -> None:
    """Raise `SurveyError` where a stratum's factors do not sum to its count of clusters."""
    sums, counts = group_sums(factors, stage.stratum_of, len(stage.counts)), stage.counts[:, None]
    for stratum, replicate in np.argwhere(np.abs(sums - counts) > TOLERANCE * counts)[:1].tolist():
        found, count = repr(float(sums[stratum, replicate])), int(stage.counts[stratum])
        raise SurveyError([Problem("factor_sums", stage.names[stratum], found, {"count": count})])
