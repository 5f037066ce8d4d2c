"""Classes of the sample, from columns or from a response propensity."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_float_dtype
from scipy.special import expit

from surveys.cleaning.frame import Frame
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.errors.documents import too_many_levels
from surveys.numerics.grouping import Floats, IntCodes, Mask, combinations, indicators, levels_of
from surveys.numerics.regression import fit
from surveys.weighting.control_totals import cell_name
from surveys.weighting.plan import NonresponseClasses, NonresponsePropensity, UnknownEligibility
from surveys.weighting.spreading import spread

Classes = tuple[IntCodes, tuple[str, ...]]
Statuses = NDArray[np.str_]


def classes_of(frame: Frame, variables: tuple[str, ...], concerned: Mask, where: str) -> Classes:
    """The class of every row, by the crossed levels of columns, and the classes' names.

    Raises `SurveyError` where a row the step concerns has no value.
    """
    levels = [levels_of(frame.data[name]) for name in variables]
    raise_if_any(
        Problem("class_value_missing", f"{where} › {name}", f"{int(missing.sum())}")
        for name, each in zip(variables, levels, strict=True)
        if (missing := (each.codes < 0) & concerned).any()
    )
    codes, names = combinations(levels)
    return codes, tuple(map(cell_name, names))


def response_propensity(
    frame: Frame,
    step: NonresponsePropensity,
    weights: Floats,
    responded: Mask,
    eligible: Mask,
    where: str,
) -> tuple[Floats, Floats]:
    """Coefficients of the logistic model of response, and the probabilities of eligible cases.

    They solve Σ w x (y − p) = 0; terms that depend on each other share their effect.
    Categories enter as a column per level but the first, numbers as they are, scaled.
    """
    columns, problems = [], []
    for name in step.variables:
        column = frame.data.loc[eligible, name]
        if (missing := int(column.isna().sum())) > 0:
            problems.append(Problem("class_value_missing", f"{where} › {name}", str(missing)))
        elif not is_float_dtype(column.dtype):
            problems += too_many_levels(column.nunique(), f"{where} › {name}")
        columns.append(column)
    raise_if_any(problems)
    x = np.hstack([np.ones((int(eligible.sum()), 1)), *map(_regressors, columns)])
    w = weights[eligible] if step.weighted else np.ones(len(x))
    sums, scale = x.T @ (w * responded[eligible]), np.abs(x).T @ w
    model = fit("binomial", x, w, sums, np.where(scale > 0, scale, 1.0), np.zeros(x.shape[1]))
    propensities = np.asarray(expit(x @ model.point), np.float64)
    if not model.found(1e-9):
        found = f"{model.iterations}: p = {propensities.min():.3g} … {propensities.max():.3g}"
        raise SurveyError([Problem("propensity_not_fitted", where, found)])
    return model.point, propensities


def _regressors(column: pd.Series) -> Floats:
    if is_float_dtype(column.dtype):
        values = column.to_numpy(np.float64)
        return np.asarray((values - values.mean()) / (values.std() or 1.0))[:, None]
    levels = levels_of(column)
    return indicators(levels.codes, len(levels.names))[:, 1:]


def propensity_classes(propensities: Floats, eligible: Mask, number: int) -> Classes:
    """Classes at the quantiles of the propensity over eligible cases; other rows are in class 0.

    Equal propensities stay together, so that the order of rows does not matter.
    """
    rounded = np.round(propensities, 12)
    cuts = np.quantile(rounded, np.arange(1, number) / number)
    codes = np.zeros(len(eligible), np.int64)
    codes[eligible] = np.searchsorted(cuts, rounded, side="right")
    return codes, tuple(str(each + 1) for each in range(number))


def spread_by_propensity(
    frame: Frame, step: NonresponsePropensity, weights: Floats, status: Statuses, where: str
) -> Floats:
    """Weights (n, R) after nonresponse by a model, fitted anew for each column where it is weighted."""
    responded, missed = status == "respondent", status == "nonrespondent"
    eligible = responded | missed
    columns, fitted = [], None
    for column in weights.T:
        if fitted is None or step.weighted:
            _, fitted = response_propensity(frame, step, column, responded, eligible, where)
        if step.classes:
            classes = propensity_classes(fitted, eligible, step.classes)
            code = "class_without_respondent"
            columns.append(spread(column, *classes, missed, responded, code, where))
        else:
            propensity = np.ones(len(column))
            propensity[eligible] = fitted
            columns.append(np.where(missed, 0.0, column / np.where(responded, propensity, 1.0)))
    return np.stack(columns, axis=1)


def spread_by_classes(
    frame: Frame,
    step: UnknownEligibility | NonresponseClasses,
    weights: Floats,
    status: Statuses,
    where: str,
) -> Floats:
    """Weights (n, R) after the weight of one outcome was moved to those it is represented by."""
    if isinstance(step, UnknownEligibility):
        giving, taking, code = status == "unknown", status != "unknown", "class_without_known"
    else:
        giving, taking = status == "nonrespondent", status == "respondent"
        code = "class_without_respondent"
    if not giving.any():
        return weights
    classes = classes_of(frame, step.by, giving | taking, where)
    return spread(weights, *classes, giving, taking, code, where)
