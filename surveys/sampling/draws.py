"""Draws from a frame: which rows, and with which probability at each stage.

A list is an array of row numbers. Systematic draws follow its order, so that sorting the list
spreads the sample over the sort keys; shuffle it where no order is wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from surveys.errors import Problem, SurveyError
from surveys.numerics.grouping import Floats, IntCodes


@dataclass(frozen=True, slots=True)
class Draw:
    """`rows` (n,) of the frame, and `probabilities` (n, stages) of their selection."""

    rows: IntCodes
    probabilities: Floats

    @property
    def inclusion_probability(self) -> Floats:
        """The product over the stages, shape (n,)."""
        return np.asarray(self.probabilities.prod(axis=1), np.float64)

    @property
    def base_weight(self) -> Floats:
        """1 / inclusion probability (Horvitz and Thompson 1952), shape (n,)."""
        return 1 / self.inclusion_probability


Method = Callable[[IntCodes, int, np.random.Generator], Draw]


def simple_random(rows: IntCodes, count: int, random: np.random.Generator) -> Draw:
    """`count` rows without replacement, every set with the same probability."""
    _check(len(rows), count)
    drawn = random.choice(rows, count, replace=False)
    return _one_stage(np.sort(drawn), np.full(count, count / max(len(rows), 1)))


def systematic(rows: IntCodes, count: int, random: np.random.Generator) -> Draw:
    """Every k-th row from a random start, k = rows / count, which need not be whole."""
    _check(len(rows), count)
    places = (random.random() + np.arange(count)) * (len(rows) / max(count, 1))
    drawn = rows[np.minimum(places.astype(np.int64), len(rows) - 1)]
    return _one_stage(drawn, np.full(count, count / max(len(rows), 1)))


def pps_systematic(sizes: Floats) -> Method:
    """A systematic draw with probability proportional to `sizes`, a value per row of the frame."""

    def draw(rows: IntCodes, count: int, random: np.random.Generator) -> Draw:
        probabilities = inclusion_probabilities(sizes[rows], count)
        certain = probabilities == 1
        chance = probabilities[~certain]
        steps = chance.cumsum()
        points = random.random() + np.arange(count - int(certain.sum()))
        hits = np.searchsorted(steps[:-1], points)
        places = np.sort(np.append(np.flatnonzero(certain), np.flatnonzero(~certain)[hits]))
        return _one_stage(rows[places], probabilities[places])

    return draw


def inclusion_probabilities(sizes: Floats, count: int) -> Floats:
    """count × size / Σ size; a row that would reach 1 is certain, the others share what is left."""
    _check(len(sizes), count)
    if not (np.isfinite(sizes) & (sizes > 0)).all():
        raise SurveyError([Problem("size_not_positive", "size", f"{sizes.min():g}")])
    certain = np.zeros(len(sizes), bool)
    while True:
        left = count - int(certain.sum())
        chance = np.where(certain, 1.0, left * sizes / max(sizes[~certain].sum(), sizes.min()))
        reached = ~certain & (chance >= 1)
        if not reached.any():
            return np.asarray(chance, np.float64)
        certain |= reached


def in_strata(
    strata: IntCodes,
    counts: IntCodes,
    method: Method,
    random: np.random.Generator,
    order: IntCodes | None = None,
) -> Draw:
    """A separate draw in each stratum; `order` lists all rows as the method shall see them."""
    order = np.arange(len(strata)) if order is None else order
    drawn = [
        method(order[strata[order] == stratum], count, random)
        for stratum, count in enumerate(counts.tolist())
    ]
    return Draw(
        np.concatenate([each.rows for each in drawn]),
        np.concatenate([each.probabilities for each in drawn]),
    )


def two_stage(
    strata: IntCodes,
    clusters: IntCodes,
    counts: IntCodes,
    take: int,
    random: np.random.Generator,
    *,
    within: Method = simple_random,
    order: IntCodes | None = None,
) -> Draw:
    """Clusters with probability proportional to their rows, then `take` rows of each, or all.

    `strata` and `clusters` (n,) are codes from 0 of the frame's rows, `counts` (strata,) the
    clusters to draw. Clusters stand in the order of their first rows in `order`.
    """
    order = np.arange(len(strata)) if order is None else order
    codes, first, sizes = np.unique(clusters[order], return_index=True, return_counts=True)
    listed = np.argsort(first)
    first_draw = in_strata(
        strata[order][first], counts, pps_systematic(sizes.astype(np.float64)), random, listed
    )
    rows, probabilities = [], []
    for cluster, chance in zip(first_draw.rows, first_draw.probabilities[:, 0], strict=True):
        members = order[clusters[order] == codes[cluster]]
        second = within(members, min(take, len(members)), random)
        rows.append(second.rows)
        probabilities.append(np.insert(second.probabilities, 0, chance, axis=1))
    return Draw(np.concatenate(rows), np.concatenate(probabilities))


def _one_stage(rows: IntCodes, probabilities: Floats) -> Draw:
    return Draw(np.asarray(rows, np.int64), np.asarray(probabilities, np.float64)[:, None])


def _check(rows: int, count: int) -> None:
    if not 0 <= count <= rows:
        raise SurveyError([Problem("draw_count", "count", str(count), {"most": rows})])
