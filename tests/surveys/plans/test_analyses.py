"""Models, contrasts, tests and crossed tables of a plan: R's numbers, and every fault at once."""

import json
import tomllib
from pathlib import Path

import pytest

from surveys import files, pipeline
from surveys.cleaning.build import frame_of_table
from surveys.cleaning.csv_table import read_table
from surveys.errors import SurveyError
from surveys.plans.design import read_design
from tests.surveys.plans.volunteers.example import TABLE as VOLUNTEERS

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / "tests" / "reference"
DATA = REFERENCE / "data" / "nsw.csv"
INDICATORS = """
[[indicators]]
name = "hours"
statistic = "mean"
variable = "hours"
[[indicators]]
name = "insured"
statistic = "proportion"
variable = "insured"
[[indicators]]
name = "work"
statistic = "proportion"
variable = "wtype"
[[indicators]]
name = "middle"
statistic = "median"
variable = "hours"
"""


@pytest.fixture(scope="module")
def survey():
    document = files.read_design_document(ROOT / "docs" / "examples" / "nsw" / "design.toml")
    table = read_table(DATA.read_bytes(), DATA.name, ("NA",))
    frame = frame_of_table(table, document["variables"], "design.toml")
    return frame, read_design(document, table, "design.toml")


def analysed(survey, text):
    plan = pipeline.read_plan(tomllib.loads(INDICATORS + text), "plan")
    return pipeline.analyse(*survey, plan).analyses


def faults(survey, text):
    with pytest.raises(SurveyError) as caught:
        analysed(survey, text)
    return {(each.code, each.where.removeprefix("plan › ")) for each in caught.value.problems}


def reference(name, case_id):
    cases = json.loads((REFERENCE / name).read_text())["cases"]
    return next(case["expected"] for case in cases if case["id"] == case_id)


def numbers(rows, part, name="value"):
    return [getattr(row, name) for row in rows if row.part == part]


def test_a_model_is_that_of_svyglm(survey):
    text = """
    [[models]]
    name = "m"
    family = "logit"
    outcome = "insured"
    terms = ["educ", "wtype", "hours"]
    """
    (found,) = analysed(survey, text)
    expected = reference("regression.json", "o115_glm_nsw")
    assert numbers(found.rows, "coefficients") == pytest.approx(expected["coef"], rel=1e-6)
    assert numbers(found.rows, "coefficients", "error") == pytest.approx(expected["se"], rel=1e-6)
    assert (found.n, found.unit) == (3000, "share")
    # Two categories of more than two levels; a margin per level; an effect but for the first.
    parts = [row.part for row in found.rows]
    assert [parts.count(part) for part in ("terms", "margins", "effects")] == [2, 10, 9]


def test_margins_of_a_linear_model_differ_by_its_coefficients(survey):
    text = '[[models]]\nname = "m"\noutcome = "hours"\nterms = ["sex"]\n'
    text += 'where = { column = "city", one_of = ["C1"] }'
    (found,) = analysed(survey, text)
    women, men = numbers(found.rows, "margins")
    assert men - women == pytest.approx(numbers(found.rows, "effects")[0])
    assert numbers(found.rows, "effects") == pytest.approx(numbers(found.rows, "coefficients")[1:])
    assert found.n < 3000
    assert numbers(found.rows, "ratios") == []


def test_two_groups_are_compared_as_in_r(survey):
    text = "".join(
        f'[[tests]]\nname = "{test}"\ntest = "{test}"\nvariable = "hours"\nby = "sex"\n'
        for test in ("t", "ranks")
    )
    (t_row,), (rank_row,) = (each.rows for each in analysed(survey, text))
    means, ranks = (
        reference("regression.json", name) for name in ("o117_ttest_nsw", "o118_ranktest_nsw")
    )
    assert t_row.value == pytest.approx(means["difference"], rel=1e-9)
    assert (t_row.statistic, t_row.below) == (pytest.approx(means["t"], rel=1e-7), 105)
    # R gives tied values the plain mean of their ranks, here the weights count in it too.
    assert rank_row.value == pytest.approx(ranks["estimate"], rel=1e-3)
    assert rank_row.statistic == pytest.approx(ranks["statistic"], rel=5e-3)


@pytest.mark.parametrize("test", ["rao_scott", "rao_scott_first_order", "wald", "wald_adjusted"])
def test_independence(survey, test):
    text = f'[[tests]]\nname = "a"\ntest = "{test}"\nvariable = "insured"\nby = "sex"'
    (found,) = analysed(survey, text)
    assert (found.method, found.n, found.cell < found.group) == (test, 3000, True)
    expected = reference("chisq.json", "o096_chisq_nsw")
    if test == "rao_scott":
        assert found.rows[0].statistic == pytest.approx(expected["statistic"], rel=1e-7)
        assert found.rows[0].p_value == pytest.approx(expected["p_value"], rel=1e-7)
    assert 0.3 < found.rows[0].p_value < 0.7


