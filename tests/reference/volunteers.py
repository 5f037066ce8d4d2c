"""Volunteer samples, as R's nonprobsvy 0.2.3 names their estimators."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.estimation.intervals import t
from surveys.estimation.models import CONSTANT
from surveys.estimation.volunteers.errors import propensity_variance
from surveys.estimation.volunteers.estimators import (
    doubly_robust,
    inverse_propensity,
    mass_imputation,
    outcome_model,
)
from surveys.estimation.volunteers.propensity import (
    Propensity,
    calibrated_propensity,
    pseudo_likelihood,
)
from surveys.estimation.volunteers.samples import Reference, Samples, Volunteers, samples_of
from surveys.numerics.grouping import Floats
from surveys.numerics.regression import Family
from tests.reference.reading import Case, frame_of, regressors_of

Answer = dict[str, Any]
PropensityModel = Callable[[Samples], Propensity]


def weighted_by(model: PropensityModel) -> Callable[[Case], Answer]:
    """Inverse propensity weights; their mean over the reference sum of weights, and Hájek's."""

    def answer(case: Case) -> Answer:
        samples = _samples(case)
        return {
            "mean_hajek": inverse_propensity(samples, model).value,
            "mean_ht": inverse_propensity(samples, model, "reference").value,
            **_selection(samples, model),
        }

    return answer


def imputed(case: Case) -> Answer:
    estimate = mass_imputation(_samples(case), _family(case))
    return _mean(estimate.value, estimate.standard_error)


def doubly(case: Case) -> Answer:
    samples, family = _samples(case), _family(case)
    error = error_as_nonprobsvy(samples, family)
    mean = _mean(doubly_robust(samples, family).value, error)
    return mean | _selection(samples, pseudo_likelihood)


def error_as_nonprobsvy(samples: Samples, family: Family) -> float:
    """The standard error that nonprobsvy gives a doubly robust mean.

    It is our formula with propensities looked up in the wrong rows: the list holds the volunteers'
    first and the reference sample's after them, and the last n_A are taken. Besides, the reference
    sample's contributions are centred as a whole, where Chen, Li & Wu centre the imputed values.
    """
    outcome, right = outcome_model(samples, family), pseudo_likelihood(samples)
    a, b = samples.volunteers, samples.reference
    p = np.concatenate([right.volunteers, right.reference])[-len(a.y) :]
    slope = a.x.T @ (outcome.residuals * (1 - p) / p)
    of_propensity = right.reference * (b.x @ np.linalg.solve(right.information(samples), slope))
    centre = np.average(outcome.imputed, weights=b.weights) + np.average(
        of_propensity, weights=b.weights
    )
    wrong, population = replace(right, volunteers=p), float(b.weights.sum())
    found = propensity_variance(
        samples, wrong, outcome.residuals, outcome.imputed - centre, population
    )
    return float(np.sqrt(found))


def _mean(value: float, error: float) -> Answer:
    return {"mean": value, "se": error, "ci": t(value, error, np.inf, 0.95)}


def _selection(samples: Samples, model: PropensityModel) -> Answer:
    propensity = model(samples)
    weights = propensity.weights(samples)
    names = ["(Intercept)", *samples.terms[1:]]
    return {
        "weights_sum": weights.sum(),
        "weights_min": weights.min(),
        "weights_max": weights.max(),
        "selection_coef": dict(zip(names, propensity.coefficients, strict=True)),
    }


def _samples(case: Case) -> Samples:
    """The two samples with the covariates of the R text's formula."""
    given = case.given
    people, drawn = (frame_of(case.folder, given[key]) for key in ("volunteer", "reference"))
    covariates = _found(r"~ (\w+(?: \+ \w+)+)", case).split(" + ")
    terms, x = _matrix(people, covariates)
    other, z = _matrix(drawn, covariates)
    if terms != other:
        raise ValueError(f"{case.id}: the samples have other levels, {terms} and {other}")
    y = people.data[_found(r"(?:target = ~|outcome =) (\w+)", case)].to_numpy(float)
    weights = drawn.data[given["reference_weights"]].to_numpy(float)
    return samples_of(terms, Volunteers(x, y, np.ones(len(y))), Reference(z, weights, None))


def _matrix(frame: Frame, names: list[str]) -> tuple[tuple[str, ...], Floats]:
    columns = {CONSTANT: np.ones(len(frame))}
    for name in names:
        columns |= regressors_of(frame, name)
    return tuple(columns), np.column_stack(list(columns.values()))


def _family(case: Case) -> Family:
    return cast(Family, _found(r"family_outcome = '(\w+)'", case))


def _found(pattern: str, case: Case) -> str:
    found = re.search(pattern, case.asked)
    if found is None:
        raise ValueError(f"{case.id}: no {pattern} in {case.asked}")
    return found[1]


ESTIMATORS: dict[str, Callable[[Case], Answer]] = {
    "nonprobability/ipw_mle": weighted_by(pseudo_likelihood),
    "nonprobability/ipw_gee": weighted_by(calibrated_propensity),
    "nonprobability/mi": imputed,
    "nonprobability/dr": doubly,
}
