"""Replicate weights or factors that stand in the data."""

import numpy as np
import pandas as pd
import pytest

from surveys.errors import SurveyError
from surveys.plans.design import SampleDesign
from surveys.plans.replicates import read_replicates
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import stratified_jackknife

DESIGN = Design((Stage(np.repeat([0, 1], 4), np.repeat(np.arange(4), 2)),))
MADE = stratified_jackknife(DESIGN)
BASE = np.arange(1.0, 9.0)
SAMPLE = SampleDesign(DESIGN, BASE, np.full(8, "respondent"))
FACTORS = pd.DataFrame(MADE.of_rows(), columns=[f"rep{n}" for n in range(4)])
RSCALES = MADE.rscales.tolist()


def read(**table):
    problems = []
    document = {"replicates": {"method": "given", **table}}
    plan = read_replicates(document, "plan", problems)
    return plan, [(each.code, each.where.removeprefix("plan › replicates › ")) for each in problems]


def told(data, **table):
    with pytest.raises(SurveyError) as caught:
        read(**table)[0].of(data, SAMPLE)
    return [(each.code, each.where) for each in caught.value.problems]


@pytest.mark.parametrize(
    ("data", "hold"), [(FACTORS, "factors"), (FACTORS.mul(BASE, axis=0), "weights")]
)
def test_factors_and_weights_give_the_design_that_made_them(data, hold):
    plan, problems = read(columns=["rep*"], hold=hold, scale=1, rscales=RSCALES, mse=True)
    made = plan.of(data.assign(other=1), SAMPLE)
    assert problems == []
    assert (made.scale, made.mse, made.method) == (1, True, "given")
    np.testing.assert_allclose(made.factors, MADE.factors)
    np.testing.assert_allclose(made.of_rows(), MADE.of_rows())
    np.testing.assert_array_equal(made.rscales, MADE.rscales)


def test_rows_of_a_cluster_that_differ_keep_their_own_factors():
    data = FACTORS.assign(rep0=np.arange(8.0))
    made = read(columns=["rep0", "rep1"], hold="factors", scale=0.5)[0].of(data, SAMPLE)
    assert made.factors.shape == (8, 2)
    assert (made.rscales.tolist(), made.mse) == ([1, 1], False)


@pytest.mark.parametrize(
    ("table", "problems"),
    [
        ({}, [("names_form", "columns"), ("factors_scale", "scale")]),
        ({"columns": ["rep*"], "scale": 0}, [("factors_scale", "scale")]),
        ({"columns": ["rep*"], "scale": True}, [("factors_scale", "scale")]),
        (
            {"columns": ["rep*"], "scale": 1, "hold": "half", "mse": 1, "rscales": [-1]},
            [("replicate_hold", "hold"), ("replicate_mse", "mse"), ("factors_rscales", "rscales")],
        ),
        ({"columns": ["rep*"], "scale": 1, "seed": 1}, [("unknown_key", "seed")]),
    ],
)
def test_all_that_is_wrong_with_the_table(table, problems):
    assert read(**table) == (None, problems)


def test_columns_that_do_not_fit():
    place = "plan › replicates › columns"
    assert told(FACTORS, columns=["wgt*"], scale=1) == [("unknown_variable", place)]
    assert told(FACTORS, columns=["rep1"], scale=1) == [("replicate_count", place)]
    few = told(FACTORS, columns=["rep*"], scale=1, rscales=[1, 1])
    assert few == [("factors_rscales", "plan › replicates › rscales")]
    spoilt = FACTORS.astype(object).assign(rep1="x", rep2=[-1.0, *[1.0] * 7])
    assert told(spoilt, columns=["rep*"], scale=1) == [
        ("replicate_number", "rep1 › line 2, line 3, line 4, line 5, line 6 … (8)"),
        ("replicate_number", "rep2 › line 2"),
    ]
    assert told(FACTORS * 0, columns=["rep*"], scale=1)[0][0] == "factors_numbers"
