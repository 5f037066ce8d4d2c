"""What a weighting step did to the weights, for its report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surveys.errors import Problem
from surveys.numerics.grouping import Floats, Mask
from surveys.plans.weighting.reports import MarginReport, StepReport
from surveys.weighting.diagnostics import design_effect
from surveys.weighting.margins import Margins

FEW_RESPONDENTS = 30


def report_step(
    kind: str,
    before: Floats,
    after: Floats,
    respondents: Mask,
    iterations: int = 0,
    margins: tuple[MarginReport, ...] = (),
) -> StepReport:
    """The report of one step, on the weights of respondents."""
    weights = after[respondents]
    factors = weights / before[respondents]
    return StepReport(
        kind=kind,
        n=len(weights),
        total=float(weights.sum()),
        minimum=float(weights.min()),
        median=float(np.median(weights)),
        maximum=float(weights.max()),
        design_effect=design_effect(weights),
        factors=(float(factors.min()), float(np.median(factors)), float(factors.max())),
        iterations=iterations,
        margins=margins,
    )


def report_margins(
    margins: Margins, before: Floats, after: Floats, respondents: Mask
) -> tuple[MarginReport, ...]:
    """One report per level of each margin and per number, on weights (n,)."""
    names = [
        *((each.name, level) for each in margins.categories for level in each.levels),
        *((each.name, each.variable) for each in margins.numbers),
    ]
    counts = [
        np.bincount(each.codes[respondents], minlength=len(each.totals))
        for each in margins.categories
    ]
    counts.append(np.full(len(margins.numbers), respondents.sum()))
    sums = margins.sums(np.column_stack([before, after]))
    numbers = zip(
        margins.all_totals.tolist(), *sums.T.tolist(), np.concatenate(counts).tolist(), strict=True
    )
    return tuple(MarginReport(*name, *each) for name, each in zip(names, numbers, strict=True))


def small_margins(margins: Sequence[MarginReport], where: str) -> list[Problem]:
    """Warnings for levels that rest on few respondents."""
    return [
        Problem("few_respondents", f"{where} › {each.margin} › {each.level}", f"n = {each.n}")
        for each in margins
        if 0 < each.n < FEW_RESPONDENTS
    ]
