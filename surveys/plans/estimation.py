"""Reading an estimation plan, and holding it against a frame.

[[indicators]]
name = "pension"
statistic = "proportion"            # or mean, total, ratio (then also denominator)
variable = "pension_insured"
where = { column = "a_elig", at_least = 1 }
interval = "korn_graubard"          # or logit, t, none
labels = { en = "…", zh-hans = "…" }
unit = "CNY"
chapter = "coverage"

[estimation]
domains = [["sex"], ["city"], ["sex", "wtype"]]
confidence = 0.95
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from surveys.cleaning.conditions import Combination, Comparison, Condition, read_condition
from surveys.cleaning.frame import Frame
from surveys.errors import Problem
from surveys.errors.documents import check_keys, read_names, unknown_variable
from surveys.estimation.estimate import IntervalMethod, Statistic
from surveys.estimation.plan import EstimationPlan, Indicator
from surveys.numerics.grouping import levels_of

TEXTS = ("name", "statistic", "variable", "denominator", "interval", "unit", "chapter")
KEYS = (*TEXTS, "where", "labels")
NEEDED = ("name", "statistic", "variable")
OF_PROPORTIONS: tuple[IntervalMethod, ...] = ("korn_graubard", "logit")
DOMAIN_LEVELS = 60


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
        indicator = _read_indicator(table, place, problems)
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


def _read_indicator(table: Any, where: str, problems: list[Problem]) -> Indicator | None:
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
    condition = None
    if "where" in table:
        condition = read_condition(table["where"], f"{where} › where", problems)
    _check_statistic(table, where, problems)
    if len(problems) > count:
        return None
    texts = {key: table[key] for key in TEXTS if key in table}
    texts.setdefault("interval", default_interval(table["statistic"]))
    return Indicator(**texts, where=condition, labels=dict(labels))


def default_interval(statistic: Statistic) -> IntervalMethod:
    """Korn-Graubard for proportions, t for everything else."""
    return "korn_graubard" if statistic == "proportion" else "t"


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
        if statistic == "proportion" or method not in OF_PROPORTIONS
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


def check_estimation_plan(plan: EstimationPlan, frame: Frame, where: str = "plan") -> list[Problem]:
    """Unknown columns, and columns that do not suit what is asked of them."""
    problems = []
    for number, indicator in enumerate(plan.indicators, start=1):
        problems += _check_indicator(indicator, frame, f"{where} › indicators[{number}]")
    for name in dict.fromkeys(name for names in plan.domains for name in names):
        problems += _check_domain(name, frame, f"{where} › estimation › domains")
    return problems


def _check_indicator(indicator: Indicator, frame: Frame, where: str) -> list[Problem]:
    problems = []
    for key, name in (("variable", indicator.variable), ("denominator", indicator.denominator)):
        place = f"{where} › {indicator.name} › {key}"
        if name and name not in frame.variables:
            problems.append(unknown_variable(name, frame.variables, place))
        elif name:
            problems += _check_kind(indicator, name, frame, place)
    place = f"{where} › {indicator.name} › where"
    for comparison in _comparisons(indicator.where):
        name = comparison.column
        if name not in frame.variables:
            problems.append(unknown_variable(name, frame.variables, place))
        elif isinstance(comparison.operand, float) and _kind(frame, name) in ("category", "text"):
            problems.append(Problem("not_numeric", place, repr(name)))
    return problems


def _kind(frame: Frame, name: str) -> str:
    return frame.variables[name].kind


def _check_kind(indicator: Indicator, name: str, frame: Frame, where: str) -> list[Problem]:
    kind = _kind(frame, name)
    if indicator.statistic != "proportion":
        return [] if kind in ("number", "money") else [Problem("not_numeric", where, repr(name))]
    if kind == "category" or (kind == "number" and is_yes_no(frame, name)):
        return []
    return [Problem("not_a_share", where, repr(name))]


def is_yes_no(frame: Frame, name: str) -> bool:
    """Whether a column holds nothing but 0, 1 and missing."""
    return bool(frame.data[name].dropna().isin([0, 1]).all())


def _check_domain(name: str, frame: Frame, where: str) -> list[Problem]:
    if name not in frame.variables:
        return [unknown_variable(name, frame.variables, where)]
    levels = len(levels_of(frame.data[name]).names)
    if _kind(frame, name) in ("text", "money") or levels > DOMAIN_LEVELS:
        found, details = f"{name!r}: {levels}", {"most": DOMAIN_LEVELS}
        return [Problem("not_a_domain", where, found, details)]
    return []


def _comparisons(condition: Condition | None) -> Iterator[Comparison]:
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Combination):
        for part in condition.parts:
            yield from _comparisons(part)
