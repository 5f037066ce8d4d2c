"""The weighting plan as a document gives it.

[[weighting.steps]]
kind = "unknown_eligibility"          # by: the classes
by = ["stratum"]
[[weighting.steps]]
kind = "nonresponse_classes"
by = ["stratum"]
[[weighting.steps]]
kind = "nonresponse_propensity"       # classes of the propensity, 0: divide by the propensity
variables = ["stratum", "sex"]
classes = 5
weighted = true                       # false: the model is fitted without weights
[[weighting.steps]]
kind = "poststratify"
margin = "city_sex"
[[weighting.steps]]
kind = "rake"                         # tolerance and iterations may be given
margins = ["city", "sex"]
[[weighting.steps]]
kind = "calibrate"                    # distance: raking, linear or logit; bounds of after / before
margins = ["city", "sex", "hours"]
distance = "logit"
bounds = [0.5, 2.0]
[[weighting.steps]]
kind = "trim"                         # lower, upper or design_effect; margins to re-calibrate to
upper = 4.0
relative_to = "median"                # or weight, base
margins = ["city", "sex"]
[[weighting.steps]]
kind = "normalise"                    # total; without it the number of respondents
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, get_args

from surveys.errors import Problem
from surveys.errors.documents import check_keys, read_names
from surveys.plans.weighting.plan import (
    ORDER,
    Calibrate,
    NonresponseClasses,
    NonresponsePropensity,
    Normalise,
    PostStratify,
    Rake,
    Scale,
    Step,
    Trim,
    UnknownEligibility,
    WeightingPlan,
    check_margins,
)
from surveys.plans.weighting.reading_totals import read_control_totals
from surveys.weighting.calibration import Bounds, Distance


@dataclass(frozen=True, slots=True)
class Table:
    """One step's table with its place; what is wrong with it is appended to `problems`."""

    given: Mapping[str, Any]
    where: str
    problems: list[Problem]

    def wrong(self, code: str, key: str, **details: Any) -> None:
        found = repr(self.given[key]) if key in self.given else "—"
        self.problems.append(Problem(code, f"{self.where} › {key}", found, details))

    def keys(self, *allowed: str) -> None:
        check_keys(self.given, ("kind", *allowed), self.where, self.problems)

    def names(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        return read_names(self.given, key, self.where, self.problems, needed=needed)

    def whole(self, key: str, default: int, least: int) -> int:
        value = self.given.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.wrong("step_whole_number", key, least=least)
            return default
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.given.get(key, default)
        if not isinstance(value, bool):
            self.wrong("step_yes_no", key)
        return bool(value)

    def number(self, key: str, default: float, *, above: float = 0.0) -> float:
        value = self.given.get(key, default)
        if value == default:
            return default
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not isfinite(value) or value <= above:
            self.wrong("step_number", key, above=f"{above:g}")
            return default
        return float(value)

    def tolerance(self, default: float) -> float:
        value = self.given.get("tolerance", default)
        if not isinstance(value, float) or not 0 < value <= 1e-3:
            self.wrong("step_tolerance", "tolerance")
            return default
        return value

    def choice(self, key: str, default: str, known: tuple[str, ...]) -> Any:
        value = self.given.get(key, default)
        if value not in known:
            self.wrong("step_choice", key, choices=", ".join(known))
            return default
        return value


def _unknown(table: Table) -> Step:
    table.keys("by")
    return UnknownEligibility(table.names("by"))


def _classes(table: Table) -> Step:
    table.keys("by")
    return NonresponseClasses(table.names("by"))


def _propensity(table: Table) -> Step:
    table.keys("variables", "classes", "weighted")
    classes = table.whole("classes", 5, 0)
    if classes == 1:
        table.wrong("step_classes", "classes")
    weighted = table.flag("weighted", default=True)
    return NonresponsePropensity(table.names("variables"), classes, weighted)


def _poststratify(table: Table) -> Step:
    table.keys("margin")
    margin = table.given.get("margin")
    if not isinstance(margin, str) or not margin:
        table.wrong("step_margin", "margin")
    return PostStratify(str(margin))


def _rake(table: Table) -> Step:
    table.keys("margins", "tolerance", "iterations")
    iterations = table.whole("iterations", 1000, 1)
    return Rake(table.names("margins"), table.tolerance(1e-9), iterations)


def _calibrate(table: Table) -> Step:
    table.keys("margins", "distance", "bounds", "tolerance", "iterations")
    distance = table.choice("distance", "raking", get_args(Distance))
    bounds = _bounds(table)
    if (distance == "logit" and bounds is None) or (distance == "raking" and bounds is not None):
        table.wrong("step_distance_bounds", "bounds")
    return Calibrate(
        table.names("margins"),
        distance,
        bounds,
        table.tolerance(1e-10),
        table.whole("iterations", 100, 1),
    )


def _bounds(table: Table) -> Bounds | None:
    given = table.given.get("bounds")
    if given is None:
        return None
    numbers = isinstance(given, list) and all(
        isinstance(each, int | float) and not isinstance(each, bool) for each in given
    )
    if not numbers or len(given) != 2 or not 0 <= given[0] < 1 < given[1]:
        table.wrong("step_bounds", "bounds")
        return None
    return float(given[0]), float(given[1])


def _trim(table: Table) -> Step:
    table.keys("lower", "upper", "design_effect", "relative_to", "strict", "margins")
    if not {"lower", "upper", "design_effect"} & table.given.keys():
        table.wrong("step_no_limit", "upper")
    lower, upper = table.number("lower", 0.0), table.number("upper", inf)
    if lower >= upper:
        table.wrong("step_limits", "upper", lower=f"{lower:g}")
    effect = table.number("design_effect", 0.0, above=1.0)
    return Trim(
        lower,
        upper,
        table.choice("relative_to", "weight", get_args(Scale)),
        table.flag("strict", default=True),
        effect or None,
        table.names("margins", needed=False),
    )


def _normalise(table: Table) -> Step:
    table.keys("total")
    return Normalise(table.number("total", 0.0) or None)


READERS: dict[str, Callable[[Table], Step]] = {
    UnknownEligibility.kind: _unknown,
    NonresponseClasses.kind: _classes,
    NonresponsePropensity.kind: _propensity,
    PostStratify.kind: _poststratify,
    Rake.kind: _rake,
    Calibrate.kind: _calibrate,
    Trim.kind: _trim,
    Normalise.kind: _normalise,
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
                found = f"{step.kind} ← {steps[-1].kind}"
                problems.append(Problem("step_order", step_place, found))
            steps.append(step)
            problems += check_margins(step, given, controls, step_place)
    return WeightingPlan(tuple(steps), controls)


def _read_step(given: Any, where: str, problems: list[Problem]) -> Step | None:
    kind = given.get("kind") if isinstance(given, Mapping) else None
    if kind not in READERS:
        details = {"kinds": ", ".join(READERS)}
        problems.append(Problem("unknown_step", f"{where} › kind", repr(kind or given), details))
        return None
    return READERS[kind](Table(given, where, problems))
