"""Analyses that a plan document asks for beside its indicators.

[[models]]
name = "insured_model"
family = "logit"                    # or linear, poisson
outcome = "insured"                 # a number; 0 and 1 for logit
terms = ["sex", "age"]              # categories against their first level, numbers as they are
where = { column = "a_elig", at_least = 1 }
labels = { en = "…", zh-hans = "…" }
base = { en = "…", zh-hans = "…" }  # among whom; absent: all respondents

[[contrasts]]
name = "insured_by_sex"
indicator = "insured"               # of [[indicators]]: a proportion, mean, total or ratio
level = ""                          # of a proportion of a category
by = "sex"
coefficients = { F = 1, M = -1 }    # absent: every level less the first, and all together

[[tests]]
name = "insured_sex"
test = "rao_scott"                  # rao_scott_first_order, wald, wald_adjusted: two categories
variable = "insured"                # t, ranks: a number, and a category of two levels
by = "sex"

[[tables]]
name = "work_sex"
variable = "wtype"                  # the columns; shares of rows, columns and the total
by = "sex"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from surveys.cleaning.conditions import Condition

Family = Literal["linear", "logit", "poisson"]
Independence = Literal["rao_scott", "rao_scott_first_order", "wald", "wald_adjusted"]
Location = Literal["t", "ranks"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What all analyses have: a name, labels and base per language, and perhaps a part of the rows."""

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, str] = field(default_factory=dict)
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class ModelPlan(Asked):
    family: Family = "linear"
    outcome: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContrastPlan(Asked):
    """Without `coefficients`, every level less the first."""

    indicator: str = ""
    by: str = ""
    level: str = ""
    coefficients: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TestPlan(Asked):
    test: Independence | Location = "rao_scott"
    variable: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class TablePlan(Asked):
    variable: str = ""
    by: str = ""


AnalysisPlan = ModelPlan | ContrastPlan | TestPlan | TablePlan


def columns_of(asked: AnalysisPlan) -> tuple[str, ...]:
    """The columns that the rows of an analysis are told with."""
    if isinstance(asked, ModelPlan):
        return (asked.outcome, *asked.terms)
    return (asked.by,) if isinstance(asked, ContrastPlan) else (asked.variable, asked.by)
