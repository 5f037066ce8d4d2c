"""Round scales for a range of values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from portal.charts.records import Axis

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def linear_axis(
    values: Iterable[float], written: Callable[[float], str], *, from_zero: bool, count: int = 5
) -> Axis:
    """A scale with about `count` round ticks around all values; `written` turns one into text."""
    finite = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(finite), max(finite)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - abs(low or 1.0) / 2, high + abs(high or 1.0) / 2
    step = round_step((high - low) / count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple((i * step, written(i * step)) for i in range(first, last + 1))
    return Axis(first * step, last * step, ticks)


def logarithmic_axis(values: Iterable[float], written: Callable[[float], str]) -> Axis:
    """A scale of 1, 3, 10, 30 … around all positive values."""
    positive = [value for value in values if value > 0 and math.isfinite(value)] or [1.0]
    low, high = min(positive), max(positive)
    first = math.floor(math.log10(low))
    marks = [
        factor * 10.0**power
        for power in range(first, math.ceil(math.log10(high)) + 2)
        for factor in (1.0, 3.0)
    ]
    start = max(mark for mark in marks if mark <= low)
    stop = min(mark for mark in marks if mark >= high and mark > start)
    ticks = tuple((mark, written(mark)) for mark in marks if start <= mark <= stop)
    return Axis(start, stop, ticks, logarithmic=True)


def round_step(rough: float) -> float:
    """The round number at or above a rough step."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough - 1e-12)