def test_contrasts_take_the_covariance_of_the_groups(survey):
    text = """
    [[contrasts]]
    name = "all"
    indicator = "hours"
    by = "city"
    [[contrasts]]
    name = "two"
    indicator = "hours"
    by = "sex"
    coefficients = { F = -1, M = 1 }
    [[contrasts]]
    name = "level"
    indicator = "work"
    level = "ride"
    by = "sex"
    """
    every, two, level = analysed(survey, text)
    assert [row.part for row in every.rows] == ["contrasts"] * 4 + ["joint"]
    expected = reference("regression.json", "o117_ttest_nsw")
    assert two.rows[0].value == pytest.approx(expected["difference"], rel=1e-9)
    assert two.rows[0].statistic == pytest.approx(expected["t"], rel=1e-7)
    assert (level.unit, len(level.rows), level.rows[0].against) == ("share", 1, "F")
    assert 0 < level.rows[0].value < 0.2


def test_a_crossed_table_has_three_kinds_of_shares(survey):
    (found,) = analysed(survey, '[[tables]]\nname = "x"\nvariable = "wtype"\nby = "sex"')
    sums = [sum(numbers(found.rows, part)) for part in ("row", "column", "total")]
    assert sums == pytest.approx([2, 6, 1])
    assert len(found.rows) == 3 * 2 * 6


def test_replicates_give_their_errors_as_well(survey):
    text = '[replicates]\nmethod = "rao_wu"\nnumber = 30\n'
    text += '[[models]]\nname = "m"\nfamily = "poisson"\noutcome = "napps"\nterms = ["sex"]\n'
    (found,) = analysed(survey, text)
    assert all(row.error > 0 for row in found.rows if row.part in ("coefficients", "effects"))
    assert len(numbers(found.rows, "ratios")) == 1


def test_all_that_cannot_be_read_is_told_at_once(survey):
    text = """
    models = 1
    [[contrasts]]
    name = "a"
    indicator = "hours"
    by = "sex"
    coefficients = { F = "one" }
    [[tests]]
    name = "b"
    test = "chi"
    variable = ""
    size = 3
    [[tables]]
    name = "c"
    variable = "wtype"
    by = "sex"
    labels = 3
    """
    with pytest.raises(SurveyError) as caught:
        # Plain keys stand before the tables of a document.
        pipeline.read_plan(tomllib.loads(text + INDICATORS), "plan")
    found = {(each.code, each.where.removeprefix("plan › ")) for each in caught.value.problems}
    assert found == {
        ("analysis_form", "models"),
        ("contrast_coefficients", "contrasts[1] › coefficients"),
        ("analysis_choice", "tests[1] › test"),
        ("indicator_text", "tests[1] › variable"),
        ("indicator_text", "tests[1] › by"),
        ("unknown_key", "tests[1] › size"),
        ("indicator_labels", "tables[1] › labels"),
    }


def test_all_that_does_not_fit_the_data_is_told_at_once(survey):
    text = """
    [[models]]
    name = "a"
    family = "logit"
    outcome = "hours"
    terms = ["sexx"]
    where = { column = "nothing", at_least = 1 }
    [[models]]
    name = "b"
    outcome = "wtype"
    terms = ["sex"]
    [[contrasts]]
    name = "c"
    indicator = "middle"
    by = "sex"
    [[contrasts]]
    name = "d"
    indicator = "work"
    level = "walk"
    by = "sex"
    coefficients = { F = 1, X = -1 }
    [[tests]]
    name = "e"
    test = "t"
    variable = "hours"
    by = "city"
    [[tests]]
    name = "f"
    variable = "income"
    by = "sex"
    """
    assert faults(survey, text) == {
        ("outcome_not_yes_no", "a › outcome"),
        ("unknown_variable", "a › terms"),
        ("unknown_variable", "a › where"),
        ("not_numeric", "b › outcome"),
        ("analysis_choice", "c › indicator"),
        ("analysis_choice", "d › level"),
        ("analysis_choice", "d › coefficients › X"),
        ("two_levels", "e › by"),
        ("not_a_domain", "f › variable"),
    }


def test_what_the_engine_cannot_fit_names_the_analysis(survey):
    text = '[[models]]\nname = "m"\noutcome = "hours"\nterms = ["hours", "sex"]\n'
    text += 'where = { column = "sex", one_of = ["F"] }\n'
    text += '[[models]]\nname = "twice"\noutcome = "hours"\nterms = ["sex"]\n'
    assert ("analysis_groups", "m › sex") in faults(survey, text)


def test_volunteers_have_none(survey):
    """No design gives the errors of a model, contrast, test or table of people nobody drew."""
    document = tomllib.loads(INDICATORS + '[[tables]]\nname = "x"\nvariable = "wtype"\nby = "sex"')
    document["indicators"].pop()  # a median is nothing volunteers give
    read = pipeline.read_plan({**document, "volunteers": VOLUNTEERS}, "plan")
    with pytest.raises(SurveyError) as caught:
        pipeline.check(survey[0], read)
    assert ("volunteers_analyses", "plan › x") in {
        (each.code, each.where) for each in caught.value.problems
    }
