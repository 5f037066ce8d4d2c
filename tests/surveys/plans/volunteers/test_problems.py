"""Plans for volunteers are read with all that is wrong, and what cannot be done is named."""

import pytest

from surveys import pipeline
from surveys.cleaning.build import frame_of_table
from surveys.errors import SurveyError
from surveys.plans.volunteers.reading import read_volunteer_plan
from surveys.plans.volunteers.reference import read_cases
from tests.surveys.plans.volunteers.example import (
    DOCUMENT,
    INDICATORS,
    REFERENCE,
    TABLE,
    analysed,
    document,
    found,
    problems_of,
    tables,
)


@pytest.mark.parametrize(
    ("table", "problems"),
    [
        ("all", {("volunteers_form", "")}),
        ({}, {("step_choice", "method"), ("names_form", "propensity"), ("names_form", "outcome"),
              ("reference_form", "reference")}),
        ({**TABLE, "methods": 1}, {("unknown_key", "methods")}),
        ({**TABLE, "method": "magic"}, {("step_choice", "method")}),
        ({**TABLE, "method": "mass_imputation"}, {("model_not_used", "propensity")}),
        ({**TABLE, "method": "inverse_propensity"}, {("model_not_used", "outcome")}),
        ({**TABLE, "errors": "guess"}, {("step_choice", "errors")}),
        ({**TABLE, "replicates": 50}, {("bootstrap_only", "replicates")}),
        ({**TABLE, "errors": "bootstrap", "replicates": 3, "seed": -1},
         {("step_whole_number", "replicates"), ("step_whole_number", "seed")}),
        ({**TABLE, "reference": {**REFERENCE, "name": 3, "date": "May", "source": ""}},
         {("reference_name", "reference › name"), ("reference_date", "reference › date"),
          ("reference_source", "reference › source")}),
        ({**TABLE, "reference": {**REFERENCE, "missing": "NA", "file": "x"}},
         {("condition_codes", "reference › missing"), ("unknown_key", "reference › file")}),
        ({**TABLE, "reference": {**REFERENCE, "design": {"status": "s"}}},
         {("unknown_key", "reference › design › status")}),
    ],
)  # fmt: skip
def test_everything_wrong_with_the_table_is_told(table, problems):
    told = []
    read_volunteer_plan({"volunteers": table}, "plan", told)
    places = {(each.code, each.where.removeprefix("plan › volunteers").removeprefix(" › "))
              for each in told}  # fmt: skip
    assert places == problems


def test_the_origin_of_a_stored_reference_need_not_be_repeated():
    short = {key: REFERENCE[key] for key in ("name", "design")}
    stored = {"panel": {"source": {"en": "Panel"}, "date": "2020-01-01"}}
    told = []
    plan = read_volunteer_plan(document(reference=short), "plan", told, stored)
    assert told == []
    assert (plan.reference.source, plan.reference.date) == ({"en": "Panel"}, "2020-01-01")
    read_volunteer_plan(document(reference=short), "plan", told)
    assert {each.code for each in told} == {"reference_source", "reference_date"}


def test_what_only_a_drawn_sample_has_is_refused_by_name():
    given = {
        **DOCUMENT,
        "weighting": {"steps": [{"kind": "normalise"}]},
        "replicates": {"method": "jackknife"},
        "indicators": [
            {**INDICATORS[2], "statistic": "median"},
            {**INDICATORS[2], "name": "sum", "statistic": "total"},
            {**INDICATORS[0], "interval": "korn_graubard"},
        ],
    }
    assert problems_of(pipeline.read_plan, given, "plan") == {
        ("volunteers_weighting", "plan › weighting.steps"),
        ("volunteers_replicates", "plan › replicates"),
        ("volunteers_statistic", "plan › indicators[1] › statistic"),
        ("volunteers_statistic", "plan › indicators[2] › statistic"),
        ("volunteers_interval", "plan › indicators[3] › interval"),
    }


