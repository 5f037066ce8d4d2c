"""Nonresponse steps on a frame: the classes of its rows, and what a model of response reads."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_float_dtype

from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import combinations, levels_of
from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import too_many_levels
from surveys.numerics.grouping import Floats, IntCodes, Mask, indicators
from surveys.plans.weighting.control_totals import cell_name
from surveys.plans.weighting.plan import (
    NonresponseClasses,
    NonresponsePropensity,
    UnknownEligibility,
)
from surveys.weighting.nonresponse import spread_by_propensity
from surveys.weighting.spreading import spread

Statuses = NDArray[np.str_]


def classes_of(
    frame: Frame, variables: tuple[str, ...], concerned: Mask, where: str
) -> tuple[IntCodes, tuple[str, ...]]:
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


def regressors_of(frame: Frame, variables: tuple[str, ...], rows: Mask, where: str) -> Floats:
    """The constant and the variables on these rows, shape (rows, p).

    Categories enter as a column per level but the first, numbers as they are, scaled.
    """
    columns, problems = [], []
    for name in variables:
        column = frame.data.loc[rows, name]
        if (missing := int(column.isna().sum())) > 0:
            problems.append(Problem("class_value_missing", f"{where} › {name}", str(missing)))
        elif not is_float_dtype(column.dtype):
            problems += too_many_levels(column.nunique(), f"{where} › {name}")
        columns.append(column)
    raise_if_any(problems)
    return np.hstack([np.ones((int(rows.sum()), 1)), *map(_regressors, columns)])


def _regressors(column: pd.Series) -> Floats:
    if is_float_dtype(column.dtype):
        values = column.to_numpy(np.float64)
        return np.asarray((values - values.mean()) / (values.std() or 1.0))[:, None]
    levels = levels_of(column)
    return indicators(levels.codes, len(levels.names))[:, 1:]


def after_propensity(
    frame: Frame, step: NonresponsePropensity, weights: Floats, status: Statuses, where: str
) -> Floats:
    """Weights (n, R) after nonresponse by a model."""
    responded = status == "respondent"
    eligible = responded | (status == "nonrespondent")
    x = regressors_of(frame, step.variables, eligible, where)
    result = weights.copy()
    result[eligible] = spread_by_propensity(
        x,
        weights[eligible],
        responded[eligible],
        step.classes,
        weighted=step.weighted,
        where=where,
    )
    return result


def after_classes(
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
