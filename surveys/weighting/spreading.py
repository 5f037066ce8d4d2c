"""Moving the weight of cases without answers to cases of their class that stand for them."""

from __future__ import annotations

import numpy as np

from surveys.errors import Problem, SurveyError
from surveys.errors.documents import listed
from surveys.numerics.grouping import Floats, IntCodes, Mask, group_sums


def spread(
    weights: Floats,
    classes: IntCodes,
    names: tuple[str, ...],
    giving: Mask,
    taking: Mask,
    code: str,
    where: str,
) -> Floats:
    """Move the weight of `giving` rows to the `taking` rows of their class, in proportion.

    `weights` are (n,), or (n, R) with each column spread by itself. Per class the factor is
    (taking + giving) / taking. Rows in neither mask keep their weight. Raises `SurveyError` with
    problem `code` where a class gives and has nobody to take, in the sample or in replicates.
    """
    gives, takes = (mask if weights.ndim == 1 else mask[:, None] for mask in (giving, taking))
    given = group_sums(weights * gives, classes, len(names))
    taken = group_sums(weights * takes, classes, len(names))
    empty = ((given > 0) & (taken == 0)).reshape(len(names), -1)
    if empty.any():
        found = listed(names[index] for index in np.flatnonzero(empty.any(1)))
        details = {"replicates": empty.shape[1] - 1}
        code = code if empty[:, 0].any() else "empty_in_replicates"
        raise SurveyError([Problem(code, where, found, details)])
    factors = 1 + np.divide(given, taken, out=np.zeros_like(given), where=taken > 0)
    return np.where(takes, weights * factors[classes], np.where(gives, 0.0, weights))