def test_volunteers_have_no_design_of_their_own():
    ours, _ = tables()
    given = {"design": {"strata": ["sex"], "clusters": ["age"], "lonely_psu": "fail"}}
    assert problems_of(read_cases, given, ours, "design") == {
        ("volunteers_not_drawn", f"design › design › {key}")
        for key in ("strata", "clusters", "lonely_psu")
    }
    assert problems_of(read_cases, {"design": 5}, ours, "d") == {("design_missing", "d")}


def test_groups_that_the_reference_cannot_tell_are_refused():
    given = {
        **document(outcome=["sex"]),
        "estimation": {"domains": [["age"], ["sex"]]},
        "indicators": [{**INDICATORS[0], "where": {"column": "hours", "above": 40}}],
    }
    assert problems_of(analysed, given) == {
        ("volunteers_group", "plan › estimation › domains"),
        ("volunteers_group", "plan › indicators[1] › where"),
    }
    alone = {
        **given,
        "volunteers": document(method="inverse_propensity", outcome=None)["volunteers"],
    }
    assert found(analysed(alone), "pension", age="o").value > 0


def test_covariates_must_be_columns_of_both_that_group_people():
    ours, theirs = tables()
    ours["note"], ours["case"] = "text", [f"c{number}" for number in range(len(ours))]
    names = ["nobody", "note", "case"]
    given = document(propensity=names, outcome=["sex"])
    with pytest.raises(SurveyError) as caught:
        analysed(given, ours, theirs.assign(note="x", case="c1"), {"note": {"kind": "text"}})
    place = "plan › volunteers › propensity"
    assert {(each.code, each.where) for each in caught.value.problems} == {
        ("unknown_variable", place),
        ("covariate_kind", f"{place} › note"),
        ("too_many_levels", f"{place} › case"),
        ("volunteers_group", "plan › estimation › domains"),
    }


def test_everything_wrong_with_the_reference_s_table_is_told():
    ours, theirs = tables()
    ours["children"] = "2"
    theirs = theirs.drop(columns="age").assign(children="many", weight="0")
    theirs.loc[3, "sex"] = None
    given = document(propensity=["sex", "age", "children"])
    codes = {code for code, _where in problems_of(analysed, given, ours, theirs)}
    assert codes == {
        "unknown_variable",
        "not_a_number",
        "base_weight_not_positive",
        "model_value_missing",
    }


def test_levels_that_only_one_sample_has_are_named():
    ours, theirs = tables()
    ours.loc[0, "sex"] = "X"
    theirs.loc[0, "age"] = "z"
    assert problems_of(analysed, document(), ours, theirs) == {
        ("no_overlap", "plan › volunteers › sex"),
        ("no_overlap", "plan › reference › age"),
    }


def test_a_model_that_cannot_be_fitted_is_told_with_its_indicator():
    ours, theirs = tables()
    for table in (ours, theirs):
        table["copy"] = table["sex"]
    given = document(outcome=["sex", "age", "copy"])
    assert {
        (code, where.rpartition(" › ")[0])
        for code, where in problems_of(analysed, given, ours, theirs)
    } == {
        ("collinear_terms", f"plan › indicators[{number}] › {each['name']}")
        for number, each in enumerate(INDICATORS, start=1)
    }


def test_without_a_table_of_the_reference_nothing_is_estimated():
    ours, _ = tables()
    plan = pipeline.read_plan(document(), "plan")
    frame = frame_of_table(ours, {}, "design")
    sample = pipeline.sample_of({}, ours, "design", True)
    assert problems_of(pipeline.analyse, frame, sample, plan) == {
        ("reference_table", "plan › volunteers › reference")
    }


def test_a_design_of_the_reference_that_is_no_table_is_told_with_its_file():
    given = document(reference={**REFERENCE, "design": 5})
    assert problems_of(analysed, given) == {("design_missing", "plan › volunteers › reference")}


def test_an_indicator_that_is_no_table_is_told_once():
    given = {**DOCUMENT, "indicators": ["pension", INDICATORS[0]]}
    assert problems_of(pipeline.read_plan, given, "plan") == {
        ("indicator_form", "plan › indicators[1]")
    }
