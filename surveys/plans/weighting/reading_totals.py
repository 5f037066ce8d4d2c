"""Control totals as a plan document gives them.

[control_totals.city]
variables = ["city"]
source = "…"                          # or { en = "…", zh-hans = "…" }
date = "2021-04-01"
quality = "official"                  # or survey, company, assumption
totals = { C1 = 55922, C2 = 69538 }   # crossed: [{ city = "C1", sex = "F", total = 24426 }, …]

[control_totals.hours]                # the total of a number, for calibration
numeric = "hours"
source = "…"                          # or { en = "…", zh-hans = "…" }
date = "2021-04-01"
quality = "survey"
total = 13360826.5
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from surveys.cleaning.variable import Labels
from surveys.errors import Problem
from surveys.errors.documents import check_keys, read_names
from surveys.plans.weighting.control_totals import Cell, ControlTotals, NumericTotal, cell_name

QUALITIES = ("official", "survey", "company", "assumption")
KEYS = ("variables", "source", "date", "quality", "totals")
NUMERIC_KEYS = ("numeric", "source", "date", "quality", "total")


def read_control_totals(
    name: str, data: Any, where: str, problems: list[Problem]
) -> ControlTotals | NumericTotal | None:
    """One `[control_totals.NAME]` table; None when what it lacks makes it unusable."""
    if not isinstance(data, Mapping):
        problems.append(Problem("control_totals_form", where, repr(data)))
        return None
    numeric = "numeric" in data
    check_keys(data, NUMERIC_KEYS if numeric else KEYS, where, problems)
    source = data.get("source", "")
    if not is_named(source):
        found = _shown(source or None)
        problems.append(Problem("control_totals_source", f"{where} › source", found))
    if not is_date(data.get("date")):
        problems.append(Problem("control_totals_date", f"{where} › date", _shown(data.get("date"))))
    if data.get("quality") not in QUALITIES:
        place, known = f"{where} › quality", {"qualities": ", ".join(QUALITIES)}
        problems.append(
            Problem("control_totals_quality", place, _shown(data.get("quality")), known)
        )
    origin = (source, str(data.get("date")), str(data.get("quality")))
    if numeric:
        return _read_number(name, data, origin, where, problems)
    variables = read_names(data, "variables", where, problems)
    totals = _read_cells(data.get("totals"), variables, f"{where} › totals", problems)
    if not variables or not totals:
        return None
    return ControlTotals(name, variables, totals, *origin)


def _read_number(
    name: str,
    data: Mapping[str, Any],
    origin: tuple[str | Labels, str, str],
    where: str,
    problems: list[Problem],
) -> NumericTotal | None:
    variable, total = data["numeric"], data.get("total")
    if not isinstance(variable, str) or not variable:
        problems.append(Problem("control_totals_numeric", f"{where} › numeric", repr(variable)))
        return None
    if isinstance(total, bool) or not isinstance(total, int | float) or not isfinite(total):
        problems.append(Problem("control_total_number", f"{where} › total", _shown(total)))
        return None
    return NumericTotal(name, variable, float(total), *origin)


def is_named(source: Any) -> bool:
    """Whether a source is a text, or a table with a text per language."""
    texts = list(source.values()) if isinstance(source, Mapping) else [source]
    return bool(texts) and all(isinstance(text, str) and text.strip() for text in texts)


def _shown(value: Any) -> str:
    return "—" if value is None else repr(value)


def is_date(value: Any) -> bool:
    """Whether a value is a date, or a text such as 2021-04-01."""
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
