"""Bases: among whom an estimate is, where it is not among all respondents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any

from surveys.cleaning.variable import Labels
from surveys.errors import Problem
from surveys.plans.analyses.result import Analysis
from surveys.plans.estimation.estimate import Estimate
from surveys.plans.estimation.plan import EstimationPlan

NEARLY_ALL = 0.95
"""From this share of the respondents on, an estimate that only blanks limit needs no base."""


def read_base(table: Mapping[str, Any], where: str, problems: list[Problem]) -> Labels:
    """The base of an indicator or analysis, in the languages of its labels; {} where it has none."""
    given, labels = table.get("base"), table.get("labels")
    if given is None:
        return {}
    if not isinstance(given, Mapping) or not given or not all(map(_is_said, given.values())):
        problems.append(Problem("base_texts", f"{where} › base", repr(given)))
        return {}
    if labels and isinstance(labels, Mapping) and labels.keys() != given.keys():
        problems.append(Problem("base_texts", f"{where} › base", ", ".join(given)))
    return dict(given)


def _is_said(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip())


def unnamed_bases(
    plan: EstimationPlan,
    estimates: Iterable[Estimate],
    analyses: Iterable[Analysis],
    limited: Set[str],
    respondents: int,
    where: str,
) -> list[Problem]:
    """Indicators and analyses that are among some respondents and do not say among whom.

    `limited` are variables that the plan derives for some respondents only. Whatever else lacks a
    value may have been left blank, which counts from more than one in twenty on.
    """
    counts = {each.name: each.n for each in estimates if not each.domain}
    told = [
        (
            each,
            counts[each.name],
            each.where is not None or not limited.isdisjoint((each.variable, each.denominator)),
        )
        for each in plan.indicators
    ] + [(each, each.n, not limited.isdisjoint(each.variables)) for each in analyses]
    return [
        Problem("base_unnamed", f"{where} › {each.name} › base", f"n = {n} / {respondents}")
        for each, n, by_plan in told
        if not each.base and n < respondents * (1 if by_plan else NEARLY_ALL)
    ]
