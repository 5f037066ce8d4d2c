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

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.errors.documents import listed
from surveys.estimation.models import refuse_collinear
from surveys.estimation.volunteers.samples import Samples
from surveys.numerics.grouping import Floats
from surveys.numerics.matrices import products
from surveys.numerics.regression import LINKS, Family, fit

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
            return products(of_volunteers, odds)
        spread = samples.reference.weights * self.reference * (1 - self.reference)
        return products(of_reference, spread)

    def multipliers(self) -> tuple[Floats, Floats]:
        """u of the volunteers (n_A,) and p u of the reference sample (n_B,)."""
        if self.method == "calibrated":
            return 1 / self.volunteers, np.ones_like(self.reference)
        return np.ones_like(self.volunteers), self.reference


PropensityModel = Callable[[Samples], Propensity]


def pseudo_likelihood(samples: Samples) -> Propensity:
    """Solve Σ_A a x = Σ_B d p x (Chen, Li & Wu 2020)."""
    a, b = samples.volunteers, samples.reference
    sums = a.weights @ a.x
    return _fitted("pseudo_likelihood", samples, "binomial", b.x, b.weights, sums)


def calibrated_propensity(samples: Samples) -> Propensity:
    """Solve Σ_A a x/p = Σ_B d x: the volunteers' weights a/p meet the reference sample's totals.

    As 1/p = 1 + exp −x'b, that is a Poisson regression on −x.
    """
    a, b = samples.volunteers, samples.reference
    sums = a.weights @ a.x - b.weights @ b.x
    return _fitted("calibrated", samples, "poisson", -a.x, a.weights, sums)


def _fitted(
    method: PropensityMethod,
    samples: Samples,
    family: Family,
    x: Floats,
    weights: Floats,
    sums: Floats,
) -> Propensity:
    """The model, found with columns of one size; raises `SurveyError` where there is none."""
    a, b = samples.volunteers, samples.reference
    raise_if_any(_without_overlap(samples))
    refuse_collinear(a.x, a.weights, samples.terms, "volunteers")
    refuse_collinear(b.x, b.weights, samples.terms, "reference")
    size = np.sqrt(np.square(b.x).mean(0))
    odds = np.log(a.weights.sum() / b.weights.sum())
    start = np.linalg.lstsq(b.x / size, np.full(len(b.x), odds), rcond=None)[0]
    scale = (b.weights @ np.abs(b.x) if family == "poisson" else a.weights @ np.abs(a.x)) / size
    model = fit(LINKS[family], x / size, weights, sums / size, scale, start)
    if not model.found(1e-10):
        raise SurveyError([Problem("propensity_not_converged", method, listed(samples.terms))])
    found = model.point / size
    return Propensity(method, found, expit(a.x @ found), expit(b.x @ found), (a.x, b.x))


def _without_overlap(samples: Samples) -> Iterator[Problem]:
    """Terms whose values in the two samples do not meet, or vary in one of them only."""
    a, b = samples.volunteers.x, samples.reference.x
    apart = (a.min(0) > b.max(0)) | (b.min(0) > a.max(0))
    varies = (np.ptp(a, axis=0) > 0) != (np.ptp(b, axis=0) > 0)
    terms = [samples.terms[place] for place in np.flatnonzero(apart | varies)]
    if terms:
        yield Problem("no_overlap", "volunteers, reference", listed(terms))
