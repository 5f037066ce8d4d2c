"""A plan for drawing a sample from a frame.

[sample]
completes = 3000                # interviews wanted; more where the goal needs more
strata = ["city", "wtype"]      # columns of the frame; absent: one stratum
cluster = "psu"                 # draw clusters first; absent: rows are drawn directly
measure = "persons"             # or: rows are clusters of this size, drawn in proportion to it
take = 12                       # interviews per cluster
order = ["district"]            # sort keys of a systematic draw; absent: random order

[allocation]
method = "power"                # proportional, equal, power (with exponent), neyman (with spreads)
exponent = 0.5
spreads = { "C1 × delivery" = 0.4 }
minimum = 24                    # interviews per stratum
domains = ["city"]              # and of these strata columns
domain_minimum = 300

[expected]
eligible = 0.85                 # shares of the issued, of the eligible, of the contacted
contacted = 0.8
answering = 0.75
icc = 0.05
cv_of_weights = 0.5
share = 0.5                     # the proportion whose precision is shown

[goal]                          # what the sample must reach at least; then completes may be absent
margin = 0.03                   # half the width of the interval
variation = 0.1                 # coefficient of variation
difference = 0.05               # that shows between two groups as large as a part
parts = "all"                   # or each of the strata, or of the domains
power = 0.8                     # of the test of a difference
confidence = 0.95
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, get_args

from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import check_keys, read_names
from surveys.plans.goal import Goal, Parts
from surveys.sampling.precision import Expected, Rates

METHODS = ("proportional", "equal", "power", "neyman")
TABLES: dict[str, tuple[str, ...]] = {
    "sample": ("completes", "strata", "cluster", "measure", "take", "order"),
    "allocation": ("method", "exponent", "spreads", "minimum", "domains", "domain_minimum"),
    "expected": ("eligible", "contacted", "answering", "icc", "cv_of_weights", "share"),
    "goal": ("margin", "variation", "difference", "parts", "power", "confidence"),
}
MOST = 100_000_000


@dataclass(frozen=True, slots=True)
class Allocation:
    """How the sample is shared out over strata; minimums count interviews."""

    method: str = "proportional"
    exponent: float = 0.5
    spreads: Mapping[str, float] = field(default_factory=dict)
    minimum: int = 0
    domains: tuple[str, ...] = ()
    domain_minimum: int = 0


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """What is to be drawn, what is expected of it, and what it must reach; at least `completes`."""

    completes: int
    strata: tuple[str, ...]
    cluster: str
    measure: str
    take: int
    order: tuple[str, ...]
    allocation: Allocation
    rates: Rates
    expected: Expected
    share: float
    goal: Goal


class _Table:
    """One table of the document; reads values and collects what is wrong with them."""

    def __init__(self, document: Mapping[str, Any], name: str, where: str, found: list[Problem]):
        given = document.get(name, {})
        self.where, self.problems = f"{where} › {name}", found
        if not isinstance(given, Mapping):
            found.append(Problem("sample_table", self.where, repr(given)))
            given = {}
        check_keys(given, TABLES[name], self.where, found)
        self.given = given

    def number(self, key: str, default: float, least: float, most: float) -> float:
        value = self.given.get(key, default)
        right = isinstance(value, int | float) and not isinstance(value, bool)
        if right and isfinite(value) and least <= value <= most:
            return float(value)
        bounds = {"least": f"{least:g}", "most": f"{most:g}"}
        self.problems.append(Problem("sample_number", f"{self.where} › {key}", repr(value), bounds))
        return default

    def perhaps(self, key: str, least: float, most: float) -> float | None:
        """A number, or None where there is none."""
        return None if self.given.get(key) is None else self.number(key, least, least, most)

    def whole(self, key: str, default: int, least: int) -> int:
        value = self.given.get(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST:
            return value
        place, details = f"{self.where} › {key}", {"least": least}
        self.problems.append(Problem("step_whole_number", place, repr(value), details))
        return least

    def name(self, key: str) -> str:
        value = self.given.get(key, "")
        if isinstance(value, str):
            return value
        self.problems.append(Problem("design_column_name", f"{self.where} › {key}", repr(value)))
        return ""

    def names(self, key: str) -> tuple[str, ...]:
        return read_names(self.given, key, self.where, self.problems, needed=False)


def read_sample_plan(document: Mapping[str, Any], where: str) -> SamplePlan:
    """The plan of a document; raises `SurveyError` with all that is wrong."""
    problems: list[Problem] = []
    for key in document.keys() - TABLES.keys():
        keys = {"keys": ", ".join(TABLES)}
        problems.append(Problem("unknown_key", f"{where} › {key}", repr(key), keys))
    sample = _Table(document, "sample", where, problems)
    expected = _Table(document, "expected", where, problems)
    strata = sample.names("strata")
    cluster, measure = sample.name("cluster"), sample.name("measure")
    if cluster and measure:
        found = f"{cluster}, {measure}"
        problems.append(Problem("sample_cluster_or_measure", sample.where, found))
    take = sample.whole("take", 1, 1)
    if take > 1 and not cluster and not measure:
        problems.append(Problem("sample_take", f"{sample.where} › take", str(take)))
    allocation = _allocation(_Table(document, "allocation", where, problems), strata)
    goal = _goal(_Table(document, "goal", where, problems), allocation)
    completes = sample.whole("completes", 0, 1)
    if not completes and not goal.is_set:
        problems.append(Problem("sample_size", f"{sample.where} › completes", "—"))
    plan = SamplePlan(
        completes=completes,
        strata=strata,
        cluster=cluster,
        measure=measure,
        take=take,
        order=sample.names("order"),
        allocation=allocation,
        rates=Rates(
            *(expected.number(key, 1, 0.001, 1) for key in ("eligible", "contacted", "answering"))
        ),
        expected=Expected(
            take, expected.number("icc", 0, 0, 1), expected.number("cv_of_weights", 0, 0, 10)
        ),
        share=expected.number("share", 0.5, 0.001, 0.999),
        goal=goal,
    )
    raise_if_any(problems)
    return plan


def _allocation(table: _Table, strata: tuple[str, ...]) -> Allocation:
    method = table.given.get("method", "proportional")
    if method not in METHODS:
        methods = {"methods": ", ".join(METHODS)}
        place = f"{table.where} › method"
        table.problems.append(Problem("allocation_method", place, repr(method), methods))
    domains = table.names("domains")
    if not set(domains) <= set(strata):
        names = {"strata": ", ".join(strata) or "—"}
        place = f"{table.where} › domains"
        table.problems.append(Problem("allocation_domains", place, ", ".join(domains), names))
    return Allocation(
        method=str(method),
        exponent=table.number("exponent", 0.5, 0, 1),
        spreads=_spreads(table),
        minimum=table.whole("minimum", 0, 0),
        domains=domains,
        domain_minimum=table.whole("domain_minimum", 0, 0),
    )


def _goal(table: _Table, allocation: Allocation) -> Goal:
    parts = table.given.get("parts", "all")
    if parts not in get_args(Parts):
        choices = {"choices": ", ".join(get_args(Parts))}
        table.problems.append(Problem("goal_parts", f"{table.where} › parts", repr(parts), choices))
    goal = Goal(
        margin=table.perhaps("margin", 0.001, 0.5),
        variation=table.perhaps("variation", 0.001, 10),
        difference=table.perhaps("difference", 0.001, 1),
        parts=parts,
        power=table.number("power", 0.8, 0.5, 0.999),
        confidence=table.number("confidence", 0.95, 0.5, 0.999),
    )
    if parts == "domains" and goal.is_set and not allocation.domains:
        table.problems.append(Problem("goal_domains", f"{table.where} › parts", repr(parts)))
    return goal


def _spreads(table: _Table) -> dict[str, float]:
    given = table.given.get("spreads", {})
    if not isinstance(given, Mapping):
        table.problems.append(Problem("sample_table", f"{table.where} › spreads", repr(given)))
        return {}
    spreads = {}
    for label, value in given.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (number and isfinite(value) and value > 0):
            place = f"{table.where} › spreads › {label}"
            table.problems.append(Problem("allocation_spread", place, repr(value)))
        else:
            spreads[label] = float(value)
    return spreads
