"""A made-up survey for the tests of findings: 12 indicators, 5 breakdowns, both languages."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from surveys.cleaning.variable import Variable
from surveys.findings.results import (
    ControlTotal,
    DesignDescription,
    MeasuredIndicator,
    Provenance,
    Questionnaire,
    Results,
    Sample,
    UnweightedValue,
    WeightingWarning,
)
from surveys.plans.analyses.result import Analysis, Row
from surveys.plans.estimation.estimate import Domain, Estimate
from surveys.plans.weighting.reports import MarginReport, StepReport


def labels(english: str, chinese: str) -> dict[str, str]:
    return {"en": english, "zh-hans": chinese}


SEX = Variable("sex", "category", labels("Sex", "性别"), {
    "1": labels("Men", "男"),
    "2": labels("Women", "女"),
})  # fmt: skip
TYPE = Variable("worker_type", "category", labels("Worker type", "就业类型"), {
    "1": labels("Location-based platform work", "线下平台用工"),
    "2": labels("Online platform work", "线上平台用工"),
    "3": labels("Non-standard employee", "非标准雇员"),
    "4": labels("Own-account or casual work", "自雇或零工"),
})  # fmt: skip
CITY = Variable("city", "category", labels("City of interview", "访问城市"), {
    "330100": labels("Hangzhou", "杭州"),
    "510100": labels("Chengdu", "成都"),
    "440100": labels("Guangzhou", "广州"),
    "441900": labels("Dongguan", "东莞"),
    "440300": labels("Shenzhen", "深圳"),
})  # fmt: skip
AGE = Variable("age", "category", labels("Age group", "年龄组"), {
    "16-24": labels("16–24", "16–24岁"),
    "25-34": labels("25–34", "25–34岁"),
    "35-44": labels("35–44", "35–44岁"),
    "45+": labels("45 and over", "45岁及以上"),
})  # fmt: skip
BRANCHES = Variable("branches", "category", labels("Branches", "险种数"), {
    "1": labels("None", "没有"),
    "2": labels("One or two", "一至两项"),
    "3": labels("Three or four", "三至四项"),
    "4": labels("All five", "五项齐全"),
})  # fmt: skip
NEED = Variable("need", "category", labels("Need", "需求"), {
    str(i): labels(english, chinese)
    for i, (english, chinese) in enumerate([
        ("Old-age pension", "养老"), ("Medical care", "医疗"), ("Work injury", "工伤"),
        ("Loss of work", "失业"), ("Maternity", "生育"), ("Housing", "住房"),
        ("Children's education", "子女教育"), ("Long-term care", "长期护理"),
        ("Nothing of these", "以上都不是"),
    ], start=1)
})  # fmt: skip
BASES = {
    "P01": labels("Workers insured in a basic pension", "参加基本养老保险的劳动者"),
    "A01": labels("Workers asked in the second round", "参加第二轮调查的劳动者"),
}
DOMAINS = (("sex",), ("worker_type",), ("city",), ("age",), ("sex", "worker_type"))

SHARES = [
    ("E02", "employment", 0.71, "Informal main job", "主业为非正规就业"),
    ("E05", "employment", 0.34, "Written labour contract", "签有书面劳动合同"),
    ("C02", "coverage", 0.285, "In the employee pension", "参加城镇职工养老保险"),
    ("C03", "coverage", 0.232, "Active pension contributor (10 of 12 months)",
     "养老保险持续缴费（近12个月缴满10个月）"),
    ("C05", "coverage", 0.144, "Unemployment insurance in force", "失业保险有效参保"),
    ("C06", "coverage", 0.241, "Statutory work injury cover", "法定工伤保障"),
    ("P01", "portability", 0.19, "Pension registered outside the city of work",
     "养老保险关系不在工作城市"),
    ("G01", "contingencies", 0.067, "Injured or made ill by work, 12 months",
     "近12个月因工作受伤或患病"),
]  # fmt: skip


def example_results(seed: int = 7) -> Results:
    """Results with every part filled; the same seed gives the same results."""
    random = Random(seed)
    indicators, estimates, unweighted = [], [], []
    for name, chapter, share, english, chinese in SHARES:
        indicators.append(
            MeasuredIndicator(name, "proportion", name.lower(), "", labels(english, chinese),
                              "share", chapter, BASES.get(name, {}))
        )  # fmt: skip
        for domain in domains():
            estimates.append(proportion(random, name, "", domain, share))
        unweighted.append(UnweightedValue(name, "", share * 0.85, 3101))
    for name, variable, chapter, title in [
        (
            "C09",
            BRANCHES,
            "coverage",
            labels("Employee-type branches in force", "职工类险种参保数"),
        ),
        ("A01", NEED, "needs", labels("Protection needed most", "最需要的保障")),
    ]:
        indicators.append(
            MeasuredIndicator(name, "proportion", variable.name, "", title, "share", chapter,
                              BASES.get(name, {}))
        )  # fmt: skip
        levels = list(variable.level_labels)
        for domain in domains():
            for level in levels:
                share = (len(levels) - int(level) + 1) / sum(range(1, len(levels) + 1))
                estimates.append(proportion(random, name, level, domain, share))
    for name, value, unit, title in [
        ("Y01", 6414.0, "CNY", labels("Net monthly income from main work", "主要工作月净收入")),
        ("E04", 48.7, "hours", labels("Usual weekly hours, all jobs", "每周通常工作小时")),
    ]:
        indicators.append(MeasuredIndicator(name, "mean", name.lower(), "", title, unit, "income"))
        for domain in domains():
            estimates.append(mean(random, name, domain, value, unit))
        unweighted.append(UnweightedValue(name, "", value * 1.1, 2711))
    return Results(
        survey="nse",
        title=labels(
            "Social security of workers in non-standard employment in five cities",
            "五城市非标准就业劳动者社会保障状况",
        ),
        indicators=tuple(indicators),
        estimates=tuple(estimates),
        unweighted=tuple(unweighted),
        sample=Sample(
            4775, 3101, 250, 20, {"11": 3101, "211": 900, "22": 600, "23": 174},
            {"rr1": 3101 / 4775, "cooperation": 3101 / 4175, "refusal": 900 / 4775, "rr3": None},
        ),
        synthetic=True,
        domains=DOMAINS,
        variables=(SEX, TYPE, CITY, AGE, BRANCHES, NEED),
        steps=steps(),
        warnings=(
            WeightingWarning("nonrespondent_not_spread", "plan › weighting", "n = 174"),
            WeightingWarning("few_respondents", "plan › city › 441900", "n = 11"),
            WeightingWarning("few_respondents", "plan › city › 440300", "n = 17"),
            WeightingWarning("base_unnamed", "plan › Y01 › base", "n = 2711 / 3101"),
            WeightingWarning("base_unnamed", "plan › M02 › base", "n = 40 / 3101"),
        ),
        control_totals=control_totals(),
        design=DesignDescription(("stratum",), ("psu",), False, "fail", "residual"),
        questionnaire=Questionnaire("nse_2021", "2021033001", "a1" * 32),
        fieldwork=("2021-04-06", "2021-05-28"),
        provenance=Provenance("b2" * 32, "c3" * 32, "d4" * 32, "0.1.0"),
        analyses=analyses(),
    )  # fmt: skip


def analyses() -> tuple[Analysis, ...]:
    """A model, a test and a crossed table that may be shown, and one of too few respondents."""
    men, women = (("sex", "1"),), (("sex", "2"),)
    model = (
        Row("coefficients", (), "", -0.62, 0.19, -0.99, -0.25, -3.26, None, 228.0, 0.0013),
        Row("coefficients", women, "1", 0.365, 0.11, 0.15, 0.58, 3.32, None, 228.0, 0.0004),
        Row("ratios", women, "1", 1.441, None, 1.16, 1.79, 3.32, None, 228.0, 0.0004),
        Row("margins", men, "", 0.3498, 0.02, 0.31, 0.39, None, None, 228.0, None),
        Row("effects", women, "1", 0.0873, 0.026, 0.036, 0.139, 3.31, None, 228.0, 0.0011),
    )
    test = (Row("test", (("sex", ""),), "", None, None, None, None, 2.47, 2.88, 662.4, 0.0634),)
    crossed = tuple(
        Row(part, (("sex", sex), ("worker_type", kind)), "", 0.125, 0.01, 0.105, 0.145)
        for part in ("row", "column", "total")
        for sex in SEX.level_labels
        for kind in TYPE.level_labels
    )
    title, base = labels("Who is insured", "哪些人参保"), labels("Working age", "劳动年龄人口")
    return (
        Analysis("M01", "model", "logit", ("C02", "sex"), 3101, 1051, 210, model, "share", title,
                 base),
        Analysis("T01", "test", "rao_scott", ("worker_type", "sex"), 3101, 1051, 80, test),
        Analysis("X01", "table", "shares", ("worker_type", "sex"), 3101, 500, 80, crossed, "share"),
        Analysis("M02", "model", "linear", ("E04", "sex"), 40, 12, 12, model),
    )  # fmt: skip


def domains() -> list[Domain]:
    levels = {v.name: list(v.level_labels) for v in (SEX, TYPE, CITY, AGE)}
    found: list[Domain] = [()]
    found += [((name, level),) for name in levels for level in levels[name]]
    found += [
        (("sex", s), ("worker_type", t)) for s in levels["sex"] for t in levels["worker_type"]
    ]
    return found


def proportion(random: Random, name: str, level: str, domain: Domain, share: float) -> Estimate:
    n = size(random, domain)
    value = min(0.97, max(0.01, share * (0.6 + 0.8 * random.random() if domain else 1.0)))
    error = (2.0 * value * (1 - value) / n) ** 0.5
    return Estimate(
        name=name, statistic="proportion", level=level, domain=domain, value=value,
        standard_error=error, degrees_of_freedom=230, lower=max(0.0, value - 1.97 * error),
        upper=min(1.0, value + 1.99 * error), design_effect=2.0, n=n, effective_n=n / 2.0,
        population=1e6 * n / 3101, clusters=min(250, n), missing=0, count=round(value * n),
        interval="korn_graubard", variance="residual", unit="share",
    )  # fmt: skip


def mean(random: Random, name: str, domain: Domain, value: float, unit: str) -> Estimate:
    n = size(random, domain)
    value *= 0.85 + 0.3 * random.random() if domain else 1.0
    error = 0.45 * value / n**0.5
    return replace(
        proportion(random, name, "", domain, 0.5), statistic="mean", value=value,
        standard_error=error, lower=value - 1.97 * error, upper=value + 1.97 * error, n=n,
        missing=390, count=None, interval="t", unit=unit,
    )  # fmt: skip


def size(random: Random, domain: Domain) -> int:
    """3,101 respondents, about 620 in a city, and a few small cells in the cross table."""
    return 3101 if not domain else random.randint(380, 1400) // (1 if len(domain) == 1 else 12)


def estimate(**changes: object) -> Estimate:
    """A sound proportion: 40 of 200 respondents in 50 clusters, changed as a test wants."""
    sound = Estimate(
        name="C02", statistic="proportion", level="", domain=(), value=0.2, standard_error=0.03,
        degrees_of_freedom=40, lower=0.145, upper=0.265, design_effect=1.1, n=200,
        effective_n=180.0, population=1e6, clusters=50, missing=0, count=40,
        interval="korn_graubard", variance="linearised", unit="share",
    )  # fmt: skip
    return replace(sound, **changes)  # type: ignore[arg-type]


def steps() -> tuple[StepReport, ...]:
    margins = tuple(
        MarginReport(
            "city", code, 2e5, 1.8e5 + 1e4 * i, 2e5, 500 + 40 * i
        ) for i, code in enumerate(CITY.level_labels)
    ) + (
        MarginReport("sex", "1", 6.2e5, 5.9e5, 6.2e5, 2050),
        MarginReport("sex", "2", 3.8e5, 3.3e5, 3.8e5, 1051),
    )  # fmt: skip
    return (
        StepReport("base", 4775, 952381.0, 31.2, 121.5, 905.7, 1.52, (1.0, 1.0, 1.0)),
        StepReport("nonresponse_propensity", 3101, 914035.0, 45.1, 171.2, 1502.3, 1.6,
                   (1.24, 1.5, 1.99)),
        StepReport("rake", 3101, 1e6, 54.9, 183.5, 1674.7, 1.65, (0.7, 1.06, 1.62), 11, margins),
    )  # fmt: skip


def control_totals() -> tuple[ControlTotal, ...]:
    return (
        ControlTotal("city", ("city",), "Census 2020 (made up)", "2021-04-01",
                     "assumption", tuple(((code,), 2e5) for code in CITY.level_labels)),
        ControlTotal("sex", ("sex",), "Census 2020 (made up)", "2021-04-01",
                     "assumption", ((("1",), 6.2e5), (("2",), 3.8e5))),
    )  # fmt: skip
