"""Trimming: weights kept within limits, the excess given to the others (Potter 1990)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surveys.errors import Problem, SurveyError
from surveys.numerics.bisection import last_where
from surveys.numerics.grouping import Floats
from surveys.weighting.diagnostics import design_effect
from surveys.weighting.margins import Margins
from surveys.weighting.raking import rake

ROUNDS = 200
HALVINGS = 40


def trim(weights: Floats, lower: float, upper: float, *, strict: bool = True) -> Floats:
    """Weights (n,) cut at the limits; every untrimmed one takes an equal share of the excess.

    The sum stays. `strict` repeats until none is outside, as far as the sum allows.
    """
    now, trimmed = weights, np.zeros(len(weights), np.bool_)
    for _ in range(ROUNDS if strict else 1):
        outside = (now < lower) | (now > upper)
        if not outside.any():
            break
        trimmed = trimmed | outside
        kept = np.clip(now, lower, upper)
        if not trimmed.all():
            kept[~trimmed] += (now - kept).sum() / (~trimmed).sum()
        now = kept
    return now


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of weights, in units that may differ by row.

    With `design_effect` the upper limit is the highest whose weights have Kish's design effect or
    less. `strict` repeats until no weight is outside.
    """

    lower: float = 0.0
    upper: float = np.inf
    design_effect: float | None = None
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """Weights (n,) other than zero, the unit (n,) of their limits, and the margins to keep."""

    weights: Floats
    unit: Floats
    margins: Margins

    def trimmed(self, limits: Limits, where: str) -> Floats:
        """Weights within the limits; raises `trim_impossible` or `design_effect_not_reached`."""
        upper, goal = limits.upper, limits.design_effect
        if goal is not None:
            found = self._highest(limits, goal)
            if found is None:
                raise SurveyError([Problem("design_effect_not_reached", where, f"{goal:g}")])
            upper = min(found, upper)
        after, outside = self._below(upper, limits)
        if outside:
            raise SurveyError([Problem("trim_impossible", where, f"{outside:.3g}")])
        return after

    def _highest(self, limits: Limits, goal: float) -> float | None:
        """The highest upper limit that reaches a design effect; None if the lowest does not."""

        def reached(upper: float) -> bool:
            return design_effect(self._below(upper, limits)[0]) <= goal

        scaled = self.weights / self.unit
        low, high = float(scaled.mean()), float(scaled.max())
        if reached(high):
            return high
        return float(last_where(reached, low, high, HALVINGS)) if reached(low) else None

    def _below(self, upper: float, limits: Limits) -> tuple[Floats, float]:
        """Weights with this upper limit, and how far one is still outside.

        With margins, limits and totals are kept in turn until both hold.
        """
        if not self.margins.categories:
            scaled = trim(self.weights / self.unit, limits.lower, upper, strict=limits.strict)
            return scaled * self.unit, 0.0
        cells, totals = self.margins.cells(), self.margins.totals
        lowest, highest = limits.lower * self.unit, upper * self.unit
        now = rake(self.weights, cells, totals, 1e-10, 1000)[0]
        for _ in range(ROUNDS):
            outside = float(max(np.max(now / highest), np.max(lowest / now), 1.0)) - 1
            if outside <= 1e-9:
                return now, 0.0
            now = rake(np.clip(now, lowest, highest), cells, totals, 1e-10, 1000)[0]
        return now, outside


def do_trim(weights: Floats, units: Floats, margins: Margins, limits: Limits, where: str) -> Floats:
    """Weights (n, 1 + R) after the step, each column by itself; zero weights stay.

    `units` are (n, 1 + R) or (1, 1 + R). Raises `trim_impossible` or `design_effect_not_reached`,
    or `trim_impossible_in_replicate` where the full sample can be trimmed.
    """
    result = np.zeros_like(weights)
    for place, unit in enumerate(np.broadcast_to(units, weights.shape).T):
        used = weights[:, place] != 0
        column = Column(weights[used, place], unit[used], margins.on(used))
        try:
            result[used, place] = column.trimmed(limits, where)
        except SurveyError as error:
            if place == 0:
                raise
            found, number = error.problems[0].found, {"replicates": weights.shape[1] - 1}
            named = Problem("trim_impossible_in_replicate", where, f"#{place}: {found}", number)
            raise SurveyError([named]) from error
    return result
