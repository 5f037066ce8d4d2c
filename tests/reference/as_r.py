"""Conventions of R's `survey` that the engine does not share, for the comparison alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from surveys.estimation.linearised import Linearised
from surveys.estimation.replicated import Replicated, Variance
from surveys.estimation.statistics import Base, OfTotals, combined
from surveys.numerics.grouping import Floats, IntCodes

RANK_TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class ReweightedAsR(Replicated):
    """Replicates whose degrees of freedom are counted as R counts them after re-weighting.

    R takes the rank of the re-weighted replicate weights less one, the engine that of the factors:
    re-weighting adds no information. After a nonlinear `calibrate()` R keeps the number it had
    before for the whole sample (`stale`), and counts anew for subsets only.
    """

    stale: bool = False

    def base(self, domain: IntCodes, domains: int = 1) -> Base:
        before = Replicated.base(self, domain, domains)
        counted = self.weights > 0
        if self.stale and (domain[counted] == 0).all():
            return before
        parts = [self.replicates.values[counted & (domain == each)] for each in range(domains)]
        return replace(before, freedom=np.array([linpack_rank(part) - 1 for part in parts]))


def linpack_rank(matrix: Floats) -> int:
    """The rank by R's `qr()`: columns in their order, orthogonalised to those before them.

    A column that keeps less than the tolerance of its length does not count. That depends on the
    order of the columns and is far coarser than the rounding error, so nearly dependent replicates
    are lost.
    """
    rest = np.array(matrix, float)
    lengths = np.linalg.norm(rest, axis=0)
    rank = 0
    for place, length in enumerate(lengths):
        left = np.linalg.norm(rest[:, place])
        if left < RANK_TOLERANCE * length or left == 0:
            continue
        rank += 1
        unit = rest[:, place] / left
        rest[:, place + 1 :] -= np.outer(unit, unit @ rest[:, place + 1 :])
    return rank


def as_one_domain(variance: Variance, groups: OfTotals) -> OfTotals:
    """The statistic whose covariance R prints for a breakdown.

    With lonely strata taken as `average` the errors of R's groups count the strata of each group,
    as the engine does, but R's covariance matrix counts those of all groups together.
    """
    if not isinstance(variance, Linearised) or variance.lonely_psu != "average":
        return groups
    return combined(groups, np.eye(len(groups.domain_of)))


def rows_counted(domain: IntCodes, calibrated: bool) -> int:
    """The n of a domain: after calibration R keeps all rows, those outside with weight zero."""
    return len(domain) if calibrated else int((domain >= 0).sum())


def likelihood_error(error: float, n: int) -> float:
    """The standard error whose likelihood interval is R's.

    R divides the deviance by the dispersion of the Pearson residuals, n/(n − 1) for one proportion,
    where the engine has the likelihood itself. What remains (4e-5 at most in the cases here) comes
    from R's interpolation of the profile: a spline through steps on the logit scale.
    """
    return error * np.sqrt(n / (n - 1))


def file_order_ranks(y: Floats, weights: Floats) -> Floats:
    """R's ranks: ties get the plain mean of their cumulated weights less half their own.

    With unequal weights that depends on the order of the tied rows in the file; the engine's
    mid-ranks do not.
    """
    order = np.argsort(y, kind="stable")
    middle = np.cumsum(weights[order]) - weights[order] / 2
    _, place = np.unique(y[order], return_inverse=True)
    result = np.empty(len(y))
    result[order] = (np.bincount(place, middle) / np.bincount(place))[place] / weights.sum()
    return result
