"""Bases: among whom an estimate is, where it is not among all respondents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from surveys.cleaning.recodes import Recode
from surveys.cleaning.variable import Labels
from surveys.errors import Problem
from surveys.plans.analyses.result import Analysis
from surveys.plans.estimation.estimate import Estimate
from surveys.plans.estimation.plan import EstimationPlan, Indicator

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


class Asked(Protocol):
    """The part of a plan that says what is estimated of what."""

    @property
    def recodes(self) -> Sequence[Recode]: ...

    @property
    def estimation(self) -> EstimationPlan: ...

    @property
    def where(self) -> str: ...


def unnamed_bases(
    plan: Asked, respondents: int, estimates: Iterable[Estimate], analyses: Iterable[Analysis] = ()
) -> list[Problem]:
    """Indicators and analyses that are among some respondents and do not say among whom.

    Variables that the plan derives among some, and conditions, limit an estimate. Whatever else
    lacks a value may have been left blank, which counts from more than one in twenty on.
    """
    some = {each.variable.name for each in plan.recodes if each.among is not None}
    counts = {each.name: each.n for each in estimates if not each.domain}
    told: list[tuple[Indicator | Analysis, int, bool]] = [
        (each, counts[each.name], bool(each.where or some & {each.variable, each.denominator}))
        for each in plan.estimation.indicators
    ]
    told += [(each, each.n, not some.isdisjoint(each.variables)) for each in analyses]
    return [
        Problem("base_unnamed", f"{plan.where} › {each.name} › base", f"n = {n} / {respondents}")
        for each, n, limited in told
        if not each.base and n < respondents * (1 if limited else NEARLY_ALL)
    ]
