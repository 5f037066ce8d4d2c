"""Whether an estimation plan fits a frame."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from surveys.cleaning.conditions import Combination, Comparison, Condition
from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import levels_of
from surveys.errors import Problem
from surveys.errors.documents import too_many_levels, unknown_variable
from surveys.plans.estimation.plan import EstimationPlan, Indicator

DOMAIN_LEVELS = 60
DOMAINS = 10_000


def check_estimation_plan(plan: EstimationPlan, frame: Frame, where: str = "plan") -> list[Problem]:
    """Unknown columns, and columns that do not suit what is asked of them."""
    problems = []
    for number, indicator in enumerate(plan.indicators, start=1):
        problems += _check_indicator(indicator, frame, f"{where} › indicators[{number}]")
    for name in dict.fromkeys(name for names in plan.domains for name in names):
        problems += _check_domain(name, frame, f"{where} › estimation › domains")
    # Of two columns there cannot be too many: each has passed the check above.
    for names in (each for each in plan.domains if len(each) > 2 and not problems):
        crossed = prod(_levels(frame, name) for name in names)
        problems += too_many_levels(crossed, f"{where} › estimation › {' × '.join(names)}", DOMAINS)
    return problems


def _check_indicator(indicator: Indicator, frame: Frame, where: str) -> list[Problem]:
    problems = []
    for key, name in (("variable", indicator.variable), ("denominator", indicator.denominator)):
        place = f"{where} › {indicator.name} › {key}"
        if name and name not in frame.variables:
            problems.append(unknown_variable(name, frame.variables, place))
        elif name:
            problems += _check_kind(indicator, name, frame, place)
    place = f"{where} › {indicator.name} › where"
    for comparison in _comparisons(indicator.where):
        name = comparison.column
        if name not in frame.variables:
            problems.append(unknown_variable(name, frame.variables, place))
        elif isinstance(comparison.operand, float) and _kind(frame, name) in ("category", "text"):
            problems.append(Problem("not_numeric", place, repr(name)))
    return problems


def _levels(frame: Frame, name: str) -> int:
    return len(levels_of(frame.data[name]).names)


def _kind(frame: Frame, name: str) -> str:
    return frame.variables[name].kind


def _check_kind(indicator: Indicator, name: str, frame: Frame, where: str) -> list[Problem]:
    kind = _kind(frame, name)
    if indicator.statistic != "proportion":
        return [] if kind in ("number", "money") else [Problem("not_numeric", where, repr(name))]
    if kind == "category":
        return too_many_levels(_levels(frame, name), where)
    if kind == "number" and is_yes_no(frame, name):
        return []
    return [Problem("not_a_share", where, repr(name))]


def is_yes_no(frame: Frame, name: str) -> bool:
    """Whether a column holds nothing but 0, 1 and missing."""
    return bool(frame.data[name].dropna().isin([0, 1]).all())


def _check_domain(name: str, frame: Frame, where: str) -> list[Problem]:
    if name not in frame.variables:
        return [unknown_variable(name, frame.variables, where)]
    levels = _levels(frame, name)
    if _kind(frame, name) in ("text", "money") or levels > DOMAIN_LEVELS:
        found, details = f"{name!r}: {levels}", {"most": DOMAIN_LEVELS}
        return [Problem("not_a_domain", where, found, details)]
    return []


def _comparisons(condition: Condition | None) -> Iterator[Comparison]:
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Combination):
        for part in condition.parts:
            yield from _comparisons(part)
