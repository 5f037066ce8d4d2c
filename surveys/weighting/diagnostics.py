"""Whether weights kept what a step promised, and what they cost."""

from __future__ import annotations

import numpy as np

from surveys.errors import Problem
from surveys.numerics.grouping import Floats, Mask
from surveys.weighting.margins import Margins

IDENTITY = 1e-9


def design_effect(weights: Floats) -> float:
    """Kish's design effect of unequal weights, 1 + cv²(w) = n sum w² / (sum w)² (Kish 1992)."""
    return float(len(weights) * np.square(weights).sum() / weights.sum() ** 2)


def unmet_totals(margins: Margins, after: Floats, tolerance: float, where: str) -> list[Problem]:
    """Totals that weights (n, R) do not add up to, each with the worst of its columns."""
    labels = margins.labels
    found, targets = margins.sums(after), margins.all_totals[:, None]
    off = np.abs(found - targets) / np.maximum(np.abs(targets), 1.0)
    worst = np.argmax(off, axis=1)
    return [
        _violated(f"{where} › {labels[place]}", found[place, worst[place]], targets[place, 0])
        for place in np.flatnonzero(~(off.max(1) <= max(tolerance, IDENTITY)))
    ]


def empty_in_replicates(margins: Margins, before: Floats, where: str) -> list[Problem]:
    """Levels with a total that have nobody in some columns of weights (n, 1 + R)."""
    levels = Margins(margins.categories)
    empty = (levels.sums(np.abs(before)) == 0) & (levels.all_totals[:, None] > 0)
    details = {"replicates": before.shape[1] - 1}
    return [
        Problem("empty_in_replicates", f"{where} › {label}", str(count), details)
        for label, count in zip(levels.labels, np.count_nonzero(empty, axis=1), strict=True)
        if count
    ]


def negative_weights(values: Floats) -> list[Problem]:
    """Weights (n, R) below zero, or not numbers, where no step allows it."""
    return [] if (values >= 0).all() else [_violated("weights", values.min(), "≥ 0")]


def outside_bounds(
    factors: Floats, used: Mask, bounds: tuple[float, float] | None, where: str
) -> list[Problem]:
    """Factors (cells, R) of cells with weight, `used` (cells, R), that left their bounds."""
    low, high = bounds or (-np.inf, np.inf)
    off = factors[used & ~((factors >= low - IDENTITY) & (factors <= high + IDENTITY))]
    return [_violated(where, each, f"{low:g} … {high:g}") for each in off[:1]]


def changed_total(before: Floats, after: Floats, where: str) -> list[Problem]:
    """A spread of weights that did not keep their sums (R,)."""
    off = np.flatnonzero(~(np.abs(after - before) <= IDENTITY * before))
    return [_violated(where, after[each], before[each]) for each in off[:1]]


def _violated(where: str, found: float, expected: float | str) -> Problem:
    known = expected if isinstance(expected, str) else f"{expected:.15g}"
    return Problem("identity_violated", where, f"{found:.15g}", {"expected": known})
