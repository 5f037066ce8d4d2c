"""Models of a plan: coefficients, tests of whole variables, predictive margins, marginal effects."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.estimation.margins import Effect, contrast, margin, margins, slope
from surveys.estimation.models import CONSTANT, Fitted, Model, fit
from surveys.numerics.grouping import Floats
from surveys.numerics.regression import Family as EngineFamily
from surveys.plans.analyses.plan import Family, ModelPlan
from surveys.plans.analyses.result import Analysis, Row
from surveys.plans.analyses.rows import Data, rows_of, test_row
from surveys.plans.estimation.estimate import Domain

FAMILIES: dict[Family, EngineFamily] = {
    "linear": "gaussian",
    "logit": "binomial",
    "poisson": "poisson",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A variable in the model: its columns of x, and the level of each; a number has none."""

    variable: str
    levels: tuple[str, ...]
    columns: Floats

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names; the first level of a category has none."""
        return tuple(f"{self.variable}={each}" for each in self.levels[1:]) or (self.variable,)

    @property
    def of(self) -> tuple[tuple[Domain, str], ...]:
        """What each column's coefficient is of."""
        if not self.levels:
            return ((((self.variable, ""),), ""),)
        return tuple((((self.variable, each),), self.levels[0]) for each in self.levels[1:])

    def set_to(self, level: str) -> dict[str, float]:
        """The values of the columns where everybody has this level."""
        chosen = f"{self.variable}={level}"
        return {name: float(name == chosen) for name in self.names}


def model(asked: ModelPlan, data: Data) -> Analysis:
    """The model with everything that is told of it; raises `SurveyError` where it has no fit."""
    inside = data.only(asked.where, asked.outcome, *asked.terms)
    kinds = {name: inside.frame.variables[name].kind for name in asked.terms}
    inside.groups(*(name for name, kind in kinds.items() if kind == "category"))
    terms = [_term(name, inside) for name in asked.terms]
    names = (CONSTANT, *(name for term in terms for name in term.names))
    x = np.column_stack([np.ones(len(inside.frame)), *(term.columns for term in terms)])
    y = inside.numbers(asked.outcome)
    fitted = fit(Model(FAMILIES[asked.family], names, x, y, inside.domain), data.variance)
    groups = [inside.codes(term.variable)[0] for term in terms if term.levels]
    yes = (y > 0).astype(np.int64) if asked.family == "logit" else np.zeros(len(y), np.int64)
    cells = [np.where(codes < 0, -1, 2 * codes + yes) for codes in (*groups, inside.domain)]
    return Analysis(
        name=asked.name,
        kind="model",
        method=asked.family,
        variables=(asked.outcome, *asked.terms),
        n=inside.n,
        group=inside.smallest(*groups),
        cell=inside.smallest(*cells),
        rows=(*_coefficients(fitted, terms, inside), *_margins(fitted, terms, inside)),
        unit="share" if asked.family == "logit" else _unit(data.frame, asked.outcome),
        labels=asked.labels,
        base=asked.base,
    )


def _unit(frame: Frame, name: str) -> str:
    return frame.variables[name].unit


def _term(name: str, data: Data) -> Term:
    if data.frame.variables[name].kind != "category":
        return Term(name, (), data.numbers(name)[:, None])
    codes, levels = data.codes(name)
    return Term(name, levels, (codes[:, None] == np.arange(1, len(levels))).astype(np.float64))


def _coefficients(fitted: Fitted, terms: list[Term], data: Data) -> tuple[Row, ...]:
    """Coefficients; their exponentials where the link is a logarithm; tests of whole categories."""
    of = [((), ""), *(each for term in terms for each in term.of)]
    rows = rows_of(
        "coefficients", of, fitted.coefficients, fitted.covariance, fitted.freedom, data.confidence
    )
    ratios = () if fitted.model.family == "gaussian" else tuple(map(_exponential, rows[1:]))
    tests = (
        test_row("terms", ((term.variable, ""),), fitted.wald(term.names))
        for term in terms
        if len(term.levels) > 2
    )
    return (*rows, *ratios, *tests)


def _exponential(row: Row) -> Row:
    value, lower, upper = (
        None if each is None else float(np.exp(each)) for each in (row.value, row.lower, row.upper)
    )
    return replace(row, part="ratios", value=value, error=None, lower=lower, upper=upper)


def _margins(fitted: Fitted, terms: list[Term], data: Data) -> tuple[Row, ...]:
    """Predictive margins of every level, and the average marginal effect of every column."""
    model = fitted.model
    found: dict[str, list[tuple[tuple[Domain, str], Effect]]] = {"margins": [], "effects": []}
    for term in terms:
        if not term.levels:
            found["effects"].append((term.of[0], slope(model, term.variable)))
            continue
        first = term.set_to(term.levels[0])
        for level in term.levels:
            one = (((term.variable, level),), "")
            found["margins"].append((one, margin(model, term.set_to(level))))
        for of, level in zip(term.of, term.levels[1:], strict=True):
            found["effects"].append((of, contrast(model, term.set_to(level), first)))
    rows: list[Row] = []
    for part, effects in found.items():
        if effects:
            statistic = margins(model, [each for _, each in effects], data.variance.weights)
            values = statistic.values(data.variance.weights)
            covariance = data.variance.covariance(statistic)
            told = [each for each, _ in effects]
            rows += rows_of(part, told, values, covariance, fitted.freedom, data.confidence)
    return tuple(replace(row, statistic=None, p_value=None) if row.part == "margins" else row
                 for row in rows)  # fmt: skip
