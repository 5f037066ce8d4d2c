"""What a weighting step did, and whether it kept its promise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surveys.errors import Problem
from surveys.numerics.grouping import Floats, IntCodes, group_sums
from surveys.weighting.control_totals import ControlTotals, Mask, cell_name, targets
from surveys.weighting.weights import MarginReport, StepReport

FEW_RESPONDENTS = 30
IDENTITY = 1e-9


def design_effect(weights: Floats) -> float:
    """Kish's design effect of unequal weights, 1 + cv²(w) = n sum w² / (sum w)² (Kish 1992)."""
    return float(len(weights) * np.square(weights).sum() / weights.sum() ** 2)


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
    controls: Sequence[ControlTotals],
    codes: Sequence[IntCodes],
    before: Floats,
    after: Floats,
    respondents: Mask,
) -> tuple[MarginReport, ...]:
    """One report per cell of each margin; `codes` (n,) are positions of cells, -1 outside."""
    reports = []
    for control, cells in zip(controls, codes, strict=True):
        totals = targets(control)
        inside = cells[respondents]
        sums_before = group_sums(before[respondents], inside, len(totals))
        sums_after = group_sums(after[respondents], inside, len(totals))
        counts = np.bincount(inside, minlength=len(totals))
        reports += [
            MarginReport(
                control.name,
                cell_name(cell),
                float(totals[position]),
                float(sums_before[position]),
                float(sums_after[position]),
                int(counts[position]),
            )
            for position, cell in enumerate(control.totals)
        ]
    return tuple(reports)


def unmet_margins(margins: Sequence[MarginReport], tolerance: float, where: str) -> list[Problem]:
    """Margins whose weighted sum is not the control total."""
    allowed = max(tolerance, IDENTITY)
    return [
        Problem(
            "identity_violated",
            f"{where} › {margin.margin} › {margin.level}",
            f"{margin.after:.15g}",
            {"expected": f"{margin.target:.15g}"},
        )
        for margin in margins
        if not abs(margin.after - margin.target) <= allowed * max(margin.target, 1.0)
    ]


def changed_total(before: float, after: float, where: str) -> list[Problem]:
    """A spread of weights that did not keep their sum."""
    if abs(after - before) <= IDENTITY * before:
        return []
    return [Problem("identity_violated", where, f"{after:.15g}", {"expected": f"{before:.15g}"})]


def small_margins(margins: Sequence[MarginReport], where: str) -> list[Problem]:
    """Warnings for levels that rest on few respondents."""
    return [
        Problem("few_respondents", f"{where} › {each.margin} › {each.level}", f"n = {each.n}")
        for each in margins
        if 0 < each.n < FEW_RESPONDENTS
    ]
