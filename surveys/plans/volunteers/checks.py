"""Whether a plan for volunteers fits their frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from surveys.cleaning.conditions import comparisons_of
from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import levels_of
from surveys.errors import Problem
from surveys.errors.documents import listed, too_many_levels, unknown_variable
from surveys.plans.estimation.plan import EstimationPlan
from surveys.plans.volunteers.reading import VolunteerPlan

COVARIATE_LEVELS = 60


def check_volunteers(
    plan: VolunteerPlan, estimation: EstimationPlan, frame: Frame, where: str = "plan"
) -> list[Problem]:
    """Covariates that are none, and groups of which the outcome model cannot tell."""
    problems: list[Problem] = []
    for key in ("propensity", "outcome"):
        place = f"{where} › volunteers › {key}"
        for name in getattr(plan, key):
            problems += _covariate(name, frame, place)
    if plan.outcome:
        problems += _groups(plan.outcome, estimation, where)
    return problems


def _covariate(name: str, frame: Frame, where: str) -> list[Problem]:
    if name not in frame.variables:
        return [unknown_variable(name, frame.variables, where)]
    kind = frame.variables[name].kind
    if kind == "text":
        return [Problem("covariate_kind", f"{where} › {name}", kind)]
    if kind == "category":
        levels = len(levels_of(frame.data[name]).names)
        return too_many_levels(levels, f"{where} › {name}", COVARIATE_LEVELS)
    return []


def _groups(outcome: Sequence[str], estimation: EstimationPlan, where: str) -> Iterator[Problem]:
    """Domains and universes by what the reference sample does not tell."""
    for names in estimation.domains:
        other = [name for name in names if name not in outcome]
        if other:
            yield _unknown_group(f"{where} › estimation › domains", other, outcome)
    for number, indicator in enumerate(estimation.indicators, start=1):
        columns = dict.fromkeys(each.column for each in comparisons_of(indicator.where))
        other = [name for name in columns if name not in outcome]
        if other:
            yield _unknown_group(f"{where} › indicators[{number}] › where", other, outcome)


def _unknown_group(where: str, names: Sequence[str], outcome: Sequence[str]) -> Problem:
    return Problem("volunteers_group", where, listed(names), {"outcome": ", ".join(outcome)})
