"""Totals, means, ratios, breakdowns, contrasts and variances, as R's survey names them."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from surveys.cleaning.levels import levels_of
from surveys.estimation.intervals import t
from surveys.estimation.simple_random import simple_random_variances
from surveys.estimation.statistics import OfTotals, combined, means, ratios, spread, totals
from surveys.numerics.grouping import IntCodes
from tests.reference.as_r import as_one_domain
from tests.reference.asked import Asked
from tests.reference.reading import columns_of, labels_of, names_of

Answer = dict[str, Any]


def estimate(asked: Asked) -> Answer:
    """`svymean`, `svytotal` or `svyratio`."""
    statistic = _statistic(asked, asked.op["name"], asked.domain, 1)
    values, errors = statistic.values(asked.weights), asked.errors(statistic)
    freedom = asked.freedom()
    answer = {
        "estimate": values,
        "se": errors,
        "vcov": asked.variance.covariance(statistic),
        "degf": freedom,
        "ci95_z": np.column_stack(t(values, errors, np.inf, 0.95)),
        "ci95_t": np.column_stack(t(values, errors, freedom, 0.95)),
        "labels": labels_of(asked.frame, names_of(asked.op.get("vars"))),
    }
    if "cv" in asked.expected:
        answer["cv"] = errors / values
    if "deff" in asked.op:
        answer["deff"] = _design_effects(asked, statistic)
    return answer


def _statistic(asked: Asked, name: str, domain: IntCodes, domains: int) -> OfTotals:
    """Missing values leave the domain, row by row over all variables of the operation."""
    if name == "ratio":
        y, x = (columns_of(asked.frame, names_of(asked.op[key])) for key in ("num", "den"))
        known = ~np.isnan(np.hstack([y, x])).any(1)
        return ratios(y, x, np.where(known, domain, -1), domains)
    y = columns_of(asked.frame, names_of(asked.op["vars"]))
    domain = np.where(np.isnan(y).any(1), -1, domain)
    return (means if name == "mean" else totals)(y, domain, domains)


def _design_effects(asked: Asked, statistic: OfTotals) -> np.ndarray:
    replacement = asked.op["deff"] == "wr"
    domains = int(statistic.domain_of.max()) + 1
    base = asked.variance.base(statistic.domain, domains).at(statistic.domain_of)
    simple = simple_random_variances(statistic, asked.weights, base, replacement=replacement)
    return asked.variance.variances(statistic) / simple


def breakdown(asked: Asked) -> Answer:
    """`svyby`: the groups that have rows, estimated in one pass."""
    keys, domain = _groups(asked)
    number = len(keys)
    statistic = _statistic(asked, asked.op["stat"], domain, number)
    values = statistic.values(asked.weights).reshape(number, -1)
    by_group = {
        "key": keys,
        "estimate": values,
        "se": asked.errors(statistic).reshape(values.shape),
        "degf_domain": asked.variance.base(domain, number).freedom,
    }
    if "deff" in asked.op:
        by_group["deff"] = _design_effects(asked, statistic).reshape(values.shape)
    rows = zip(*by_group.values(), strict=True)
    answer: Answer = {
        "groups": [dict(zip(by_group, row, strict=True)) for row in rows],
        "degf": asked.freedom(),
        "labels": labels_of(asked.frame, names_of(asked.op.get("vars"))),
    }
    if "vcov" in asked.expected:
        by_variable = np.arange(values.size).reshape(values.shape).T.ravel()
        whole = asked.variance.covariance(as_one_domain(asked.variance, statistic))
        answer["vcov"] = whole[np.ix_(by_variable, by_variable)]
    return answer


def _groups(asked: Asked) -> tuple[list[dict[str, str]], IntCodes]:
    """The keys of the groups that have rows, the first variable running fastest as in R; and each
    row's group.
    """
    names = names_of(asked.op["by"])
    levels = [levels_of(asked.frame.data[name]) for name in names]
    keys, domain = [], np.full(len(asked.frame), -1)
    for combination in product(*(range(len(each.names)) for each in reversed(levels))):
        pairs = list(zip(levels, reversed(combination), strict=True))
        inside = np.logical_and.reduce([each.codes == code for each, code in pairs])
        inside &= asked.domain == 0
        if inside.any():
            domain[inside] = len(keys)
            found = [each.names[code] for each, code in pairs]
            keys.append(dict(zip(names, found, strict=True)))
    return keys, domain


def contrast(asked: Asked) -> Answer:
    """`svycontrast` of means."""
    coefficients = np.array(asked.op["coef"], float)[:, None]
    statistic = combined(_statistic(asked, "mean", asked.domain, 1), coefficients)
    return {
        "estimate": statistic.values(asked.weights),
        "se": asked.errors(statistic),
        "labels": labels_of(asked.frame, names_of(asked.op["vars"])),
    }


def variance(asked: Asked) -> Answer:
    """`svyvar`."""
    y = columns_of(asked.frame, names_of(asked.op["vars"]))
    statistic = spread(y, asked.domain)
    return {"matrix": statistic.values(asked.weights), "se": asked.errors(statistic)}
