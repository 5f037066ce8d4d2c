import numpy as np
import pandas as pd
import pytest

from surveys.errors import SurveyError
from surveys.plans.design import read_design

STATUS_CODES = {
    "respondent": ["RR"],
    "nonrespondent": ["NR"],
    "ineligible": ["IN"],
    "unknown": ["UK"],
}
WHOLE = {
    "strata": ["stratum"],
    "clusters": ["psu"],
    "population_sizes": ["psus"],
    "base_weight": "weight",
    "lonely_psu": "remove",
    "status": "status",
    "status_codes": STATUS_CODES,
}


def table(**changes):
    """Six cases as a CSV file gives them: line 2 is the first."""
    columns = {
        "stratum": ["north", "north", "north", "south", "south", "south"],
        "psu": ["1", "1", "2", "1", "2", "3"],
        "psus": ["9", "9", "9", "5", "5", "5"],
        "weight": ["2", "2", "3.5", "1", "1", "1"],
        "status": ["RR", "NR", "RR", "IN", "UK", "RR"],
    }
    return pd.DataFrame({**columns, **changes})


def read(design=None, data=None):
    return read_design(
        {"design": WHOLE if design is None else design},
        table() if data is None else data,
        "plan.toml",
    )


def problems_of(design=None, data=None):
    with pytest.raises(SurveyError) as caught:
        read(design, data)
    return {(each.code, each.where, each.found) for each in caught.value.problems}


def test_the_whole_description():
    sample = read()
    (stage,) = sample.design.stages
    assert sample.design.stratum_names == ("north", "south")
    assert stage.strata.tolist() == [0, 0, 0, 1, 1, 1]
    assert stage.population_sizes.tolist() == [9, 9, 9, 5, 5, 5]
    assert sample.base.tolist() == [2, 2, 3.5, 1, 1, 1]
    assert sample.status.tolist() == [
        "respondent",
        "nonrespondent",
        "respondent",
        "ineligible",
        "unknown",
        "respondent",
    ]
    assert sample.design.lonely_psu == "remove"


def test_the_same_cluster_code_in_two_strata_is_two_clusters():
    assert read().design.stages[0].clusters.tolist() == [0, 0, 1, 2, 3, 4]


def test_without_strata_and_clusters_every_row_is_its_own_cluster():
    sample = read({"base_weight": "weight"})
    (stage,) = sample.design.stages
    assert stage.strata.tolist() == [0] * 6
    assert stage.clusters.tolist() == list(range(6))
    assert stage.population_sizes is None
    assert set(sample.status) == {"respondent"}
    assert sample.design.lonely_psu == "fail"


def test_the_stage_after_the_last_cluster_selects_rows_within_clusters():
    data = table(people=["8", "8", "7", "4", "5", "6"])
    design = {**WHOLE, "population_sizes": ["psus", "people"]}
    _, second = read(design, data).design.stages
    assert second.strata.tolist() == [0, 0, 1, 2, 3, 4]
    assert second.clusters.tolist() == list(range(6))


def test_without_a_column_base_weights_are_those_of_equal_probability_draws():
    by_sizes = {key: value for key, value in WHOLE.items() if key != "base_weight"}
    data = table(people=["8", "8", "7", "4", "5", "6"])
    sample = read({**by_sizes, "population_sizes": ["psus", "people"]}, data)
    first, second = 9 / 2, 5 / 3
    assert sample.base == pytest.approx(
        [first * 8 / 2] * 2 + [first * 7, second * 4, second * 5, second * 6]
    )
    by_sizes["clusters"] = ["psu", "status"]
    found = ("population_sizes_missing", "stage 2", "—")
    assert problems_of(by_sizes) == {found}


def test_numbers_serve_as_codes_and_weights():
    data = table(psu=np.arange(6), weight=np.full(6, 2.5))
    assert read(data=data).base.tolist() == [2.5] * 6


