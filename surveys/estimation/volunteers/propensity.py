"""How likely each person was to volunteer: logistic models p(x) fitted on both samples.

With a the case weights of the volunteers A and d the weights of the reference sample B, the
coefficients solve Σ_A a u x = Σ_B d p u x: u = 1 in the pseudo-likelihood of Chen, Li & Wu (2020),
and u = 1/p where the volunteers are calibrated to the reference sample's totals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit

from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import listed
from surveys.estimation.models import refuse_collinear
from surveys.estimation.volunteers.samples import Samples
from surveys.numerics.grouping import Floats
from surveys.numerics.newton import Convex, minimise

PropensityMethod = Literal["pseudo_likelihood", "calibrated"]


@dataclass(frozen=True, slots=True)
class Propensity:
    """Coefficients (p,), and the probabilities of `volunteers` (n_A,) and `reference` (n_B,).

    `x` are the covariates of both in the model.
    """

    method: PropensityMethod
    coefficients: Floats
    volunteers: Floats
    reference: Floats
    x: tuple[Floats, Floats]

    def weights(self, samples: Samples) -> Floats:
        """The volunteers' weights a/p, (n_A,)."""
        return np.asarray(samples.volunteers.weights / self.volunteers)

    def information(self, samples: Samples) -> Floats:
        """How the estimating equations follow the coefficients, (p, p)."""
        of_volunteers, of_reference = self.x
        if self.method == "calibrated":
            odds = samples.volunteers.weights * (1 - self.volunteers) / self.volunteers
            return np.asarray((of_volunteers * odds[:, None]).T @ of_volunteers)
        spread = samples.reference.weights * self.reference * (1 - self.reference)
        return np.asarray((of_reference * spread[:, None]).T @ of_reference)

    def multipliers(self) -> tuple[Floats, Floats]:
        """u of the volunteers (n_A,) and p u of the reference sample (n_B,)."""
        if self.method == "calibrated":
            return 1 / self.volunteers, np.ones_like(self.reference)
        return np.ones_like(self.volunteers), self.reference


PropensityModel = Callable[[Samples], Propensity]


def pseudo_likelihood(samples: Samples) -> Propensity:
    """Maximise Σ_A a x'b − Σ_B d ln(1 + exp x'b) (Chen, Li & Wu 2020)."""

    def loss(a: Floats, b: Floats, scaled: Samples) -> Convex:
        sums, d = scaled.volunteers.weights @ a, scaled.reference.weights

        def function(point: Floats) -> tuple[float, Floats, Floats]:
            linear = b @ point
            p = expit(linear)
            value = d @ np.logaddexp(0, linear) - sums @ point
            return float(value), b.T @ (d * p) - sums, (b * (d * p * (1 - p))[:, None]).T @ b

        return function

    return _fitted("pseudo_likelihood", samples, loss)


def calibrated_propensity(samples: Samples) -> Propensity:
    """Solve Σ_A a x/p = Σ_B d x: the volunteers' weights a/p meet the reference sample's totals.

    As 1/p = 1 + exp −x'b, that is calibration of the volunteers to what the others total.
    """

    def loss(a: Floats, b: Floats, scaled: Samples) -> Convex:
        weights = scaled.volunteers.weights
        others = scaled.reference.weights @ b - weights @ a

        def function(point: Floats) -> tuple[float, Floats, Floats]:
            with np.errstate(over="ignore", invalid="ignore"):
                g = weights * np.exp(-(a @ point))
                return float(g.sum() + others @ point), others - a.T @ g, (a * g[:, None]).T @ a

        return function

    return _fitted("calibrated", samples, loss)


def _fitted(
    method: PropensityMethod,
    samples: Samples,
    loss: Callable[[Floats, Floats, Samples], Convex],
) -> Propensity:
    """The model, found with columns of one size; raises `SurveyError` where there is none."""
    a, b = samples.volunteers, samples.reference
    raise_if_any(_without_overlap(samples))
    refuse_collinear(a.x, a.weights, samples.terms, "volunteers")
    refuse_collinear(b.x, b.weights, samples.terms, "reference")
    size = np.sqrt(np.square(b.x).mean(0))
    x_a, x_b = a.x / size, b.x / size
    people, population = a.weights.sum(), b.weights.sum()
    start = np.linalg.lstsq(x_b, np.full(len(x_b), np.log(people / population)), rcond=None)[0]
    totals = b.weights @ np.abs(x_b) if method == "calibrated" else a.weights @ np.abs(x_a)
    found = minimise(loss(x_a, x_b, samples), start, totals)
    if found is None:
        raise_if_any([Problem("propensity_not_converged", method, listed(samples.terms))])
    found = np.asarray(found) / size
    return Propensity(method, found, expit(a.x @ found), expit(b.x @ found), (a.x, b.x))


def _without_overlap(samples: Samples) -> Iterator[Problem]:
    """Terms whose values in the two samples do not meet, or vary in one of them only."""
    a, b = samples.volunteers.x, samples.reference.x
    apart = (a.min(0) > b.max(0)) | (b.min(0) > a.max(0))
    varies = (np.ptp(a, axis=0) > 0) != (np.ptp(b, axis=0) > 0)
    terms = [samples.terms[place] for place in np.flatnonzero(apart | varies)]
    if terms:
        yield Problem("no_overlap", "volunteers, reference", listed(terms))
