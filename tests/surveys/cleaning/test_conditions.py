"""Conditions have three outcomes: yes, no, and unknown where the answer is missing."""

import pandas as pd
import pytest

from surveys.cleaning.conditions import comparisons_of, holds, read_condition
from surveys.cleaning.frame import Frame, Variable

FRAME = Frame(
    pd.DataFrame(
        {
            "pension": pd.Categorical(["1", "3", None]),
            "injury": pd.Series(["1 4", "14", None], dtype="str"),
            "months": [12.0, 0.0, float("nan")],
        }
    ),
    {
        "pension": Variable("pension", "category"),
        "injury": Variable("injury", "text"),
        "months": Variable("months", "number"),
    },
)
YES, NO, UNKNOWN = True, False, None
PENSION = {"column": "pension", "one_of": ["1", "2"]}


def outcomes(data):
    problems = []
    condition = read_condition(data, "plan", problems)
    assert problems == []
    return [None if pd.isna(value) else bool(value) for value in holds(condition, FRAME)]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (PENSION, [YES, NO, UNKNOWN]),
        ({"column": "injury", "contains_any": ["1", "2"]}, [YES, NO, UNKNOWN]),
        ({"column": "pension", "contains_any": ["1"]}, [YES, NO, UNKNOWN]),
        ({"column": "months", "one_of": ["12", "3"]}, [YES, NO, UNKNOWN]),
        ({"column": "months", "one_of": [12.0]}, [YES, NO, UNKNOWN]),
        ({"column": "months", "contains_any": ["0"]}, [NO, YES, UNKNOWN]),
        ({"column": "months", "at_least": 12}, [YES, NO, UNKNOWN]),
        ({"column": "months", "at_most": 0}, [NO, YES, UNKNOWN]),
        ({"column": "months", "above": 12}, [NO, NO, UNKNOWN]),
        ({"column": "months", "below": 12}, [NO, YES, UNKNOWN]),
        ({"not": PENSION}, [NO, YES, UNKNOWN]),
        ({"all": [PENSION, {"column": "months", "at_least": 1}]}, [YES, NO, UNKNOWN]),
        ({"any": [PENSION, {"column": "months", "at_most": 0}]}, [YES, YES, UNKNOWN]),
    ],
)
def test_outcomes(condition, expected):
    assert outcomes(condition) == expected


def test_one_certain_part_decides_beside_an_unknown_one():
    data = pd.DataFrame({"a": pd.Categorical(["1"]), "b": pd.Categorical([None], ["1"])})
    frame = Frame(data, {})
    parts = [{"column": "a", "one_of": ["1"]}, {"column": "b", "one_of": ["1"]}]
    assert holds(read_condition({"any": parts}, "", []), frame).tolist() == [True]
    assert holds(read_condition({"all": parts}, "", []), frame).isna().tolist() == [True]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("pension", "condition_form"),
        ({"column": "pension"}, "condition_form"),
        ({"column": "pension", "one_of": ["1"], "at_least": 2}, "condition_form"),
        ({"column": "pension", "is": "1"}, "condition_form"),
        ({"column": "pension", "one_of": []}, "condition_codes"),
        ({"column": "months", "at_least": "12"}, "condition_number"),
        ({"column": "months", "at_least": True}, "condition_number"),
        ({"column": "months", "at_least": float("nan")}, "condition_number"),
        ({"column": "months", "one_of": [True]}, "condition_codes"),
        ({"all": []}, "condition_form"),
        ({"all": [PENSION], "column": "months"}, "condition_form"),
        ({"all": [PENSION], "any": [PENSION]}, "condition_form"),
    ],
)
def test_a_malformed_condition_is_a_problem_with_its_place(data, code):
    problems = []
    read_condition({"any": [data]}, "plan", problems)
    assert [(problem.code, problem.where.startswith("plan › any[1]")) for problem in problems] == [
        (code, True)
    ]


def test_the_comparisons_of_a_condition():
    condition = read_condition({"not": {"any": [PENSION, {"column": "b", "below": 1}]}}, "", [])
    assert [each.column for each in comparisons_of(condition)] == ["pension", "b"]
