"""How a sample is shared out over strata, in whole numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import listed
from surveys.numerics.bisection import last_where
from surveys.numerics.grouping import Floats, IntCodes

HALVINGS = 200


def neyman(sizes: Floats, spreads: Floats) -> Floats:
    """Measures N S: the smallest variance of the whole, for standard deviations S (Neyman 1934)."""
    return np.asarray(sizes * spreads, np.float64)


def power(sizes: Floats, exponent: float, variations: Floats | None = None) -> Floats:
    """Measures N^a, times coefficients of variation where given (Bankier 1988).

    1 is proportional, 0 gives every stratum the same; between them small strata gain.
    """
    return np.asarray(sizes**exponent * (1 if variations is None else variations), np.float64)


def allocate(
    total: int,
    measures: ArrayLike,
    *,
    least: IntCodes | int = 0,
    most: IntCodes | None = None,
    where: str = "allocation",
) -> IntCodes:
    """Whole numbers near a common multiple of `measures`, between `least` and `most`, sum `total`.

    One `least` for all strata gives way where a stratum has fewer. What bounds take away is shared
    out over the other strata; rounding is by largest remainder, the earlier stratum first where
    remainders are equal. Raises `SurveyError` where the bounds leave no solution.
    """
    shares = np.asarray(measures, np.float64)
    low, high = _bounds(total, len(shares), least, most)
    raise_if_any(_problems(total, shares, low, high, where))
    return _rounded(_bounded(total, shares, low, high), total)


def allocate_in_domains(
    total: int,
    measures: ArrayLike,
    domains: IntCodes,
    *,
    domain_least: IntCodes | int = 0,
    least: IntCodes | int = 0,
    most: IntCodes | None = None,
    where: str = "allocation",
) -> IntCodes:
    """As `allocate`, with at least `domain_least` in each domain of strata, `domains` (strata,)."""
    count = int(domains.max()) + 1
    low, high = _bounds(total, len(domains), least, most)
    low_sums, high_sums, sums = (
        np.bincount(domains, part, count) for part in (low, high, np.asarray(measures))
    )
    shares = allocate(
        total,
        sums,
        least=np.maximum(domain_least, low_sums).astype(np.int64),
        most=np.minimum(high_sums, total).astype(np.int64),
        where=where,
    )
    found = np.zeros(len(domains), np.int64)
    for domain, share in enumerate(shares.tolist()):
        rows = domains == domain
        bounds = {"least": low[rows], "most": high[rows]}
        found[rows] = allocate(share, np.asarray(measures)[rows], where=where, **bounds)
    return found


def clusters_for(persons: int, take: int) -> int:
    """How many clusters of `take` persons give `persons`, rounded up."""
    return -(-persons // take)


def _bounds(
    total: int, strata: int, least: IntCodes | int, most: IntCodes | None
) -> tuple[IntCodes, IntCodes]:
    """The bounds of every stratum."""
    low = np.broadcast_to(np.asarray(least, np.int64), (strata,))
    high = np.full(strata, total) if most is None else np.asarray(most, np.int64)
    return np.minimum(low, high) if isinstance(least, int) else low, high


def _problems(
    total: int, measures: Floats, low: IntCodes, high: IntCodes, where: str
) -> list[Problem]:
    problems = []
    wrong = np.flatnonzero(~(np.isfinite(measures) & (measures > 0)))
    if len(wrong):
        found = listed(f"{h + 1}: {measures[h]:g}" for h in wrong)
        problems.append(Problem("allocation_measure", where, found))
    crossed = np.flatnonzero(low > high)
    if len(crossed):
        found = listed(f"{h + 1}: {low[h]} > {high[h]}" for h in crossed)
        problems.append(Problem("allocation_bounds", where, found))
    if not int(low.sum()) <= total <= int(high.sum()):
        bounds = {"least": int(low.sum()), "most": int(high.sum())}
        problems.append(Problem("allocation_total", where, str(total), bounds))
    return problems


def _bounded(total: int, measures: Floats, low: IntCodes, high: IntCodes) -> Floats:
    """clip(λ measure, low, high) with the λ, found by halving, at which they sum to `total`."""
    enough = last_where(
        lambda factor: np.clip(factor * measures, low, high).sum() >= total,
        (high / measures).max(),
        0.0,
        HALVINGS,
    )
    return np.asarray(np.clip(enough * measures, low, high), np.float64)


def _rounded(shares: Floats, total: int) -> IntCodes:
    """Largest remainder; remainders that differ by rounding error only count as equal."""
    whole = np.floor(shares + 1e-9).astype(np.int64)
    remainders = np.round(np.maximum(shares - whole, 0), 9)
    order = np.argsort(-remainders, kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole
