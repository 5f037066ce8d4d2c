"""Analytic variances of estimates from volunteers A and a reference sample B.

The volunteers count as drawn independently with their propensities p, given the covariates; the
reference sample contributes by its own design.
"""

from __future__ import annotations

import numpy as np

from surveys.estimation.linearised import linearised
from surveys.estimation.statistics import totals
from surveys.estimation.volunteers.outcome import Outcome
from surveys.estimation.volunteers.propensity import Propensity
from surveys.estimation.volunteers.samples import Samples
from surveys.numerics.grouping import Floats
from surveys.sampling.design import Design


def propensity_variance(
    samples: Samples,
    propensity: Propensity,
    residuals: Floats,
    deviations: Floats,
    divisor: float,
) -> float | None:
    """The variance of [Σ_A a r/p + Σ_B d z]/N with estimated p (Chen, Li & Wu 2020, 3.2 and 3.3).

    `residuals` r (n_A,) are answers less what is expected of them, `deviations` z (n_B,) what the
    reference sample contributes (zeros for inverse propensity weights), `divisor` is N. With u of
    the estimating equations and b = H⁻¹ Σ_A a r x (1 − p)/p,

        V = Σ_A a² (1 − p)(r/p − u x'b)²/N² + V_B(Σ_B d (p u x'b + z))/N²
    """
    a, b, p = samples.volunteers, samples.reference, propensity.volunteers
    if b.design is None:
        return None
    x, x_reference = propensity.x
    slope = x.T @ (a.weights * residuals * (1 - p) / p)
    fitted = np.linalg.solve(propensity.information(samples), slope)
    of_volunteers, of_reference = propensity.multipliers()
    influence = a.weights * (residuals / p - of_volunteers * (x @ fitted))
    contributions = of_reference * (x_reference @ fitted) + deviations
    drawn = variance_of_total(b.design, b.weights, contributions)
    return float(((1 - p) @ np.square(influence) + drawn) / divisor**2)


def imputation_variance(samples: Samples, outcome: Outcome, inside: Floats) -> float | None:
    """The variance of Σ_B d m / Σ_B d over a domain, 1 `inside` it (Kim, Park, Chen & Wu 2021).

    With the outcome model's information A, residuals y − m, and slopes v of its mean, and
    g = A⁻¹ Σ_B d v x / Σ_B d,

        V = Σ_A a² (y − m)² (x'g)² + V_B(Σ_B d m / Σ_B d)
    """
    a, b = samples.volunteers, samples.reference
    if b.design is None:
        return None
    x, x_reference = outcome.x
    weights = b.weights * inside
    population = weights.sum()
    slope = x_reference.T @ (weights * outcome.slopes) / population
    direction = np.linalg.solve(outcome.information, slope)
    model = np.square(a.weights * outcome.residuals * (x @ direction)).sum()
    deviations = inside * (outcome.imputed - weights @ outcome.imputed / population)
    drawn = variance_of_total(b.design, b.weights, deviations)
    return float(model + drawn / population**2)


def variance_of_total(design: Design, weights: Floats, z: Floats) -> float:
    """The design variance of Σ w z."""
    statistic = totals(z[:, None], np.zeros(len(z), np.int64))
    return float(linearised(design, weights).variances(statistic)[0])
