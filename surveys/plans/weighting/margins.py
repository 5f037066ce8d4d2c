"""The control totals of a plan, held on a frame."""

from __future__ import annotations

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.numerics.grouping import Mask
from surveys.plans.weighting.control_totals import (
    ControlTotals,
    NumericTotal,
    cell_codes,
    cell_name,
)
from surveys.plans.weighting.plan import WeightingPlan
from surveys.weighting.margins import Margin, Margins, NumberTotal


def margins_on(
    frame: Frame, plan: WeightingPlan, names: tuple[str, ...], respondents: Mask
) -> Margins:
    """The margins of these names on a frame that `check_plan` found fit."""
    return Margins(
        tuple(_margin(each, frame, respondents) for each in plan.margins(names)),
        tuple(_number(each, frame, respondents) for each in plan.numbers(names)),
    )


def _margin(control: ControlTotals, frame: Frame, respondents: Mask) -> Margin:
    levels = tuple(map(cell_name, control.totals))
    codes = np.where(respondents, cell_codes(control, frame), 0)
    return Margin(control.name, levels, np.array([*control.totals.values()]), codes)


def _number(control: NumericTotal, frame: Frame, respondents: Mask) -> NumberTotal:
    values = frame.data[control.variable].to_numpy(np.float64)
    counted = np.where(respondents, values, 0.0)
    return NumberTotal(control.name, control.variable, control.total, counted)
