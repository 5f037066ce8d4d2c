"""Means of a population from volunteers A and a probability reference sample B.

Inverse propensity weights trust the model of who volunteers, mass imputation the model of what
they answer; the doubly robust mean is right if one of the two is (Chen, Li & Wu 2020).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surveys.estimation.volunteers.errors import imputation_variance, propensity_variance
from surveys.estimation.volunteers.estimate import Method, Over, VolunteerEstimate
from surveys.estimation.volunteers.outcome import outcome_model
from surveys.estimation.volunteers.propensity import Propensity, PropensityModel, pseudo_likelihood
from surveys.estimation.volunteers.samples import Samples
from surveys.numerics.grouping import Floats
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
    propensity = model(samples)
    weights, y = propensity.weights(samples), samples.volunteers.y
    divisor = _divisor(samples, weights, over)
    value = float(weights @ y / divisor)
    variance = None
    if over == "volunteers":
        none = np.zeros(len(samples.reference.weights))
        variance = propensity_variance(samples, propensity, y - value, none, divisor)
    return _estimate("inverse_propensity", samples, value, variance, propensity, over)


def mass_imputation(samples: Samples, family: Family) -> VolunteerEstimate:
    """Σ_B d m / Σ_B d, m fitted on the volunteers (Kim, Park, Chen & Wu 2021)."""
    outcome = outcome_model(samples, family)
    value, variance = outcome.mean(samples), imputation_variance(samples, outcome)
    return _estimate("mass_imputation", samples, value, variance, family=family)


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
    propensity = model(samples)
    weights, value = propensity.weights(samples), outcome.mean(samples)
    correction = float(weights @ outcome.residuals / _divisor(samples, weights, over))
    # Either form is linearised with the sum that it divides by.
    of_volunteers, of_reference = (correction, 0.0) if over == "volunteers" else (0.0, correction)
    variance = propensity_variance(
        samples,
        propensity,
        outcome.residuals - of_volunteers,
        outcome.imputed - value - of_reference,
        float(samples.reference.weights.sum()),
    )
    value += correction
    return _estimate("doubly_robust", samples, value, variance, propensity, over, family)


def _divisor(samples: Samples, weights: Floats, over: Over) -> float:
    return float(weights.sum() if over == "volunteers" else samples.reference.weights.sum())


def _estimate(
    method: Method,
    samples: Samples,
    value: float,
    variance: float | None,
    propensity: Propensity | None = None,
    over: Over | None = None,
    family: Family | None = None,
) -> VolunteerEstimate:
    return VolunteerEstimate(
        method=method,
        propensity=propensity.method if propensity else None,
        over=over,
        family=family,
        value=value,
        standard_error=None if variance is None else float(np.sqrt(variance)),
        variance="none" if variance is None else "analytic",
        volunteers=len(samples.volunteers.y),
        reference=len(samples.reference.weights),
    )
