"""The model of what people answer, fitted on the volunteers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surveys.estimation.models import Model
from surveys.estimation.volunteers.samples import Samples
from surveys.numerics.grouping import Floats
from surveys.numerics.regression import Family


@dataclass(frozen=True, slots=True)
class Outcome:
    """The model of the answers: information (p, p), residuals (n_A,), and of the reference sample
    the imputed values and the slopes of the mean (n_B,). `x` are the covariates of both."""

    family: Family
    information: Floats
    residuals: Floats
    imputed: Floats
    slopes: Floats
    x: tuple[Floats, Floats]


def outcome_model(samples: Samples, family: Family) -> Outcome:
    """The model fitted on the volunteers and applied to the reference sample."""
    a, b = samples.volunteers, samples.reference
    model = Model(family, samples.terms, a.x, a.y, np.zeros(len(a.y), np.int64))
    coefficients, information = model.fit(a.weights)
    imputed = model.mean(coefficients, b.x)
    residuals, slopes = a.y - model.mean(coefficients), model.link.slope(imputed)
    return Outcome(family, information, residuals, imputed, slopes, (a.x, b.x))
