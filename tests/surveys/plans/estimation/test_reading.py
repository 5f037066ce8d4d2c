import tomllib

import pytest

from surveys.cleaning.conditions import Combination, Comparison
from surveys.plans.estimation.checks import check_estimation_plan
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from surveys.plans.estimation.reading import read_estimation_plan
from tests.surveys.plans.estimation.example import frame_of

WHOLE = """
[[indicators]]
name = "pension"
statistic = "proportion"
variable = "pension_insured"
where = { column = "eligible", at_least = 1 }
labels = { en = "Pension insurance", zh-hans = "养老保险" }
chapter = "coverage"
[[indicators]]
name = "wage"
statistic = "ratio"
variable = "net"
denominator = "hours"
unit = "CNY per hour"
[[indicators]]
name = "work"
statistic = "proportion"
variable = "work"
interval = "none"
[estimation]
domains = [["sex"], ["city", "sex"], ["sex"]]
confidence = 0.9
"""
PENSION = {"name": "pension", "statistic": "proportion", "variable": "pension"}
PLACE = "indicators[1]"


def read(document):
    problems = []
    plan = read_estimation_plan(document, "plan.toml", problems)
    return plan, {(each.code, each.where.removeprefix("plan.toml › ")) for each in problems}


def test_a_whole_plan():
    plan, problems = read(tomllib.loads(WHOLE))
    assert problems == set()
    pension, wage, work = plan.indicators
    assert pension.where == Comparison("eligible", "at_least", 1.0)
    assert pension.interval == "korn_graubard"
    assert pension.labels["zh-hans"] == "养老保险"
    assert (wage.interval, wage.denominator, wage.unit) == ("t", "hours", "CNY per hour")
    assert work.interval == "none"
    assert plan.domains == (("sex",), ("city", "sex"))
    assert plan.confidence == 0.9


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": ""}, ("indicator_text", f"{PLACE} › name")),
        ({"variable": None}, ("indicator_text", f"{PLACE} › variable")),
        ({"unit": 3}, ("indicator_text", f"{PLACE} › unit")),
        ({"statistic": "mode"}, ("unknown_statistic", f"{PLACE} › statistic")),
        ({"statistic": "ratio"}, ("ratio_denominator", f"{PLACE} › denominator")),
        ({"denominator": "hours"}, ("ratio_denominator", f"{PLACE} › denominator")),
        ({"interval": "exact"}, ("interval_method", f"{PLACE} › interval")),
        ({"statistic": "mean", "interval": "logit"}, ("interval_method", f"{PLACE} › interval")),
        ({"labels": "Pension"}, ("indicator_labels", f"{PLACE} › labels")),
        ({"where": {"column": "age"}}, ("condition_form", f"{PLACE} › where")),
        ({"by": ["sex"]}, ("unknown_key", f"{PLACE} › by")),
    ],
)
def test_an_indicator_that_is_wrong(change, problem):
    plan, problems = read({"indicators": [{**PENSION, **change}]})
    assert problem in problems
    assert plan.indicators == ()


@pytest.mark.parametrize(
    ("estimation", "problem"),
    [
        ([], ("estimation_form", "estimation")),
        ({"confidence": 95}, ("confidence_level", "estimation › confidence")),
        ({"domains": "sex"}, ("domains_form", "estimation › domains")),
        ({"domains": ["sex"]}, ("names_form", "estimation › domains › 1")),
        ({"domain": [["sex"]]}, ("unknown_key", "estimation › domain")),
    ],
)
def test_an_estimation_table_that_is_wrong(estimation, problem):
    assert read({"indicators": [PENSION], "estimation": estimation})[1] == {problem}


def test_a_plan_needs_indicators_and_their_names_differ():
    assert read({})[1] == {("no_indicators", "indicators")}
    assert read({"indicators": [PENSION, PENSION, 3]})[1] == {
        ("indicator_twice", "indicators[2] › name"),
        ("indicator_form", "indicators[3]"),
    }


FRAME = frame_of(
    {"net": "CNY"},
    insured=[0, 1, 1],
    age=[15.0, 40, 41],
    net=[1.5, 2, 3],
    sex=["f", "m", "f"],
)


def check(*indicators, domains=()):
    problems = check_estimation_plan(EstimationPlan(indicators, domains), FRAME, "plan")
    return {(each.code, each.where.removeprefix("plan › "), each.found) for each in problems}


def test_a_plan_that_suits_its_frame():
    adults = Comparison("age", "at_least", 16.0)
    indicators = (
        Indicator("insured", "proportion", "insured", where=adults),
        Indicator("sex", "proportion", "sex"),
        Indicator("net", "total", "net"),
        Indicator("wage", "ratio", "net", "age"),
    )
    assert check(*indicators, domains=(("sex",), ("insured", "sex"))) == set()


@pytest.mark.parametrize(
    ("indicator", "problem"),
    [
        (
            Indicator("i", "mean", "agee"),
            ("unknown_variable", f"{PLACE} › i › variable", "'agee'"),
        ),
        (
            Indicator("i", "ratio", "net", "hours"),
            ("unknown_variable", f"{PLACE} › i › denominator", "'hours'"),
        ),
        (Indicator("i", "mean", "sex"), ("not_numeric", f"{PLACE} › i › variable", "'sex'")),
        (Indicator("i", "proportion", "age"), ("not_a_share", f"{PLACE} › i › variable", "'age'")),
        (
            Indicator("i", "mean", "age", where=Comparison("sexe", "one_of", ("f",))),
            ("unknown_variable", f"{PLACE} › i › where", "'sexe'"),
        ),
        (
            Indicator(
                "i",
                "mean",
                "age",
                where=Combination("not", (Comparison("sex", "at_least", 1.0),)),
            ),
            ("not_numeric", f"{PLACE} › i › where", "'sex'"),
        ),
    ],
)
def test_what_an_indicator_asks_of_a_column_it_cannot_give(indicator, problem):
    assert check(indicator) == {problem}


def test_a_domain_is_a_known_category():
    share = Indicator("i", "proportion", "insured")
    assert check(share, domains=(("net",), ("region",))) == {
        ("not_a_domain", "estimation › domains", "'net': 3"),
        ("unknown_variable", "estimation › domains", "'region'"),
    }
