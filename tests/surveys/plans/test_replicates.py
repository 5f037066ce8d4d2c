"""Replicates that a plan document asks for."""

import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.plans.replicates import ReplicatePlan, read_replicates
from surveys.sampling.design import Design, Stage


def pairs():
    """Three strata with two clusters each, two rows per cluster."""
    return Design((Stage(np.repeat(np.arange(3), 4), np.repeat(np.arange(6), 2)),))


def read(table):
    problems = []
    plan = read_replicates({"replicates": table}, "plan.toml", problems)
    return plan, [(each.code, each.where.removeprefix("plan.toml › ")) for each in problems]


def test_without_a_table_errors_are_linearised():
    assert read_replicates({}, "plan.toml", []) is None


@pytest.mark.parametrize(
    ("table", "replicates"),
    [
        ({"method": "stratified_jackknife"}, 6),
        ({"method": "balanced_half_samples"}, 4),
        ({"method": "fay", "rho": 0.5}, 4),
        ({"method": "rao_wu"}, 200),
        ({"method": "rao_wu", "number": 20, "seed": 3}, 20),
        ({"method": "successive_differences", "number": 8}, 8),
    ],
)
def test_every_method_makes_replicates(table, replicates):
    plan, problems = read(table)
    assert problems == []
    made = plan.of(pairs())
    assert made.of_rows().shape == (12, replicates)


def test_the_jackknife_without_strata():
    design = Design((Stage(np.zeros(6, np.int64), np.arange(6)),))
    assert ReplicatePlan("jackknife").of(design).factors.shape == (6, 6)
    with pytest.raises(SurveyError):
        ReplicatePlan("jackknife").of(pairs())


def test_a_seed_gives_the_same_replicates_again():
    one, two, other = (ReplicatePlan("rao_wu", 10, seed).of(pairs()).factors for seed in (1, 1, 2))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("rao_wu", ("replicate_method", "replicates › method")),
        ({"method": "jack"}, ("replicate_method", "replicates › method")),
        ({"method": "rao_wu", "number": 1}, ("whole_number_between", "replicates › number")),
        ({"method": "rao_wu", "seed": "a"}, ("step_whole_number", "replicates › seed")),
        ({"method": "rao_wu", "number": 2001}, ("whole_number_between", "replicates › number")),
        ({"method": "rao_wu", "number": True}, ("whole_number_between", "replicates › number")),
        ({"method": "fay", "rho": 1}, ("fay_rho", "replicates › rho")),
        ({"method": "fay", "number": 8}, ("unknown_key", "replicates › number")),
    ],
)
def test_a_table_that_is_wrong(table, problem):
    assert read(table)[1] == [problem]
