"""Estimates from volunteers, with a probability sample as their reference."""

from surveys.estimation.volunteers.bootstrap import bootstrapped
from surveys.estimation.volunteers.estimate import VolunteerEstimate
from surveys.estimation.volunteers.estimators import (
    doubly_robust,
    inverse_propensity,
    mass_imputation,
)
from surveys.estimation.volunteers.propensity import (
    Propensity,
    calibrated_propensity,
    pseudo_likelihood,
)
from surveys.estimation.volunteers.samples import Reference, Samples, Volunteers, samples_of

__all__ = [
    "Propensity",
    "Reference",
    "Samples",
    "VolunteerEstimate",
    "Volunteers",
    "bootstrapped",
    "calibrated_propensity",
    "doubly_robust",
    "inverse_propensity",
    "mass_imputation",
    "pseudo_likelihood",
    "samples_of",
]
