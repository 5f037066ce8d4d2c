"""The weighting steps of a case as a weighting plan."""

from __future__ import annotations

from typing import Any

import numpy as np

from surveys.plans.weighting.control_totals import ControlTotals, NumericTotal
from surveys.plans.weighting.plan import Calibrate, PostStratify, Rake, Step, Trim, WeightingPlan
from tests.reference.reading import Case, Unsupported

Control = ControlTotals | NumericTotal
# Far inside the tolerance of the cases: R iterated until nothing changed.
RAKING, CALIBRATION = 1e-13, 1e-12


def plan_of(case: Case) -> WeightingPlan:
    steps: list[Step] = []
    controls: dict[str, Control] = {}
    for given in case.given["weighting"]:
        used = _controls(given)
        controls |= used
        steps.append(_step(given, tuple(used)))
    return WeightingPlan(tuple(steps), controls)


def _step(given: dict[str, Any], names: tuple[str, ...]) -> Step:
    kind = given["step"]
    if kind == "poststratify":
        return PostStratify(names[0])
    if kind == "rake_ipf":
        return Rake(names, RAKING, rake_compatible=True)
    if kind == "calibrate":
        bounds = tuple(given["bounds"]) if given.get("bounds") else None
        return Calibrate(names, given["calfun"], bounds, CALIBRATION)
    if kind == "trim":
        return Trim(given.get("lower", 0.0), given.get("upper", np.inf), strict=given["strict"])
    raise Unsupported(f"weighting step {kind}")


def _controls(given: dict[str, Any]) -> dict[str, Control]:
    margins = dict(given.get("margins") or {})
    if "population" in given:
        margins["*".join(given["vars"])] = given["population"]
    found: dict[str, Control] = {name: _margin(name, totals) for name, totals in margins.items()}
    for name, total in (given.get("numeric") or {}).items():
        found[f"total of {name}"] = NumericTotal(f"total of {name}", name, total, "", "", "")
    return found


def _margin(name: str, totals: Any) -> ControlTotals:
    variables = tuple(name.split("*"))
    if isinstance(totals, dict):
        cells = {(level,): total for level, total in totals.items()}
    else:
        cells = {tuple(row[each] for each in variables): row["Freq"] for row in totals}
    return ControlTotals(name, variables, cells, "", "", "")
