"""Variance by Taylor linearisation over the stages of a design.

With influence values z, an estimate deviates from the truth about as much as sum w z does.
One stage contributes, with t the cluster totals of w z, n and N clusters in the sample and the
population of a stratum and f = n/N,

    V = sum over strata of (1 - f) n / (n - 1) sum (t - mean t)²

and a later stage the same, times the product of the earlier f (Särndal, Swensson & Wretman 1992,
4.3). After calibration z gives way to its residual e = z - x B, B fitted with the weights before
the step (Deville & Särndal 1992). Of several steps the last is applied first: each step replaces
the estimate by one that uses the weights before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import listed
from surveys.numerics.grouping import IntCodes, group_sums
from surveys.sampling.design import Design, Floats, Stage
from surveys.weighting.weights import Residual


@dataclass(frozen=True, slots=True)
class StageVariance:
    """One stage, prepared.

    Per row (n,): `strata` and `clusters`, codes without gaps. Per cluster: `stratum_of`, and the
    `factors` of squared deviations. Per stratum: `names` for messages, the clusters `drawn`, and
    whether it is `lonely`, with one cluster that stands for others.
    """

    strata: IntCodes
    clusters: IntCodes
    stratum_of: IntCodes
    factors: Floats
    names: tuple[str, ...]
    drawn: IntCodes
    lonely: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Regression:
    """The regression of one calibration step, prepared on cells of rows that are alike in x.

    `cells` (n,) are the rows' cells, `matrix` (cells, p) their x, `inverse` (p, p) that of
    sum d x x', `weights` (n,) the weights d before the step.
    """

    cells: IntCodes
    matrix: Floats
    inverse: Floats
    weights: Floats

    def residuals(self, z: Floats) -> Floats:
        """e = z - x B, same shape (n, k) as z."""
        sums = group_sums(self.weights[:, None] * z, self.cells, len(self.matrix))
        coefficients = self.inverse @ (self.matrix.T @ sums)
        return z - (self.matrix @ coefficients)[self.cells]


@dataclass(frozen=True, slots=True)
class Linearisation:
    """Design, final weights (n,) and calibration steps, prepared once for many estimates."""

    design: Design
    weights: Floats
    stages: tuple[StageVariance, ...]
    regressions: tuple[Regression, ...]


def linearise(design: Design, weights: Floats, residuals: Sequence[Residual] = ()) -> Linearisation:
    """Prepare variances; raises `SurveyError` that lists strata with a single cluster."""
    stages: list[StageVariance] = []
    names = design.stratum_names
    earlier = np.ones(len(weights))
    for stage in design.stages:
        prepared, fractions = _prepare(stage, names, earlier)
        stages.append(prepared)
        names, earlier = (), earlier * fractions
        if not earlier.any():
            break
    if design.lonely_psu == "fail":
        raise_if_any(
            Problem("lonely_psu", f"design › strata[{number}]", listed(lonely))
            for number, prepared in enumerate(stages, start=1)
            if (lonely := [prepared.names[code] for code in np.flatnonzero(prepared.lonely)])
        )
    return Linearisation(design, weights, tuple(stages), tuple(map(_regression, residuals)))


def _prepare(stage: Stage, names: tuple[str, ...], earlier: Floats) -> tuple[StageVariance, Floats]:
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
    prepared = StageVariance(
        strata, clusters, stratum_of, factors[stratum_of], named, drawn, lonely
    )
    return prepared, fractions[strata]


def _regression(residual: Residual) -> Regression:
    matrix, cells = np.unique(residual.matrix, axis=0, return_inverse=True)
    weighted = matrix * group_sums(residual.weights, cells, len(matrix))[:, None]
    # The margins of a raking share their total, so this matrix is singular by design.
    inverse = np.asarray(np.linalg.pinv(weighted.T @ matrix, hermitian=True), np.float64)
    return Regression(cells, matrix, inverse, residual.weights)


def contributions(linearisation: Linearisation, influence: Floats) -> Floats:
    """Weighted residuals w e of influence values (n, k), same shape."""
    for regression in reversed(linearisation.regressions):
        influence = regression.residuals(influence)
    return linearisation.weights[:, None] * influence


def variances(
    linearisation: Linearisation, influence: Floats, members: Floats | None = None
) -> Floats:
    """The variance of each column of influence values (n, k), shape (k,).

    `members` (n, k) is 1 for the rows of each column's domain; without it every row counts. It
    matters to the rules `adjust` and `average` only, which leave strata outside the domain aside.
    """
    total = np.zeros(influence.shape[1])
    for prepared, deviations, inflation in _deviations(linearisation, influence, members):
        total += inflation * (prepared.factors @ np.square(deviations))
    return total


def covariance(
    linearisation: Linearisation, influence: Floats, members: Floats | None = None
) -> Floats:
    """The covariance matrix (k, k) of the columns of influence values (n, k)."""
    total = np.zeros((influence.shape[1], influence.shape[1]))
    for prepared, deviations, inflation in _deviations(linearisation, influence, members):
        scale = np.sqrt(inflation)
        total += (deviations * prepared.factors[:, None]).T @ deviations * np.outer(scale, scale)
    return total


def _deviations(
    linearisation: Linearisation, influence: Floats, members: Floats | None
) -> list[tuple[StageVariance, Floats, Floats]]:
    """Per stage the deviations of cluster totals (clusters, k), and a factor for lonely strata."""
    weighted = contributions(linearisation, influence)
    rule = linearisation.design.lonely_psu
    result = []
    for prepared in linearisation.stages:
        totals = group_sums(weighted, prepared.clusters, len(prepared.stratum_of))
        sums = group_sums(totals, prepared.stratum_of, len(prepared.drawn))
        deviations = totals - (sums / prepared.drawn[:, None])[prepared.stratum_of]
        inflation = np.ones(influence.shape[1])
        if prepared.lonely.any() and rule in ("adjust", "average"):
            present = _present(prepared, linearisation.weights, members, influence.shape[1])
            if rule == "adjust":
                alone = prepared.lonely[prepared.stratum_of]
                seen = present[prepared.stratum_of[alone]]
                deviations[alone] = (totals[alone] - totals.mean(0)) * seen
            else:
                strata, lonely = present.sum(0), present[prepared.lonely].sum(0)
                inflation = strata / np.maximum(strata - lonely, 1)
        result.append((prepared, deviations, inflation))
    return result


def _present(
    prepared: StageVariance, weights: Floats, members: Floats | None, columns: int
) -> Floats:
    """1 for each stratum with a weighted row in the column's domain, shape (strata, columns)."""
    counted = np.ones((len(weights), columns)) if members is None else members
    counted = counted * (weights > 0)[:, None]
    sums = group_sums(counted, prepared.strata, len(prepared.drawn))
    return (sums > 0).astype(np.float64)
