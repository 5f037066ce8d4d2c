"""Classes of the sample, from columns or from a response propensity."""

from __future__ import annotations

import numpy as np
import pandas as pd

from surveys.cleaning.frame import Frame
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.numerics.grouping import Floats, IntCodes, crossed, indicators, levels_of
from surveys.numerics.logistic import LogisticFit, fit_logistic
from surveys.weighting.control_totals import Mask, cell_name
from surveys.weighting.plan import NonresponsePropensity

Classes = tuple[IntCodes, tuple[str, ...]]


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
    codes, first = crossed([each.codes + 1 for each in levels])
    names = tuple(
        cell_name(tuple(("—", *each.names)[each.codes[row] + 1] for each in levels))
        for row in first
    )
    return codes, names


def response_propensity(
    frame: Frame,
    step: NonresponsePropensity,
    weights: Floats,
    responded: Mask,
    eligible: Mask,
    where: str,
) -> LogisticFit:
    """The logistic model of response, fitted on the eligible cases in their order.

    Categories enter as a column per level but the first, numbers as they are, scaled.
    """
    columns = [np.ones((int(eligible.sum()), 1))]
    problems = []
    for name in step.variables:
        column = frame.data.loc[eligible, name]
        if (missing := int(column.isna().sum())) > 0:
            problems.append(Problem("class_value_missing", f"{where} › {name}", str(missing)))
        else:
            columns.append(_regressors(column))
    raise_if_any(problems)
    model_weights = weights[eligible] if step.weighted else np.ones(int(eligible.sum()))
    fit = fit_logistic(np.hstack(columns), responded[eligible].astype(np.float64), model_weights)
    if not fit.converged:
        found = (
            f"{fit.iterations}: p = {fit.probabilities.min():.3g} … {fit.probabilities.max():.3g}"
        )
        raise SurveyError([Problem("propensity_not_fitted", where, found)])
    return fit


def _regressors(column: pd.Series) -> Floats:
    if pd.api.types.is_float_dtype(column.dtype):
        values = column.to_numpy(np.float64)
        return np.asarray((values - values.mean()) / (values.std() or 1.0))[:, None]
    levels = levels_of(column)
    return indicators(levels.codes, len(levels.names))[:, 1:]


def propensity_classes(
    frame: Frame,
    step: NonresponsePropensity,
    weights: Floats,
    responded: Mask,
    eligible: Mask,
    where: str,
) -> Classes:
    """Classes at the quantiles of the propensity over eligible cases; other rows are in class 0.

    Equal propensities stay together, so that the order of rows does not matter.
    """
    fit = response_propensity(frame, step, weights, responded, eligible, where)
    propensities = np.round(fit.probabilities, 12)
    cuts = np.quantile(propensities, np.arange(1, step.classes) / step.classes)
    codes = np.zeros(len(frame), np.int64)
    codes[eligible] = np.searchsorted(cuts, propensities, side="right")
    return codes, tuple(str(number + 1) for number in range(step.classes))
