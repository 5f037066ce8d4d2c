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

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any, get_args

from surveys.errors import Problem
from surveys.errors.documents import check_keys
from surveys.errors.fields import allowed_in, read_fields
from surveys.plans.weighting.plan import (
    ORDER,
    Calibrate,
    Step,
    Trim,
    WeightingPlan,
    check_margins,
)
from surveys.plans.weighting.reading_totals import read_control_totals

STEPS: dict[str, type[Step]] = {step.kind: step for step in get_args(Step)}


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
    record = STEPS.get(kind) if isinstance(kind, str) else None
    if record is None:
        details = {"kinds": ", ".join(STEPS)}
        problems.append(Problem("unknown_step", f"{where} › kind", repr(kind or given), details))
        return None
    found: list[Problem] = []
    check_keys(given, ("kind", *allowed_in(record)), where, found)
    step = record(**read_fields(record, given, where, found))
    # What fields say together is asked of fields that are right by themselves.
    problems += found or _disagreeing(step, given, where)
    return step


def _disagreeing(step: Step, given: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """What is wrong with the fields of a step together."""
    if isinstance(step, Calibrate) and (
        (step.distance == "logit" and step.bounds is None)
        or (step.distance == "raking" and step.bounds is not None)
    ):
        found = repr(given["bounds"]) if "bounds" in given else "—"
        yield Problem("step_distance_bounds", f"{where} › bounds", found)
    if isinstance(step, Trim):
        if step.lower == 0 and step.upper == inf and step.design_effect is None:
            yield Problem("step_no_limit", f"{where} › upper", "—")
        if step.lower >= step.upper:
            details = {"lower": f"{step.lower:g}"}
            yield Problem("step_limits", f"{where} › upper", repr(given.get("upper")), details)
