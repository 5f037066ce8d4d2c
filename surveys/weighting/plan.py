"""The weighting plan: steps in their order, and the control totals they reach for.

[[weighting.steps]]
kind = "unknown_eligibility"          # by: the classes
by = ["stratum"]
[[weighting.steps]]
kind = "nonresponse_classes"
by = ["stratum"]
[[weighting.steps]]
kind = "nonresponse_propensity"       # classes of the propensity; weighted = false: plain fit
variables = ["stratum", "sex"]
classes = 5
[[weighting.steps]]
kind = "poststratify"
margin = "city_sex"
[[weighting.steps]]
kind = "rake"                         # tolerance and iterations may be given
margins = ["city", "sex"]

[control_totals.city]
variables = ["city"]
source = "…"                         # or { en = "…", zh-hans = "…" }
date = "2021-04-01"
quality = "official"                  # or survey, company, assumption
totals = { C1 = 55922, C2 = 69538 }   # crossed: [{ city = "C1", sex = "F", total = 24426 }, …]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.errors import Problem
from surveys.errors.documents import check_keys, listed, read_names, unknown_variable
from surveys.weighting.control_totals import (
    ControlTotals,
    Mask,
    check_control_totals,
    read_control_totals,
)


@dataclass(frozen=True, slots=True)
class UnknownEligibility:
    """Spread the weight of cases of unknown eligibility over the known ones of their class."""

    kind: ClassVar[str] = "unknown_eligibility"
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NonresponseClasses:
    """Spread the weight of nonrespondents over the respondents of their class."""

    kind: ClassVar[str] = "nonresponse_classes"
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NonresponsePropensity:
    """The same with classes at the quantiles of a response propensity.

    `weighted` says whether the logistic model uses the weights; the class factors always do.
    """

    kind: ClassVar[str] = "nonresponse_propensity"
    variables: tuple[str, ...]
    classes: int = 5
    weighted: bool = True


@dataclass(frozen=True, slots=True)
class PostStratify:
    """Scale every cell of one table of control totals to its total."""

    kind: ClassVar[str] = "poststratify"
    margin: str


@dataclass(frozen=True, slots=True)
class Rake:
    """Scale to several margins in turn until each is met within `tolerance`, relative."""

    kind: ClassVar[str] = "rake"
    margins: tuple[str, ...]
    tolerance: float = 1e-9
    iterations: int = 1000


Step = UnknownEligibility | NonresponseClasses | NonresponsePropensity | PostStratify | Rake
# Eligibility comes before response, and calibration after both.
ORDER: dict[type, int] = {
    UnknownEligibility: 0,
    NonresponseClasses: 1,
    NonresponsePropensity: 1,
    PostStratify: 2,
    Rake: 2,
}


@dataclass(frozen=True, slots=True)
class WeightingPlan:
    """Steps in their order; control totals by name."""

    steps: tuple[Step, ...]
    control_totals: Mapping[str, ControlTotals]


Table = Mapping[str, Any]
Reader = Callable[[Table, str, list[Problem]], Step]


def _whole(
    table: Table, key: str, default: int, least: int, where: str, problems: list[Problem]
) -> int:
    given = table.get(key, default)
    if isinstance(given, bool) or not isinstance(given, int) or given < least:
        details = {"least": least}
        problems.append(Problem("step_whole_number", f"{where} › {key}", repr(given), details))
        return default
    return given


def _read_unknown(table: Table, where: str, problems: list[Problem]) -> Step:
    check_keys(table, ("kind", "by"), where, problems)
    return UnknownEligibility(read_names(table, "by", where, problems))


def _read_classes(table: Table, where: str, problems: list[Problem]) -> Step:
    check_keys(table, ("kind", "by"), where, problems)
    return NonresponseClasses(read_names(table, "by", where, problems))


def _read_propensity(table: Table, where: str, problems: list[Problem]) -> Step:
    check_keys(table, ("kind", "variables", "classes", "weighted"), where, problems)
    weighted = table.get("weighted", True)
    if not isinstance(weighted, bool):
        problems.append(Problem("step_yes_no", f"{where} › weighted", repr(weighted)))
    return NonresponsePropensity(
        read_names(table, "variables", where, problems),
        _whole(table, "classes", 5, 2, where, problems),
        bool(weighted),
    )


def _read_poststratify(table: Table, where: str, problems: list[Problem]) -> Step:
    check_keys(table, ("kind", "margin"), where, problems)
    margin = table.get("margin")
    if not isinstance(margin, str) or not margin:
        problems.append(Problem("step_margin", f"{where} › margin", repr(margin)))
    return PostStratify(str(margin))


def _read_rake(table: Table, where: str, problems: list[Problem]) -> Step:
    check_keys(table, ("kind", "margins", "tolerance", "iterations"), where, problems)
    tolerance = table.get("tolerance", 1e-9)
    if not isinstance(tolerance, float) or not 0 < tolerance <= 1e-3:
        problems.append(Problem("step_tolerance", f"{where} › tolerance", repr(tolerance)))
        tolerance = 1e-9
    return Rake(
        read_names(table, "margins", where, problems),
        tolerance,
        _whole(table, "iterations", 1000, 1, where, problems),
    )


READERS: dict[str, Reader] = {
    UnknownEligibility.kind: _read_unknown,
    NonresponseClasses.kind: _read_classes,
    NonresponsePropensity.kind: _read_propensity,
    PostStratify.kind: _read_poststratify,
    Rake.kind: _read_rake,
}


def read_weighting_plan(
    document: Mapping[str, Any], where: str, problems: list[Problem]
) -> WeightingPlan:
    """The plan of a document; everything that is wrong is appended to `problems`."""
    given = document.get("control_totals", {})
    place = f"{where} › control_totals"
    if not isinstance(given, Mapping):
        problems.append(Problem("control_totals_form", place, repr(given)))
        given = {}
    controls = {
        name: control
        for name, table in given.items()
        if (control := read_control_totals(name, table, f"{place}.{name}", problems)) is not None
    }
    weighting = document.get("weighting", {})
    if not isinstance(weighting, Mapping) or not isinstance(weighting.get("steps", []), list):
        problems.append(Problem("weighting_form", f"{where} › weighting", repr(weighting)))
        weighting = {}
    check_keys(weighting, ("steps",), f"{where} › weighting", problems)
    steps: list[Step] = []
    for number, table in enumerate(weighting.get("steps", []), start=1):
        step_place = f"{where} › weighting.steps[{number}]"
        step = _read_step(table, step_place, problems)
        if step is not None:
            if steps and ORDER[type(steps[-1])] > ORDER[type(step)]:
                problems.append(
                    Problem("step_order", step_place, f"{step.kind} ← {steps[-1].kind}")
                )
            steps.append(step)
            problems += _check_margins(step, given, controls, step_place)
    return WeightingPlan(tuple(steps), controls)


def _read_step(table: Any, where: str, problems: list[Problem]) -> Step | None:
    kind = table.get("kind") if isinstance(table, Mapping) else None
    if kind not in READERS:
        details = {"kinds": ", ".join(READERS)}
        problems.append(Problem("unknown_step", f"{where} › kind", repr(kind or table), details))
        return None
    return READERS[kind](table, where, problems)


def margins_of(step: Step) -> tuple[str, ...]:
    """The names of the control totals a step uses."""
    if isinstance(step, Rake):
        return step.margins
    return (step.margin,) if isinstance(step, PostStratify) else ()


def _check_margins(
    step: Step, given: Table, controls: Mapping[str, ControlTotals], where: str
) -> list[Problem]:
    """Margins nobody gave totals for, and margins whose totals add to different populations."""
    known = {"margins": listed(given) or "—"}
    problems = [
        Problem("unknown_margin", where, repr(name), known)
        for name in margins_of(step)
        if name not in given
    ]
    used = [controls[name] for name in margins_of(step) if name in controls]
    for control in used[1:]:
        first = used[0]
        if abs(control.population - first.population) > 1e-9 * first.population:
            found = (
                f"{first.name}: {first.population:.15g}, {control.name}: {control.population:.15g}"
            )
            problems.append(Problem("margin_totals_differ", where, found))
    return problems


def check_plan(
    plan: WeightingPlan, frame: Frame, respondents: Mask | None = None, where: str = "plan"
) -> list[Problem]:
    """What keeps this plan from weighting this frame; `respondents` (n,) are all rows by default.

    Unknown variables, levels without a target, missing values in margins, targets that no
    respondent can carry, targets of zero that respondents fall under.
    """
    answered = np.ones(len(frame), np.bool_) if respondents is None else respondents
    problems = []
    for number, step in enumerate(plan.steps, start=1):
        place = f"{where} › weighting.steps[{number}]"
        for name in _class_variables(step):
            if name not in frame.data.columns:
                problems.append(unknown_variable(name, frame.data.columns, place))
    used = dict.fromkeys(name for step in plan.steps for name in margins_of(step))
    for name in filter(plan.control_totals.__contains__, used):
        place = f"{where} › control_totals.{name}"
        problems += check_control_totals(plan.control_totals[name], frame, answered, place)
    return problems


def _class_variables(step: Step) -> tuple[str, ...]:
    if isinstance(step, NonresponsePropensity):
        return step.variables
    return step.by if isinstance(step, UnknownEligibility | NonresponseClasses) else ()
