"""Predictive margins and average marginal effects of a fitted model (Graubard & Korn 1999).

A margin is the weighted mean of what the model predicts when everybody has given values of some
terms; an effect is a difference of two margins, or the mean slope along a continuous term. Its
influence is (m − m̄)/Σ w + (∂m̄/∂b)' A⁻¹ x (y − μ): whose covariates are averaged over is sampled
too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.estimation.columns import Columns, columns_of
from surveys.estimation.models import Model, OfModel
from surveys.numerics.grouping import Floats, IntCodes
from surveys.numerics.regression import Family

CURVATURES: dict[Family, Callable[[Floats], Floats]] = {
    "gaussian": np.zeros_like,
    "binomial": lambda m: m * (1 - m) * (1 - 2 * m),
    "poisson": lambda m: m,
}
"""The mean's second derivative by the linear predictor, at the mean."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What the model predicts with covariates `x` (n, p), less what it predicts with `less`."""

    x: Floats
    less: Floats | None = None

    def predicted(self, model: Model, coefficients: Floats) -> tuple[Floats, Floats]:
        """m of every row (n,), and how it follows the coefficients (n, p)."""
        mean = model.mean(coefficients, self.x)
        gradient = self.x * model.link.slope(mean)[:, None]
        if self.less is None:
            return mean, gradient
        base = model.mean(coefficients, self.less)
        return mean - base, gradient - self.less * model.link.slope(base)[:, None]


@dataclass(frozen=True, slots=True)
class Slope:
    """The derivative of the prediction when the covariates move along `direction` (n, p).

    For a term that stands alone it is one in its column; for a variable that is also squared or in
    a product, the columns that hold it move as well.
    """

    direction: Floats

    def predicted(self, model: Model, coefficients: Floats) -> tuple[Floats, Floats]:
        """m of every row (n,), and how it follows the coefficients (n, p)."""
        mean, along = model.mean(coefficients), self.direction @ coefficients
        slope = model.link.slope(mean)
        bend = (CURVATURES[model.family](mean) * along)[:, None]
        return slope * along, bend * model.x + slope[:, None] * self.direction


Effect = Margin | Slope


def margin(model: Model, values: Mapping[str, float]) -> Margin:
    """The predictive margin with the named terms set to the same value for everybody."""
    return Margin(_with(model, values))


def contrast(model: Model, values: Mapping[str, float], less: Mapping[str, float]) -> Margin:
    """The difference of two predictive margins, as μ(category) − μ(reference category)."""
    return Margin(_with(model, values), _with(model, less))


def slope(model: Model, term: str) -> Slope:
    """The average marginal effect of a continuous term that stands alone."""
    return Slope(_with(model, {term: 1.0}, np.zeros_like(model.x)))


def _with(model: Model, values: Mapping[str, float], x: Floats | None = None) -> Floats:
    changed = (model.x if x is None else x).copy()
    for term, value in values.items():
        changed[:, model.terms.index(term)] = value
    return changed


@dataclass(frozen=True, slots=True)
class Margins(OfModel):
    """The margins and effects of a model as a statistic, averaged over the rows with domain 0."""

    effects: tuple[Effect, ...]

    @property
    def domain_of(self) -> IntCodes:
        return np.zeros(len(self.effects), np.int64)

    @property
    def columns(self) -> Columns:
        """The scores, the predictions m of every effect, and ones."""
        predicted = [each.predicted(self.model, self.coefficients)[0] for each in self.effects]
        ones = np.ones(len(self.model.y))
        whole = np.hstack([self.scores(), np.column_stack([*predicted, ones])])
        return columns_of(self.domain, 1, whole)

    def at(self, weights: Floats) -> Floats:
        return self._means(weights)[0]

    def jacobian(self, weights: Floats) -> Floats:
        means, gradients = self._means(weights)
        inside = weights[self.model.domain == 0].sum()
        of_scores = np.linalg.solve(self.information, gradients)
        of_means = np.vstack([np.eye(len(means)), -means])
        return np.asarray(np.vstack([of_scores, of_means / inside]), np.float64)

    def _means(self, weights: Floats) -> tuple[Floats, Floats]:
        """Means (k,) and their gradients (p, k), with the model fitted at these weights."""
        coefficients = self.model.fit(weights)[0]
        rows = self.model.domain == 0
        shares = weights[rows] / weights[rows].sum()
        found = [each.predicted(self.model, coefficients) for each in self.effects]
        means = np.array([shares @ value[rows] for value, _ in found])
        return means, np.stack([shares @ gradient[rows] for _, gradient in found], axis=1)


def margins(model: Model, effects: Sequence[Effect], weights: Floats) -> Margins:
    """The statistic at final weights (n,); any variance of the design applies to it."""
    return Margins(model, *model.fit(weights), tuple(effects))
