"""Steps to begin with, made of a plan's own strata and control totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.plans.sections import step_text
from surveys.plans.weighting.reading import STEPS

KINDS = tuple(STEPS)
KEYS = {
    "unknown_eligibility": "by",
    "nonresponse_classes": "by",
    "nonresponse_propensity": "variables, classes = 5, weighted = true",
    "poststratify": "margin",
    "rake": "margins, tolerance = 1e-9, iterations = 1000",
    "calibrate": (
        'margins, distance = "raking" | "linear" | "logit", bounds = [0.3, 3.0], '
        "tolerance = 1e-10, iterations = 100"
    ),
    "trim": (
        'lower, upper, design_effect, relative_to = "weight" | "median" | "base", '
        "strict = true, margins"
    ),
    "normalise": "total",
}
"""The keys of each step; a value is the one that holds without the key, or shows the form."""


def suggested_step(kind: str, strata: Sequence[str], margins: Sequence[str]) -> str:
    """The text of a step of this kind that uses these strata and margins."""
    by, margins = list(strata) or ["unit_stratum"], list(margins) or ["city"]
    values: Mapping[str, dict[str, Any]] = {
        "unknown_eligibility": {"by": by},
        "nonresponse_classes": {"by": by},
        "nonresponse_propensity": {"variables": by, "classes": 5},
        "poststratify": {"margin": margins[0]},
        "rake": {"margins": margins},
        "calibrate": {"margins": margins, "distance": "logit", "bounds": [0.3, 3.0]},
        "trim": {"upper": 6.0, "relative_to": "median", "margins": margins},
        "normalise": {},
    }
    return step_text({"kind": kind, **values[kind]})
