"""Means of a population from volunteers A and a probability reference sample B.

Inverse propensity weights trust the model of who volunteers, mass imputation the model of what
they answer; the doubly robust mean is right if one of the two is (Chen, Li & Wu 2020). A domain is
estimated with the models of everybody: only the sums are its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from surveys.estimation.volunteers.errors import imputation_variance, propensity_variance
from surveys.estimation.volunteers.estimate import Method, Over, VolunteerEstimate
from surveys.estimation.volunteers.outcome import Outcome, outcome_model
from surveys.estimation.volunteers.propensity import Propensity, PropensityModel, pseudo_likelihood
from surveys.estimation.volunteers.samples import Inside, Samples
from surveys.numerics.regression import Family


def inverse_propensity(
    samples: Samples,
    model: PropensityModel = pseudo_likelihood,
    over: Over = "volunteers",
) -> VolunteerEstimate:
    """Σ_A a y/p over Σ_A a/p (Hájek).

    Over the `reference` sum of weights it is R's `nonprobsvy` mean, which moves by another amount
    than a constant added to y; it is offered for comparison and has no standard error.
    """
    return Fitted(samples, propensity=model(samples), over=over).estimate()


def mass_imputation(samples: Samples, family: Family) -> VolunteerEstimate:
    """Σ_B d m / Σ_B d, m fitted on the volunteers (Kim, Park, Chen & Wu 2021)."""
    return Fitted(samples, outcome=outcome_model(samples, family)).estimate()


def doubly_robust(
    samples: Samples,
    family: Family,
    model: PropensityModel = pseudo_likelihood,
    over: Over = "reference",
    terms: Sequence[str] | None = None,
) -> VolunteerEstimate:
    """Mass imputation plus Σ_A a (y − m)/p, over Σ_B d or over Σ_A a/p.

    `terms` are those of the outcome model, all by default; a `model` of fewer terms takes
    `samples.only(…)`.
    """
    outcome = outcome_model(samples.only(terms or samples.terms), family)
    return Fitted(samples, model(samples), outcome, over).estimate()


@dataclass(frozen=True, slots=True)
class Fitted:
    """The models of a method, fitted on both samples: the mean of any domain follows from them.

    A propensity alone gives inverse propensity weights, an outcome alone mass imputation, and both
    the doubly robust mean.
    """

    samples: Samples
    propensity: Propensity | None = None
    outcome: Outcome | None = None
    over: Over = "volunteers"

    @property
    def method(self) -> Method:
        if self.outcome is None:
            return "inverse_propensity"
        return "doubly_robust" if self.propensity else "mass_imputation"

    def value(self, inside: Inside | None = None) -> float:
        """The mean of a domain, of everybody without one; NaN where nobody stands for it."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return float(self._imputed(inside) + self._correction(inside))

    def variance(self, inside: Inside | None = None) -> float | None:
        """The analytic variance of that mean; None where there is none."""
        inside = inside or self.samples.everybody
        if self.propensity is None:
            assert self.outcome is not None
            return imputation_variance(self.samples, self.outcome, inside.reference)
        if self.outcome is None:
            return self._variance_of_weighted(self.propensity, inside)
        # Both forms are linearised with the sum they divide by.
        correction = self._correction(inside) if self.over == "volunteers" else 0.0
        centre = self.value(inside) - correction
        return propensity_variance(
            self.samples,
            self.propensity,
            inside.volunteers * (self.outcome.residuals - correction),
            inside.reference * (self.outcome.imputed - centre),
            float(inside.reference @ self.samples.reference.weights),
        )

    def _variance_of_weighted(self, propensity: Propensity, inside: Inside) -> float | None:
        if self.over == "reference":
            return None
        residuals = inside.volunteers * (self.samples.volunteers.y - self.value(inside))
        divisor = float(inside.volunteers @ propensity.weights(self.samples))
        none = np.zeros(len(self.samples.reference.weights))
        return propensity_variance(self.samples, propensity, residuals, none, divisor)

    def _imputed(self, inside: Inside | None) -> float:
        if self.outcome is None:
            return 0.0
        weights = (inside or self.samples.everybody).reference * self.samples.reference.weights
        return float(np.divide(weights @ self.outcome.imputed, weights.sum()))

    def _correction(self, inside: Inside | None) -> float:
        """Σ_A a r/p over the sum of the weights, r the answers or what the model leaves of them."""
        if self.propensity is None:
            return 0.0
        inside = inside or self.samples.everybody
        weights = inside.volunteers * self.propensity.weights(self.samples)
        rest = self.outcome.residuals if self.outcome else self.samples.volunteers.y
        of_reference = inside.reference @ self.samples.reference.weights
        divisor = weights.sum() if self.over == "volunteers" else of_reference
        return float(np.divide(weights @ rest, divisor))

    def estimate(self) -> VolunteerEstimate:
        """The mean of everybody with its analytic error."""
        variance = self.variance()
        return VolunteerEstimate(
            method=self.method,
            propensity=self.propensity.method if self.propensity else None,
            over=self.over if self.propensity else None,
            family=self.outcome.family if self.outcome else None,
            value=self.value(),
            standard_error=None if variance is None else float(np.sqrt(variance)),
            variance="none" if variance is None else "analytic",
            volunteers=len(self.samples.volunteers.y),
            reference=len(self.samples.reference.weights),
        )