@pytest.mark.parametrize(
    ("design", "changes", "problem"),
    [
        (
            {"base_weight": "wieght"},
            {},
            ("unknown_variable", "plan.toml › design › base_weight", "'wieght'"),
        ),
        ({}, {}, ("design_column_name", "plan.toml › design › base_weight", "—")),
        (
            {"base_weight": "weight", "strata": "stratum"},
            {},
            ("names_form", "plan.toml › design › strata", "'stratum'"),
        ),
        (
            {"base_weight": "weight", "cluster": ["psu"]},
            {},
            ("unknown_key", "plan.toml › design › cluster", "'cluster'"),
        ),
        (
            {**WHOLE, "lonely_psu": "certainty"},
            {},
            ("lonely_psu_rule", "plan.toml › design › lonely_psu", "'certainty'"),
        ),
        (
            WHOLE,
            {"weight": ["2", "-2", "x", "", "0", "1"]},
            (
                "base_weight_not_positive",
                "weight › line 3, line 4, line 5, line 6",
                "'-2', 'x', '', '0'",
            ),
        ),
        (
            WHOLE,
            {"stratum": ["north", "", "north", "south", "south", "south"]},
            ("missing_in_design", "stratum › line 3", "''"),
        ),
        (
            WHOLE,
            {"status": ["RR", "NR", "??", "IN", "UK", "RR"]},
            ("unknown_status", "status › line 4", "'??'"),
        ),
        (
            {**WHOLE, "status_codes": {**STATUS_CODES, "partial": ["P"]}},
            {},
            ("status_outcome", "plan.toml › design › status_codes › partial", "['P']"),
        ),
        (
            {**WHOLE, "status_codes": {**STATUS_CODES, "unknown": ["UK", "NR"]}},
            {},
            ("status_code_twice", "plan.toml › design › status_codes › unknown", "'NR'"),
        ),
        (
            WHOLE,
            {"psus": ["9", "9", "9", "2", "2", "2"]},
            ("population_smaller_than_sample", "psus › line 5", "2 < 3"),
        ),
        (
            WHOLE,
            {"psus": ["9", "9", "9", "5", "6", "5"]},
            ("population_size_varies", "psus › line 5, line 6, line 7", "'5', '6'"),
        ),
        (
            WHOLE,
            {"psus": ["9", "9", "9", "5", "5", "none"]},
            ("population_size_not_positive", "psus › line 7", "'none'"),
        ),
        (
            {"base_weight": "weight", "status_codes": STATUS_CODES},
            {},
            ("design_column_name", "plan.toml › design › status", "—"),
        ),
        (
            {**WHOLE, "status_codes": {"respondent": ["RR", "IN", "UK"]}},
            {},
            ("unknown_status", "status › line 3", "'NR'"),
        ),
        (
            {**WHOLE, "strata": ["stratum", "psu", "status"]},
            {},
            ("design_stages", "plan.toml › design › clusters", "psu"),
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(design, changes, problem):
    assert problem in problems_of(design, table(**changes))


def test_a_design_without_its_table():
    with pytest.raises(SurveyError, match=r"plan\.toml: found —; expected a table \[design\]"):
        read_design({}, table(), "plan.toml")


def test_all_problems_are_told_at_once():
    data = table(weight=["0"] * 6, status=["?"] * 6)
    design = {**WHOLE, "strata": ["stratm"], "lonely_psu": "no"}
    assert {code for code, _, _ in problems_of(design, data)} == {
        "base_weight_not_positive",
        "unknown_status",
        "unknown_variable",
        "lonely_psu_rule",
    }


def test_a_misspelt_column_is_told_the_nearest():
    with pytest.raises(SurveyError, match="The nearest columns are: stratum"):
        read({**WHOLE, "strata": ["stratm"]})


def test_the_table_is_left_as_it_was():
    data, copy = table(), table()
    read(data=data)
    pd.testing.assert_frame_equal(data, copy)
