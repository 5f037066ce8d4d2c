"""Control totals: what is known of the population, read from a plan and held against a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.cleaning.frame import Frame
from surveys.cleaning.variable import Labels
from surveys.errors import Problem
from surveys.errors.documents import check_keys, read_names, unknown_variable
from surveys.numerics.grouping import Floats, IntCodes, crossed, levels_of

QUALITIES = ("official", "survey", "company", "assumption")
KEYS = ("variables", "source", "date", "quality", "totals")
Cell = tuple[str, ...]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ControlTotals:
    """The totals of one margin, by the levels of one variable or of several crossed.

    `source` is a text, or one per language; `date` is the reference date, ISO 8601; `quality` one of
    `QUALITIES`.
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


def read_control_totals(
    name: str, data: Any, where: str, problems: list[Problem]
) -> ControlTotals | None:
    """One `[control_totals.NAME]` table; None when what it lacks makes it unusable."""
    if not isinstance(data, Mapping):
        problems.append(Problem("control_totals_form", where, repr(data)))
        return None
    check_keys(data, KEYS, where, problems)
    source = data.get("source", "")
    if not _is_named(source):
        problems.append(
            Problem("control_totals_source", f"{where} › source", _shown(source or None))
        )
    if not _is_date(data.get("date")):
        problems.append(Problem("control_totals_date", f"{where} › date", _shown(data.get("date"))))
    if data.get("quality") not in QUALITIES:
        place, known = f"{where} › quality", {"qualities": ", ".join(QUALITIES)}
        problems.append(
            Problem("control_totals_quality", place, _shown(data.get("quality")), known)
        )
    variables = read_names(data, "variables", where, problems)
    totals = _read_cells(data.get("totals"), variables, f"{where} › totals", problems)
    if not variables or not totals:
        return None
    return ControlTotals(
        name, variables, totals, source, str(data.get("date")), str(data.get("quality"))
    )


def _is_named(source: Any) -> bool:
    """Whether a source is a text, or a table with a text per language."""
    texts = list(source.values()) if isinstance(source, Mapping) else [source]
    return bool(texts) and all(isinstance(text, str) and text.strip() for text in texts)


def _shown(value: Any) -> str:
    return "—" if value is None else repr(value)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, date) or bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _read_cells(
    given: Any, variables: tuple[str, ...], where: str, problems: list[Problem]
) -> dict[Cell, float]:
    """Totals by cell, from {level = total} or from [{variable = level, …, total = total}]."""
    cells: dict[Cell, float] = {}
    for cell, total in _cells(given, variables, where, problems):
        place = f"{where} › {cell_name(cell)}"
        if isinstance(total, bool) or not isinstance(total, int | float) or not _usable(total):
            problems.append(Problem("control_total_negative", place, repr(total)))
        elif cell in cells:
            problems.append(Problem("control_total_twice", place, repr(total)))
        else:
            cells[cell] = float(total)
    return cells


def _cells(
    given: Any, variables: tuple[str, ...], where: str, problems: list[Problem]
) -> list[tuple[Cell, Any]]:
    if isinstance(given, Mapping) and len(variables) == 1 and given:
        return [((str(level),), total) for level, total in given.items()]
    if not isinstance(given, list) or not given or not variables:
        problems.append(Problem("control_totals_cells", where, _shown(given)))
        return []
    keys = {*variables, "total"}
    rows = [row for row in given if isinstance(row, Mapping) and row.keys() == keys]
    if len(rows) < len(given):
        found = f"{len(given) - len(rows)} / {len(given)}"
        problems.append(Problem("control_totals_rows", where, found))
    return [(tuple(str(row[name]) for name in variables), row["total"]) for row in rows]


def _usable(total: float) -> bool:
    return isfinite(total) and total >= 0


def cell_name(cell: Cell) -> str:
    """How a crossed level is written: "C1 × F"."""
    return " × ".join(cell)


def cell_codes(control: ControlTotals, frame: Frame) -> IntCodes:
    """Per row the position of its cell in `control.totals`; -1 where there is none."""
    positions = {cell: position for position, cell in enumerate(control.totals)}
    levels = [levels_of(frame.data[name]) for name in control.variables]
    cells, first = crossed([each.codes + 1 for each in levels])
    names = [tuple(("", *each.names)[each.codes[row] + 1] for each in levels) for row in first]
    return np.array([positions.get(name, -1) for name in names], np.int64)[cells]


def targets(control: ControlTotals) -> Floats:
    """The totals in the order that `cell_codes` refers to."""
    return np.array(list(control.totals.values()))


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
    cells, first = crossed([each.codes[answered] for each in levels])
    rows = np.flatnonzero(answered)[first]
    counts = np.bincount(cells, minlength=len(rows))
    found = {
        tuple(each.names[each.codes[row]] for each in levels): int(count)
        for row, count in zip(rows, counts, strict=True)
    }
    return missing + _compare(control.totals, found, where)


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
