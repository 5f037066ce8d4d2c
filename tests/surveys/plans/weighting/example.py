"""A small sample whose weights can be worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from surveys.cleaning.frame import Frame, Variable
from surveys.plans.weighting.plan import WeightingPlan
from surveys.plans.weighting.reading import read_weighting_plan

ORIGIN = {"source": "census, table 1", "date": "2021-04-01", "quality": "official"}
CITY = {"variables": ["city"], "totals": {"a": 60, "b": 40}, **ORIGIN}
SEX = {"variables": ["sex"], "totals": {"f": 50, "m": 50}, **ORIGIN}
CITY_SEX = {
    "variables": ["city", "sex"],
    "totals": [
        {"city": "a", "sex": "f", "total": 30},
        {"city": "a", "sex": "m", "total": 30},
        {"city": "b", "sex": "f", "total": 20},
        {"city": "b", "sex": "m", "total": 20},
    ],
    **ORIGIN,
}
CONTROLS = {"city": CITY, "sex": SEX, "city_sex": CITY_SEX}
RAKE = {"kind": "rake", "margins": ["city", "sex"]}
POSTSTRATIFY = {"kind": "poststratify", "margin": "city_sex"}
ELIGIBILITY = {"kind": "unknown_eligibility", "by": ["city"]}
CLASSES = {"kind": "nonresponse_classes", "by": ["city"]}
PROPENSITY = {"kind": "nonresponse_propensity", "variables": ["sex"], "classes": 2}


def frame_of(**columns: list[Any]) -> Frame:
    data = {
        name: pd.Categorical(values, categories=sorted({v for v in values if v is not None}))
        if not all(isinstance(value, float) for value in values)
        else np.array(values)
        for name, values in columns.items()
    }
    kinds = {
        name: "number" if isinstance(v[0], float) else "category" for name, v in columns.items()
    }
    return Frame(pd.DataFrame(data), {name: Variable(name, kinds[name]) for name in columns})


def eight() -> Frame:
    """Two cities by two sexes, two rows each."""
    return frame_of(city=list("aaaabbbb"), sex=list("ffmmffmm"))


def plan_of(*steps: dict[str, Any], controls: dict[str, Any] = CONTROLS) -> WeightingPlan:
    problems: list[Any] = []
    document = {"weighting": {"steps": list(steps)}, "control_totals": controls}
    plan = read_weighting_plan(document, "plan.toml", problems)
    assert problems == []
    return plan


def answered(rows: int) -> np.ndarray:
    return np.full(rows, "respondent")
