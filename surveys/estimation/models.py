"""Linear, logistic and Poisson regression with design-based errors (Binder 1983).

Coefficients solve Σ w x (y − μ) = 0; their influence is A⁻¹ x (y − μ) with A = Σ w v x x' and v the
derivative of the mean. All the variance methods apply: stages, calibration, replicates.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.errors.documents import listed
from surveys.estimation.association import TestResult
from surveys.estimation.columns import Columns, columns_of
from surveys.estimation.replicated import Variance
from surveys.numerics import regression
from surveys.numerics.grouping import Floats, IntCodes
from surveys.numerics.matrices import products
from surveys.numerics.regression import LINKS, Family, Link


@dataclass(frozen=True, slots=True)
class Model:
    """A regression over the rows with domain 0; `x` (n, p) with a column of ones for the constant."""

    family: Family
    terms: tuple[str, ...]
    x: Floats
    y: Floats
    domain: IntCodes

    def mean(self, coefficients: Floats, x: Floats | None = None) -> Floats:
        """μ at the rows of x, (n,)."""
        return self.link.mean((self.x if x is None else x) @ coefficients)

    @property
    def link(self) -> Link:
        """The mean by the linear predictor, and its derivatives."""
        return LINKS[self.family]

    def fit(self, weights: Floats) -> tuple[Floats, Floats]:
        """Coefficients (p,) and the information A (p, p).

        Raises `SurveyError` for terms that depend on each other, and without convergence.
        """
        rows = (self.domain == 0) & (weights != 0)
        x, y, w = self.x[rows], self.y[rows], weights[rows]
        refuse_collinear(x, w, self.terms)
        scale = np.abs(w) @ np.maximum(np.abs(x), np.abs(x * y[:, None]))
        found = regression.fit(self.link, x, w, x.T @ (w * y), scale, self._start(y, w))
        if not found.found(1e-9):
            details = {"iterations": found.iterations}
            raise SurveyError([Problem("model_not_fitted", "model", listed(self.terms), details)])
        return found.point, products(x, w * self.link.slope(self.mean(found.point, x)))

    def _start(self, y: Floats, weights: Floats) -> Floats:
        start = np.zeros(self.x.shape[1])
        constant = self.terms.index(CONSTANT) if CONSTANT in self.terms else None
        if self.family == "poisson" and constant is not None:
            start[constant] = np.log(max(float(np.average(y, weights=weights)), 1e-8))
        return start


CONSTANT = "(constant)"


def refuse_collinear(
    x: Floats, weights: Floats, terms: Sequence[str], where: str = "model"
) -> None:
    """Name the columns that are combinations of those before them."""
    scaled = x * np.sqrt(np.abs(weights))[:, None]
    lengths = np.linalg.norm(scaled, axis=0)
    scaled = scaled / np.where(lengths > 0, lengths, 1.0)
    if len(x) and np.linalg.eigvalsh(scaled.T @ scaled)[0] > 1e-8:
        return  # far from dependent, which is quicker to see than which columns would be
    diagonal = np.abs(np.diag(np.linalg.qr(scaled, mode="r"))) if len(x) >= x.shape[1] else lengths
    dependent = [term for term, size in zip(terms, diagonal, strict=False) if size < 1e-9]
    if len(x) < x.shape[1]:
        dependent = [*terms]
    raise_if_any([Problem("collinear_terms", where, listed(dependent))] if dependent else [])


@dataclass(frozen=True, slots=True)
class OfModel(ABC):
    """Numbers that depend on the weights through a model, as a statistic.

    `coefficients` (p,) and `information` (p, p) are those of `Model.fit` with the weights that the
    variance is taken at.
    """

    model: Model
    coefficients: Floats
    information: Floats

    @abstractmethod
    def at(self, weights: Floats) -> Floats:
        """The numbers (k,) with the model fitted at these weights (n,)."""

    @property
    def domain(self) -> IntCodes:
        return np.where(self.model.domain == 0, 0, -1)

    def scores(self) -> Floats:
        """x (y − μ) of every row, (n, p), zero outside the domain."""
        model = self.model
        residual = np.where(model.domain == 0, model.y - model.mean(self.coefficients), 0.0)
        return np.asarray(model.x * residual[:, None], np.float64)

    def values(self, weights: Floats) -> Floats:
        return self.at(weights) if weights.ndim == 1 else np.stack([*map(self.at, weights.T)])


@dataclass(frozen=True, slots=True)
class Coefficients(OfModel):
    """The coefficients as a statistic: one number per term."""

    @property
    def domain_of(self) -> IntCodes:
        return np.zeros(len(self.coefficients), np.int64)

    @property
    def columns(self) -> Columns:
        return columns_of(self.domain, 1, self.scores())

    def at(self, weights: Floats) -> Floats:
        return self.model.fit(weights)[0]

    def jacobian(self, weights: Floats) -> Floats:
        return np.asarray(np.linalg.inv(self.information), np.float64)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted model: coefficients (p,), their covariance (p, p), residual degrees of freedom."""

    model: Model
    coefficients: Floats
    covariance: Floats
    freedom: int

    @property
    def errors(self) -> Floats:
        """Standard errors (p,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    def wald(self, terms: Sequence[str]) -> TestResult:
        """Whether the named terms are all zero: F with the residual degrees of freedom."""
        places = [self.model.terms.index(term) for term in terms]
        part = self.coefficients[places]
        statistic = float(part @ np.linalg.solve(self.covariance[np.ix_(places, places)], part))
        k = len(places)
        p_value = float(fdtrc(k, self.freedom, statistic / k)) if self.freedom > 0 else np.nan
        return TestResult(statistic / k, k, self.freedom, p_value)


def fit(model: Model, variance: Variance) -> Fitted:
    """The model with its design-based covariance.

    Residual degrees of freedom are those of the domain plus one less the number of terms.
    """
    coefficients, information = model.fit(variance.weights)
    statistic = Coefficients(model, coefficients, information)
    freedom = variance.freedom(model.domain) + 1 - len(coefficients)
    return Fitted(model, coefficients, variance.covariance(statistic), freedom)
