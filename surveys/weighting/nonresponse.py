"""Nonresponse by a model: classes of the propensity to respond, or its inverse."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from surveys.errors import Problem, SurveyError
from surveys.numerics.grouping import Floats, IntCodes, Mask
from surveys.numerics.regression import LINKS, fit
from surveys.weighting.spreading import spread


def response_propensity(
    x: Floats, responded: Mask, weights: Floats, where: str
) -> tuple[Floats, Floats]:
    """Coefficients of the logistic model of response, and the probabilities of the rows of x.

    They solve Σ w x (y − p) = 0; terms that depend on each other share their effect.
    """
    sums, scale = x.T @ (weights * responded), np.abs(x).T @ weights
    start = np.zeros(x.shape[1])
    model = fit(LINKS["binomial"], x, weights, sums, np.where(scale > 0, scale, 1.0), start)
    propensities = np.asarray(expit(x @ model.point), np.float64)
    if not model.found(1e-9):
        found = f"{model.iterations}: p = {propensities.min():.3g} … {propensities.max():.3g}"
        raise SurveyError([Problem("propensity_not_fitted", where, found)])
    return model.point, propensities


def propensity_classes(propensities: Floats, number: int) -> IntCodes:
    """Classes at the quantiles of the propensity.

    Equal propensities stay together, so that the order of rows does not matter.
    """
    rounded = np.round(propensities, 12)
    cuts = np.quantile(rounded, np.arange(1, number) / number)
    return np.asarray(np.searchsorted(cuts, rounded, side="right"), np.int64)


def spread_by_propensity(
    x: Floats, weights: Floats, responded: Mask, classes: int, *, weighted: bool, where: str
) -> Floats:
    """Weights (n, R) of eligible cases once those who responded stand for all.

    With `classes` the weight of the others is spread within quantiles of the propensity; with 0
    every weight is divided by its propensity. A weighted model is fitted anew for each column.
    """
    names = tuple(str(each + 1) for each in range(classes))
    columns, fitted = [], None
    for column in weights.T:
        if fitted is None or weighted:
            given = column if weighted else np.ones(len(x))
            _, fitted = response_propensity(x, responded, given, where)
        if classes:
            codes, code = propensity_classes(fitted, classes), "class_without_respondent"
            columns.append(spread(column, codes, names, ~responded, responded, code, where))
        else:
            columns.append(np.where(responded, column / fitted, 0.0))
    return np.stack(columns, axis=1)
