"""Control totals: what is known of the population, held against a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from pandas.api.types import is_numeric_dtype

from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import Levels, combinations, levels_of
from surveys.cleaning.variable import Labels
from surveys.errors import Problem
from surveys.errors.documents import too_many_levels, unknown_variable
from surveys.numerics.grouping import IntCodes, Mask

Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ControlTotals:
    """The totals of one margin, by the levels of one variable or of several crossed.

    `source` is a text, or one per language; `date` is the reference date, ISO 8601; `quality` says
    how sure the source is.
    """

    name: str
    variables: tuple[str, ...]
    totals: Mapping[Cell, float]
    source: str | Labels
    date: str
    quality: str

    @property
    def population(self) -> float:
        """The sum of all totals."""
        return float(sum(self.totals.values()))


@dataclass(frozen=True, slots=True)
class NumericTotal:
    """The population total of a number, such as hours worked in a week."""

    name: str
    variable: str
    total: float
    source: str | Labels
    date: str
    quality: str

    @property
    def variables(self) -> tuple[str, ...]:
        """As of a margin: the one variable it is about."""
        return (self.variable,)

    @property
    def totals(self) -> Mapping[Cell, float]:
        """As of a margin without levels: one total."""
        return {(): self.total}


def cell_name(cell: Cell) -> str:
    """How a crossed level is written: "C1 × F"."""
    return " × ".join(cell)


def cell_codes(control: ControlTotals, frame: Frame) -> IntCodes:
    """Per row the position of its cell in `control.totals`; -1 where there is none."""
    positions = {cell: position for position, cell in enumerate(control.totals)}
    cells, names = combinations([levels_of(frame.data[name]) for name in control.variables])
    return np.array([positions.get(name, -1) for name in names], np.int64)[cells]


def check_control_totals(
    control: ControlTotals, frame: Frame, respondents: Mask, where: str
) -> list[Problem]:
    """What keeps respondents from being weighted to these totals."""
    unknown = [name for name in control.variables if name not in frame.data.columns]
    if unknown:
        place = f"{where} › variables"
        return [unknown_variable(name, frame.data.columns, place) for name in unknown]
    levels = [levels_of(frame.data[name]) for name in control.variables]
    missing = [
        Problem("margin_value_missing", f"{where} › {name}", str(count))
        for name, each in zip(control.variables, levels, strict=True)
        if (count := int(((each.codes < 0) & respondents).sum()))
    ]
    answered = np.logical_and.reduce([respondents, *(each.codes >= 0 for each in levels)])
    cells, names = combinations([Levels(each.codes[answered], each.names) for each in levels])
    if many := too_many_levels(max(len(names), len(control.totals)), where):
        return [*missing, *many]
    counts = np.bincount(cells, minlength=len(names)).tolist()
    return missing + _compare(control.totals, dict(zip(names, counts, strict=True)), where)


def _compare(totals: Mapping[Cell, float], counts: Mapping[Cell, int], where: str) -> list[Problem]:
    problems = []
    for cell in sorted(totals.keys() | counts.keys()):
        place, n = f"{where} › {cell_name(cell)}", counts.get(cell, 0)
        if cell not in totals:
            problems.append(Problem("level_without_target", place, f"n = {n}"))
        elif n and totals[cell] == 0:
            problems.append(Problem("zero_target", place, f"n = {n}"))
        elif not n and totals[cell] > 0:
            problems.append(Problem("empty_cell", place, "n = 0", {"target": f"{totals[cell]:g}"}))
    return problems


def check_numeric_total(
    control: NumericTotal, frame: Frame, respondents: Mask, where: str
) -> list[Problem]:
    """What keeps respondents from being weighted to this total."""
    if control.variable not in frame.data.columns:
        return [unknown_variable(control.variable, frame.data.columns, f"{where} › numeric")]
    column = frame.data[control.variable]
    place = f"{where} › {control.variable}"
    if not is_numeric_dtype(column.dtype):
        return [Problem("not_numeric", place, repr(control.variable))]
    values = column.to_numpy(np.float64)[respondents]
    missing = int(np.count_nonzero(~np.isfinite(values)))
    if missing:
        return [Problem("margin_value_missing", place, str(missing))]
    if not values.any():
        return [Problem("numeric_all_zero", place, "0", {"total": f"{control.total:g}"})]
    return []
