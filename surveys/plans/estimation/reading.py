"""Reading an estimation plan.

[[indicators]]
name = "pension"
statistic = "proportion"            # or mean, total, median, ratio (then also denominator)
variable = "pension_insured"
where = { column = "a_elig", at_least = 1 }
interval = "korn_graubard"          # or logit, wilson, arcsine, likelihood, t, none
labels = { en = "…", zh-hans = "…" }
base = { en = "Insured workers", zh-hans = "参保人员" }     # absent: all respondents
unit = "CNY"
chapter = "coverage"

[estimation]
domains = [["sex"], ["city"], ["sex", "wtype"]]
confidence = 0.95
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from surveys.cleaning.conditions import read_condition
from surveys.errors import Problem
from surveys.errors.documents import check_keys, read_names
from surveys.estimation.methods import IntervalMethod
from surveys.plans.bases import read_base
from surveys.plans.estimation.estimate import Statistic
from surveys.plans.estimation.plan import EstimationPlan, Indicator

TEXTS = ("name", "statistic", "variable", "denominator", "interval", "unit", "chapter")
KEYS = (*TEXTS, "where", "labels", "base")
NEEDED = ("name", "statistic", "variable")
OF_ANYTHING: tuple[IntervalMethod, ...] = ("t", "none")


def read_estimation_plan(
    document: Mapping[str, Any], where: str, problems: list[Problem]
) -> EstimationPlan:
    """The plan of a document; everything that is wrong is appended to `problems`."""
    given = document.get("indicators", [])
    if not isinstance(given, list) or not given:
        problems.append(Problem("no_indicators", f"{where} › indicators", repr(given)))
        given = []
    indicators: dict[str, Indicator] = {}
    for number, table in enumerate(given, start=1):
        place = f"{where} › indicators[{number}]"
        indicator = _read_indicator(table, place, problems, drawn="volunteers" not in document)
        if indicator is not None and indicator.name in indicators:
            problems.append(Problem("indicator_twice", f"{place} › name", repr(indicator.name)))
        elif indicator is not None:
            indicators[indicator.name] = indicator
    table = document.get("estimation", {})
    place = f"{where} › estimation"
    if not isinstance(table, Mapping):
        problems.append(Problem("estimation_form", place, repr(table)))
        table = {}
    check_keys(table, ("domains", "confidence"), place, problems)
    confidence = table.get("confidence", 0.95)
    if not isinstance(confidence, float) or not 0.5 <= confidence < 1:
        problems.append(Problem("confidence_level", f"{place} › confidence", repr(confidence)))
        confidence = 0.95
    domains = _read_domains(table.get("domains", []), f"{place} › domains", problems)
    return EstimationPlan(tuple(indicators.values()), domains, confidence)


def _read_indicator(
    table: Any, where: str, problems: list[Problem], *, drawn: bool
) -> Indicator | None:
    if not isinstance(table, Mapping):
        problems.append(Problem("indicator_form", where, repr(table)))
        return None
    count = len(problems)
    check_keys(table, KEYS, where, problems)
    for key in TEXTS:
        value = table.get(key, "" if key not in NEEDED else None)
        if not isinstance(value, str) or (key in NEEDED and not value):
            found = "—" if value is None else repr(value)
            problems.append(Problem("indicator_text", f"{where} › {key}", found))
    labels = table.get("labels", {})
    if not isinstance(labels, Mapping) or not all(isinstance(v, str) for v in labels.values()):
        problems.append(Problem("indicator_labels", f"{where} › labels", repr(labels)))
    base = read_base(table, where, problems)
    condition = None
    if "where" in table:
        condition = read_condition(table["where"], f"{where} › where", problems)
    _check_statistic(table, where, problems)
    if len(problems) > count:
        return None
    texts = {key: table[key] for key in TEXTS if key in table}
    texts.setdefault("interval", default_interval(table["statistic"], drawn=drawn))
    return Indicator(**texts, where=condition, labels=dict(labels), base=base)


def default_interval(statistic: Statistic, *, drawn: bool = True) -> IntervalMethod:
    """Korn-Graubard for proportions, logit where nobody drew the sample; t for everything else."""
    if statistic != "proportion":
        return "t"
    return "korn_graubard" if drawn else "logit"


def _check_statistic(table: Mapping[str, Any], where: str, problems: list[Problem]) -> None:
    statistic, interval = table.get("statistic"), table.get("interval", "none")
    if isinstance(statistic, str) and statistic not in get_args(Statistic):
        known = {"statistics": ", ".join(get_args(Statistic))}
        problems.append(
            Problem("unknown_statistic", f"{where} › statistic", repr(statistic), known)
        )
        return
    if (statistic == "ratio") != bool(table.get("denominator")):
        place = f"{where} › denominator"
        problems.append(Problem("ratio_denominator", place, repr(table.get("denominator", "—"))))
    allowed = [
        method
        for method in get_args(IntervalMethod)
        if statistic == "proportion" or method in OF_ANYTHING
    ]
    if isinstance(interval, str) and interval not in allowed:
        known = {"methods": ", ".join(allowed)}
        problems.append(Problem("interval_method", f"{where} › interval", repr(interval), known))


def _read_domains(given: Any, where: str, problems: list[Problem]) -> tuple[tuple[str, ...], ...]:
    if not isinstance(given, list):
        problems.append(Problem("domains_form", where, repr(given)))
        return ()
    domains = [
        read_names({str(number): names}, str(number), where, problems)
        for number, names in enumerate(given, start=1)
    ]
    return tuple(dict.fromkeys(names for names in domains if names))
