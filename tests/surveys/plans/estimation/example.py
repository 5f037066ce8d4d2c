"""Small frames, designs and plans for estimation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from surveys.cleaning.frame import Frame, Variable
from surveys.plans.estimation.estimate import Estimate
from surveys.plans.estimation.indicators import estimate_all
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from surveys.plans.weighting.weights import Weights
from surveys.sampling.design import Design, Stage


def frame_of(units: dict[str, str] | None = None, **columns: list[Any]) -> Frame:
    """Texts become categories, floats numbers, or money where a unit has three capitals."""
    units, data, variables = units or {}, {}, {}
    for name, values in columns.items():
        unit = units.get(name, "")
        if any(isinstance(value, str) for value in values):
            data[name] = pd.Categorical(values, categories=sorted({*values} - {None}))
            variables[name] = Variable(name, "category")
        else:
            data[name] = np.array(values, float)
            variables[name] = Variable(name, "money" if unit.isupper() else "number", unit=unit)
    return Frame(pd.DataFrame(data), variables)


def stage_of(strata: list[int], clusters: list[int], sizes: list[float] | None = None) -> Stage:
    counts = None if sizes is None else np.array(sizes, float)
    return Stage(np.array(strata), np.array(clusters), counts)


def design_of(strata: list[int], clusters: list[int], **rest: Any) -> Design:
    return Design((stage_of(strata, clusters),), **rest)


def simple(rows: int) -> Design:
    """One stratum, every row its own cluster."""
    return design_of([0] * rows, list(range(rows)))


def weights_of(values: list[float]) -> Weights:
    return Weights(np.array(values, float), np.array(values, float), ())


def one(
    frame: Frame, indicator: Indicator, design: Design | None = None, weights: Any = None
) -> Estimate:
    """The single estimate of one indicator for everybody."""
    rows = len(frame)
    plan = EstimationPlan((indicator,), ())
    given = weights or weights_of([10.0] * rows)
    (estimate,) = estimate_all(frame, design or simple(rows), given, plan)
    return estimate
