"""Totals, means, ratios, domains and intervals against R's survey, case by case."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from surveys.estimation.domains import degrees_of_freedom
from surveys.estimation.intervals import interval, t
from surveys.estimation.linear import means, ratios, simple_random_variances, totals
from surveys.estimation.variance_linearized import covariance, linearise, variances
from surveys.numerics.grouping import levels_of
from tests.reference.cases import (
    Case,
    cases_of,
    columns_of,
    design_of,
    frame_of,
    groups_of,
    subset_of,
    weights_of,
)
from tests.reference.compare import agree, covariances_agree, errors_agree

GROUPS = ("means_totals", "domains", "ratios", "lonely_psu", "proportion_ci", "weighted_estimates")
INTERVALS = {"beta": "korn_graubard", "logit": "logit", "mean": "t"}


def covered(case: Case) -> bool:
    """Whether this engine has the operation and the weighting steps of a case."""
    op = case["op"]["name"]
    known = op in ("mean", "total", "ratio", "by") or (
        op == "ciprop" and case["op"]["method"] in INTERVALS
    )
    return known and all(covered_step(step) for step in case["weighting"])


def covered_step(step: dict[str, object]) -> bool:
    """Post-stratification, and raking with R's calibrate: its residuals are our norm."""
    plain = not step.get("numeric") and not step.get("bounds")
    calibrated = step["step"] == "calibrate" and step["calfun"] == "raking"
    return step["step"] == "poststratify" or (calibrated and plain)


CASES = [case for group in GROUPS for case in cases_of(group) if covered(case)]


def test_no_case_is_left_out_unnoticed():
    assert Counter(case["group"] for case in CASES) == {
        "means_totals": 32,
        "domains": 28,
        "ratios": 7,
        "lonely_psu": 16,
        "proportion_ci": 9,
        "weighted_estimates": 16,
    }


class Asked:
    """A case with its design, weights and rows ready."""

    def __init__(self, case: Case):
        self.case, self.op, self.expected = case, case["op"], case["expected"]
        sample = design_of(case)
        steps = weights_of(case, sample) if case["weighting"] else None
        self.weights = steps.values if steps else sample.base
        residuals = steps.residuals if steps else ()
        self.design = sample.design
        self.linearisation = linearise(sample.design, self.weights, residuals)
        self.inside = subset_of(case)

    def linear(self, statistic: str, members: np.ndarray):
        """Estimates, with the columns of the variables that the case names."""
        if statistic == "ratio":
            (y, whole_y), (x, whole_x) = (
                columns_of(self.case, self.op[key]) for key in ("num", "den")
            )
            members = members * (whole_y & whole_x)[:, None]
            return ratios(y, x, self.weights, members), members
        y, whole = columns_of(self.case, self.op["vars"])
        members = members * whole[:, None]
        estimate = means if statistic == "mean" else totals
        return estimate(y, self.weights, members), members

    def freedom(self, members: np.ndarray) -> int:
        return int(degrees_of_freedom(self.design, self.weights, members)[0][0])


@pytest.fixture
def asked(request):
    return Asked(request.param)


def of(*operations: str) -> pytest.MarkDecorator:
    chosen = [case for case in CASES if case["op"]["name"] in operations]
    return pytest.mark.parametrize("asked", chosen, ids=lambda case: case["id"], indirect=True)


@of("mean", "total", "ratio")
def test_estimate_with_its_covariance(asked):
    case, expected = asked.case, asked.expected
    linear, members = asked.linear(asked.op["name"], asked.inside[:, None].astype(float))
    squares = variances(asked.linearisation, linear.influence, members)
    freedom = asked.freedom(asked.inside[:, None].astype(float))
    agree(case, "estimate", linear.values, expected["estimate"])
    errors_agree(case, np.sqrt(squares), expected["se"], linear.values)
    assert freedom == expected["degf"]
    limits = [
        t(value, error, freedom, 0.95)
        for value, error in zip(linear.values, np.sqrt(squares), strict=True)
    ]
    agree(case, "interval", limits, expected["ci95_t"])
    if "vcov" in expected:
        whole = covariance(asked.linearisation, linear.influence, members)
        covariances_agree(case, whole, expected["vcov"])
    if "deff" in expected:
        replacement = asked.op["deff"] == "wr"
        simple = simple_random_variances(
            linear.influence, asked.weights, members, replacement=replacement
        )
        agree(case, "design effect", squares / simple, expected["deff"])


@of("by")
def test_every_group_of_a_breakdown(asked):
    case, expected = asked.case, asked.expected
    groups = groups_of(case, asked.op["by"])
    found = {tuple(sorted(key.items())): rows for key, rows in groups}
    assert found.keys() == {tuple(sorted(each["key"].items())) for each in expected["groups"]}
    influences = []
    for each in expected["groups"]:
        rows = found[tuple(sorted(each["key"].items()))][:, None].astype(float)
        linear, members = asked.linear(asked.op["stat"], rows)
        squares = variances(asked.linearisation, linear.influence, members)
        agree(case, f"estimate {each['key']}", linear.values, each["estimate"])
        errors_agree(case, np.sqrt(squares), each["se"], linear.values)
        assert asked.freedom(rows) == each["degf_domain"]
        influences.append(linear.influence)
        if "deff" in each:
            simple = simple_random_variances(linear.influence, asked.weights, members)
            agree(case, f"design effect {each['key']}", squares / simple, each["deff"])
    if "vcov" in expected and case["design"]["lonely_psu"] == "fail":
        # R orders the coefficients of a breakdown by variable, then by group.
        by_variable = np.concatenate(np.stack(influences).transpose(2, 1, 0), axis=1)
        covariances_agree(case, covariance(asked.linearisation, by_variable), expected["vcov"])


@of("ciprop")
def test_interval_of_a_proportion(asked):
    case, expected, op = asked.case, asked.expected, asked.op
    y, _ = columns_of(case, op["vars"])
    if isinstance(op["level_value"], str):
        levels = levels_of(frame_of(case).data[op["vars"][0]])
        y = y[:, [levels.names.index(op["level_value"])]]
    members = asked.inside[:, None].astype(float)
    linear = means(y, asked.weights, members)
    error = np.sqrt(variances(asked.linearisation, linear.influence, members))
    agree(case, "estimate", linear.values, expected["estimate"])
    agree(case, "standard error", error, expected["se"])
    limits = interval(
        INTERVALS[op["method"]],
        float(linear.values[0]),
        float(error[0]),
        expected["degf"],
        int(members.sum()),
        op.get("conf", 0.95),
    )
    agree(case, "interval", limits, expected["ci"])
