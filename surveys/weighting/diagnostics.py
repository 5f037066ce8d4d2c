"""What a weighting step did, and whether it kept its promise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surveys.errors import Problem
from surveys.numerics.grouping import Floats, Mask, group_sums
from surveys.weighting.control_totals import cell_name
from surveys.weighting.margins import Margins
from surveys.weighting.reports import MarginReport, StepReport

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
    margins: Margins, before: Floats, after: Floats, respondents: Mask
) -> tuple[MarginReport, ...]:
    """One report per cell of each margin, on weights (n,)."""
    reports = []
    for control, codes, totals in zip(margins.controls, margins.codes, margins.totals, strict=True):
        inside = codes[respondents]
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
    for each, column in zip(margins.numerics, margins.columns, strict=True):
        reports.append(
            MarginReport(
                each.name,
                each.variable,
                each.total,
                float(before @ column),
                float(after @ column),
                int(respondents.sum()),
            )
        )
    return tuple(reports)


def unmet_totals(margins: Margins, after: Floats, tolerance: float, where: str) -> list[Problem]:
    """Control totals that weights (n, R) do not add up to, each with the worst of its columns."""
    sums = [
        *(
            group_sums(after, codes, size)
            for codes, size in zip(margins.codes, margins.sizes, strict=True)
        ),
        *((column @ after)[None, :] for column in margins.columns),
    ]
    if not sums:
        return []
    found, targets = np.vstack(sums), margins.all_totals[:, None]
    off = np.abs(found - targets) / np.maximum(np.abs(targets), 1.0)
    worst = np.argmax(off, axis=1)
    return [
        Problem(
            "identity_violated",
            f"{where} › {margins.labels[place]}",
            f"{found[place, worst[place]]:.15g}",
            {"expected": f"{targets[place, 0]:.15g}"},
        )
        for place in np.flatnonzero(~(off.max(1) <= max(tolerance, IDENTITY)))
    ]


def empty_in_replicates(margins: Margins, before: Floats, where: str) -> list[Problem]:
    """Levels with a control total that have nobody in some columns of weights (n, 1 + R)."""
    problems = []
    for control, codes, totals in zip(margins.controls, margins.codes, margins.totals, strict=True):
        sums = group_sums(np.abs(before), codes, len(totals))
        empty = np.count_nonzero((sums == 0) & (totals[:, None] > 0), axis=1)
        problems += [
            Problem(
                "empty_in_replicates",
                f"{where} › {control.name} › {cell_name(cell)}",
                str(count),
                {"replicates": before.shape[1] - 1},
            )
            for cell, count in zip(control.totals, empty.tolist(), strict=True)
            if count
        ]
    return problems


def negative_weights(values: Floats) -> list[Problem]:
    """Weights (n, R) below zero, or not numbers, where no step allows it."""
    if (values >= 0).all():
        return []
    return [Problem("identity_violated", "weights", f"{values.min():.15g}", {"expected": "≥ 0"})]


def outside_bounds(
    factors: Floats, used: Mask, bounds: tuple[float, float] | None, where: str
) -> list[Problem]:
    """Factors (cells, R) of cells with weight, `used` (cells, R), that left their bounds."""
    low, high = bounds or (-np.inf, np.inf)
    off = factors[used & ~((factors >= low - IDENTITY) & (factors <= high + IDENTITY))]
    expected = {"expected": f"{low:g} … {high:g}"}
    return [Problem("identity_violated", where, f"{each:.15g}", expected) for each in off[:1]]


def changed_total(before: Floats, after: Floats, where: str) -> list[Problem]:
    """A spread of weights that did not keep their sums (R,)."""
    off = np.flatnonzero(~(np.abs(after - before) <= IDENTITY * before))
    return [
        Problem(
            "identity_violated", where, f"{after[each]:.15g}", {"expected": f"{before[each]:.15g}"}
        )
        for each in off[:1]
    ]


def small_margins(margins: Sequence[MarginReport], where: str) -> list[Problem]:
    """Warnings for levels that rest on few respondents."""
    return [
        Problem("few_respondents", f"{where} › {each.margin} › {each.level}", f"n = {each.n}")
        for each in margins
        if 0 < each.n < FEW_RESPONDENTS
    ]
