"""Intervals of proportions, quantiles, tests and regression, as R's survey names them."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import stdtr

from surveys.cleaning.levels import levels_of
from surveys.estimation.association import Test, independence
from surveys.estimation.compare import t_test
from surveys.estimation.intervals import interval
from surveys.estimation.methods import IntervalMethod
from surveys.estimation.models import CONSTANT, Fitted, Model, fit
from surveys.estimation.quantiles import quantiles
from surveys.estimation.statistics import means, totals
from tests.reference.as_r import file_order_ranks, likelihood_error, rows_counted
from tests.reference.asked import Asked
from tests.reference.reading import Unsupported, known, names_of, regressors_of

Answer = dict[str, Any]
METHODS: dict[str, IntervalMethod] = {
    "logit": "logit",
    "xlogit": "logit",
    "beta": "korn_graubard",
    "mean": "t",
    "asin": "arcsine",
    "wilson": "wilson",
    "likelihood": "likelihood",
}
TESTS: dict[str, Test] = {
    "F": "rao_scott",
    "Chisq": "rao_scott_first_order",
    "Wald": "wald",
    "adjWald": "wald_adjusted",
}


def proportion(asked: Asked) -> Answer:
    """`svyciprop`."""
    op = asked.op
    column = asked.frame.data[names_of(op["vars"])[0]]
    level = op["level_value"]
    y = (column.astype(str) == level) if isinstance(level, str) else column == level
    statistic = means(y.to_numpy(float)[:, None], asked.domain)
    value, error = statistic.values(asked.weights)[0], asked.errors(statistic)[0]
    method, n, freedom = known(op["method"], METHODS), asked.n(), asked.freedom()
    used = likelihood_error(error, n) if method == "likelihood" else error
    limits = interval(method, value, used, freedom, n, op.get("conf", 0.95))
    return {"estimate": value, "se": error, "degf": freedom, "ci": limits}


def quantile(asked: Asked) -> Answer:
    """`svyquantile`."""
    op = asked.op
    y = asked.frame.data[names_of(op["vars"])[0]].to_numpy(float)
    found = quantiles(
        y,
        asked.domain,
        asked.variance,
        np.array(op["probs"]),
        rule=op["qrule"],
        method=known(op["interval"], METHODS),
        n=asked.n(np.isfinite(y)),
    )
    return {
        "probs": op["probs"],
        "estimate": found.values,
        "se": found.errors,
        "ci95": np.column_stack([found.lower, found.upper]),
        "degf": asked.freedom(),
    }


def chi_square(asked: Asked) -> Answer:
    """`svychisq`, and the table it looks at."""
    rows, columns = (levels_of(asked.frame.data[name]) for name in asked.op["vars"])
    test = known(asked.op["statistic"], TESTS)
    inside = np.where(asked.domain == 0, rows.codes, -1)
    (found,) = independence(inside, [columns.codes], asked.variance, test, asked.n())
    number = len(columns.names)
    cells = np.where((inside < 0) | (columns.codes < 0), -1, inside * number + columns.codes)
    table = totals(np.ones((len(cells), 1)), cells, len(rows.names) * number)
    below = [] if np.isinf(found.below) else [found.below]
    return {
        "statistic": found.statistic,
        "parameter": [found.above, *below],
        "p_value": found.p_value,
        "weighted_table": table.values(asked.weights),
        "row_levels": list(rows.names),
        "col_levels": list(columns.names),
    }


def regression(asked: Asked) -> Answer:
    """`svyglm`, with the Wald test of one of its variables."""
    op = asked.op
    design = {name: regressors_of(asked.frame, name) for name in names_of(op["x"])}
    terms = [CONSTANT, *(term for columns in design.values() for term in columns)]
    x = np.column_stack(
        [np.ones(len(asked.domain)), *(c for columns in design.values() for c in columns.values())]
    )
    y = asked.frame.data[op["y"]].to_numpy(float)
    complete = np.isfinite(np.column_stack([x, y])).all(1)
    domain = np.where(complete, asked.domain, -1)
    fitted = fit(Model(op["family"], tuple(terms), x, y, domain), asked.variance)
    answer = _coefficients(fitted)
    answer["n_used"] = rows_counted(domain[complete], asked.calibrated)
    if "test" in op:
        test = fitted.wald(list(design[op["test"]]))
        answer["wald"] = {
            "term": op["test"],
            "F": test.statistic,
            "df": test.above,
            "ddf": test.below,
            "p": test.p_value,
        }
    return answer


def _coefficients(fitted: Fitted) -> Answer:
    statistics = fitted.coefficients / fitted.errors
    return {
        "terms": ["(Intercept)", *fitted.model.terms[1:]],
        "coef": fitted.coefficients,
        "se": fitted.errors,
        "vcov": fitted.covariance,
        "df_resid": fitted.freedom,
        "t": statistics,
        "p_value": 2 * stdtr(fitted.freedom, -np.abs(statistics)),
    }


def student(asked: Asked) -> Answer:
    """`svyttest`."""
    y, group = _two_groups(asked)
    found = t_test(y, group, asked.variance)
    return {
        "t": found.statistic,
        "df": found.freedom,
        "p_value": found.p_value,
        "difference": found.difference,
    }


def ranked(asked: Asked) -> Answer:
    """`svyranktest`, with R's ranks of ties."""
    if asked.op["test"] != "wilcoxon":
        raise Unsupported(f"rank test {asked.op['test']}")
    y, group = _two_groups(asked)
    found = t_test(file_order_ranks(y, asked.weights), group, asked.variance)
    return {
        "statistic": found.statistic,
        "df": found.freedom,
        "p_value": found.p_value,
        "estimate": found.difference,
    }


def _two_groups(asked: Asked) -> tuple[np.ndarray, np.ndarray]:
    data = asked.frame.data
    codes = np.where(asked.domain == 0, levels_of(data[asked.op["group"]]).codes, -1)
    return data[asked.op["y"]].to_numpy(float), codes
