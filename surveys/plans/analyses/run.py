"""The analyses of a plan: held against a frame, and computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np

from surveys.cleaning.conditions import comparisons_of
from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import levels_of
from surveys.errors import Problem, SurveyError
from surveys.errors.documents import listed, unknown_variable
from surveys.estimation.replicated import Variance
from surveys.plans.analyses import comparisons, models
from surveys.plans.analyses.plan import (
    AnalysisPlan,
    ContrastPlan,
    Independence,
    ModelPlan,
    TablePlan,
)
from surveys.plans.analyses.result import Analysis
from surveys.plans.analyses.rows import Data, named
from surveys.plans.estimation.checks import DOMAIN_LEVELS, is_yes_no
from surveys.plans.estimation.plan import EstimationPlan, Indicator

CATEGORIES = get_args(Independence)
NUMERIC = ("number", "money")


def check_analyses(
    asked: Sequence[AnalysisPlan], plan: EstimationPlan, frame: Frame, where: str
) -> list[Problem]:
    """Unknown columns, and columns that do not suit what is asked of them."""
    problems: list[Problem] = []
    for each in asked:
        place = f"{where} › {each.name}"
        problems += [
            unknown_variable(comparison.column, frame.variables, f"{place} › where")
            for comparison in comparisons_of(each.where)
            if comparison.column not in frame.variables
        ]
        if isinstance(each, ContrastPlan):
            problems += _check_contrast(each, plan, frame, place)
        elif isinstance(each, ModelPlan):
            problems += _check_model(each, frame, place)
        else:
            categories = isinstance(each, TablePlan) or each.test in CATEGORIES
            problems += _check_column(each.variable, frame, f"{place} › variable", categories)
            two = not categories
            problems += _check_column(each.by, frame, f"{place} › by", category=True, two=two)
    return problems


def _check_contrast(
    asked: ContrastPlan, plan: EstimationPlan, frame: Frame, where: str
) -> list[Problem]:
    problems = _check_column(asked.by, frame, f"{where} › by", category=True)
    indicator = _indicator(asked, plan)
    if indicator is None or indicator.statistic == "median":
        names = [each.name for each in plan.indicators if each.statistic != "median"]
        details = {"choices": listed(names)}
        place = f"{where} › indicator"
        return [*problems, Problem("analysis_choice", place, repr(asked.indicator), details)]
    if problems or indicator.variable not in frame.variables:
        return problems
    category = frame.variables[indicator.variable].kind == "category"
    known = levels_of(frame.data[indicator.variable]).names if category else ("",)
    if asked.level not in known:
        details = {"choices": listed(known) or "—"}
        problems.append(Problem("analysis_choice", f"{where} › level", repr(asked.level), details))
    levels = levels_of(frame.data[asked.by]).names
    for level in asked.coefficients.keys() - set(levels):
        place, details = f"{where} › coefficients › {level}", {"choices": listed(levels)}
        problems.append(Problem("analysis_choice", place, repr(level), details))
    return problems


def _indicator(asked: ContrastPlan, plan: EstimationPlan) -> Indicator | None:
    return next((each for each in plan.indicators if each.name == asked.indicator), None)


def _check_model(asked: ModelPlan, frame: Frame, where: str) -> list[Problem]:
    problems = _check_column(asked.outcome, frame, f"{where} › outcome", category=False)
    if not problems:
        values, place = frame.data[asked.outcome].dropna(), f"{where} › outcome"
        if asked.family == "logit" and not is_yes_no(frame, asked.outcome):
            problems.append(Problem("outcome_not_yes_no", place, repr(asked.outcome)))
        if asked.family == "poisson" and (values < 0).any():
            problems.append(Problem("outcome_negative", place, repr(asked.outcome)))
    for name in asked.terms:
        category = name in frame.variables and frame.variables[name].kind == "category"
        problems += _check_column(name, frame, f"{where} › terms", category)
    return problems


def _check_column(
    name: str, frame: Frame, where: str, category: bool, *, two: bool = False
) -> list[Problem]:
    """A category of at least two levels and few enough, exactly two with `two`; or a number."""
    if name not in frame.variables:
        return [unknown_variable(name, frame.variables, where)]
    kind = frame.variables[name].kind
    if not category:
        return [] if kind in NUMERIC else [Problem("not_numeric", where, repr(name))]
    levels = len(levels_of(frame.data[name]).names)
    if kind not in ("category", "number") or levels > DOMAIN_LEVELS:
        details = {"most": DOMAIN_LEVELS}
        return [Problem("not_a_domain", where, f"{name!r}: {levels}", details)]
    if levels < 2 or (two and levels > 2):
        return [Problem("two_levels", where, f"{name!r}: {levels}")]
    return []


def analyse_all(
    asked: Sequence[AnalysisPlan],
    plan: EstimationPlan,
    frame: Frame,
    variance: Variance,
    where: str,
) -> tuple[Analysis, ...]:
    """Every analysis; raises `SurveyError` with the problems of all that cannot be done."""
    data = Data(frame, variance, plan.confidence, np.ones(len(frame), np.bool_))
    found: list[Analysis] = []
    problems: list[Problem] = []
    for each in asked:
        try:
            found.append(_analysis(each, plan, data))
        except SurveyError as error:
            problems += named(error, f"{where} › {each.name}").problems
    if problems:
        raise SurveyError(problems)
    return tuple(found)


def _analysis(asked: AnalysisPlan, plan: EstimationPlan, data: Data) -> Analysis:
    if isinstance(asked, ModelPlan):
        return models.model(asked, data)
    if isinstance(asked, ContrastPlan):
        indicator = _indicator(asked, plan)
        assert indicator is not None  # checked before
        return comparisons.contrast(asked, indicator, data)
    if isinstance(asked, TablePlan):
        return comparisons.table(asked, data)
    return comparisons.test(asked, data)
