"""Among whom an estimate is: read with a plan, and asked for where it is not said."""

import pytest

from surveys import pipeline
from surveys.errors import SurveyError
from surveys.findings.results import Results, Sample
from surveys.plans.design import read_design
from tests.surveys.plans.estimation.example import frame_of

LABELS = {"en": "Elsewhere", "zh-hans": "在外地"}
INSURED = {"en": "Insured workers", "zh-hans": "参保人员"}
SHARE = {"name": "P01", "statistic": "proportion", "variable": "away"}
RECODE = {
    "name": "away",
    "yes": {"column": "place", "one_of": ["2"]},
    "among": {"column": "insured", "one_of": ["yes"]},
}
SEX = [{"name": "T01", "variable": "sex", "by": "place"}]


def twenty(insured, **columns):
    """Respondents, of whom the first so many are insured."""
    return frame_of(
        weight=[10.0] * 20,
        insured=["yes"] * insured + ["no"] * (20 - insured),
        place=["1", "2"] * 10,
        sex=["f", "f", "m", "m"] * 5,
        **columns,
    )


def warned(of, *, recodes=(RECODE,), indicators=(SHARE,), **tables):
    """Places and counts of the warnings, as a release keeps them."""
    document = {"recodes": list(recodes), "indicators": list(indicators), **tables}
    plan = pipeline.read_plan(document, "plan")
    clean = pipeline.clean(of, plan)
    sample = read_design({"design": {"base_weight": "weight"}}, clean.data, "plan")
    found = pipeline.analyse(clean, sample, plan)
    facts = Results("s", {}, (), (), Sample(0, 0, 0, 0))
    return [
        (each.where.removeprefix("plan › "), each.found)
        for each in pipeline.freeze(found, plan, facts).warnings
        if each.code == "base_unnamed"
    ]


@pytest.mark.parametrize(("insured", "expected"), [(20, []), (19, [("P01 › base", "n = 19 / 20")])])
def test_an_indicator_that_is_derived_for_some_needs_a_base(insured, expected):
    assert warned(twenty(insured)) == expected


def test_one_that_says_among_whom_it_is_does_not():
    assert warned(twenty(12), indicators=[{**SHARE, "base": INSURED}]) == []


def test_one_that_is_limited_by_the_plan_needs_a_base():
    limited = {**SHARE, "where": RECODE["among"]}
    whole = {key: value for key, value in RECODE.items() if key != "among"}
    assert warned(twenty(19), recodes=[whole], indicators=[limited]) == [
        ("P01 › base", "n = 19 / 20")
    ]


@pytest.mark.parametrize(("blank", "expected"), [(1, []), (2, [("Y01 › base", "n = 18 / 20")])])
def test_a_few_blanks_need_no_base(blank, expected):
    income = [float("nan")] * blank + [float(each) for each in range(20 - blank)]
    mean = {"name": "Y01", "statistic": "mean", "variable": "income"}
    assert warned(twenty(20, income=income), indicators=[mean]) == expected


def test_an_analysis_needs_one_too_and_a_contrast_has_that_of_its_indicator():
    of = twenty(16)
    contrast = {"name": "D01", "indicator": "P01", "by": "sex"}
    model = {"name": "M01", "outcome": "away", "terms": ["sex"]}
    tables = {"contrasts": [contrast], "models": [model], "tests": SEX}
    assert warned(of, **tables) == [
        ("P01 › base", "n = 16 / 20"),
        ("M01 › base", "n = 16 / 20"),
        ("D01 › base", "n = 16 / 20"),
    ]
    said = {"indicators": [{**SHARE, "base": INSURED}]}
    assert warned(of, **tables, **said) == [("M01 › base", "n = 16 / 20")]
    part = {**contrast, "where": {"column": "place", "one_of": ["1", "2"]}}
    assert ("D01 › base", "n = 16 / 20") in warned(of, **said, contrasts=[part])


@pytest.mark.parametrize(
    "base", ["Insured workers", {}, {"en": "Insured workers"}, {**INSURED, "zh-hans": " "}]
)
@pytest.mark.parametrize("heading", ["indicators", "tests"])
def test_a_base_is_said_in_every_language_of_the_labels(heading, base):
    documents = {
        "indicators": {"indicators": [{**SHARE, "labels": LABELS, "base": base}]},
        "tests": {"indicators": [SHARE], "tests": [{**SEX[0], "labels": LABELS, "base": base}]},
    }
    with pytest.raises(SurveyError) as caught:
        pipeline.read_plan(documents[heading], "plan")
    assert [(each.code, each.where) for each in caught.value.problems] == [
        ("base_texts", f"plan › {heading}[1] › base")
    ]
