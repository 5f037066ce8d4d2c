"""Derived variables, declared in a plan and computed in order.

[[recodes]]                         # yes/no: 1, 0, or missing where the condition is unknown
name = "unemployment_insured"
yes = {column = "f_unemp", one_of = ["1", "3"]}
among = {column = "a_elig", at_least = 1}             # outside: missing

[[recodes]]                         # groups: the first level whose condition holds
name = "age_group"
[[recodes.levels]]
code = "16-24"
when = {column = "a_age", at_most = 24}

[[recodes]]                         # sums: missing where a term is, unless blank counts as zero
name = "net_income"
plus = ["d_gross"]
minus = ["d_costs"]
blank_is_zero = ["d_costs"]
unit = "CNY"
kind = "money"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from surveys.cleaning.conditions import Condition, columns_of, holds, read_condition
from surveys.cleaning.frame import Edit, Frame, Variable
from surveys.errors import Problem

DERIVATIONS = ("yes", "levels", "plus")
KEYS = {*DERIVATIONS, "name", "labels", "unit", "kind", "among", "minus", "blank_is_zero", "times"}


@dataclass(frozen=True, slots=True)
class Level:
    """One group of a grouping, and when a row belongs to it."""

    code: str
    when: Condition
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recode:
    """One derived variable; exactly one of `yes`, `levels` and `plus` is given."""

    variable: Variable
    yes: Condition | None = None
    among: Condition | None = None
    levels: tuple[Level, ...] = ()
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    blank_is_zero: tuple[str, ...] = ()
    times: float = 1.0

    def columns(self) -> set[str]:
        """The columns this recode reads."""
        conditions = [self.yes, self.among, *(level.when for level in self.levels)]
        read = {name for each in conditions if each is not None for name in columns_of(each)}
        return read | {*self.plus, *self.minus, *self.blank_is_zero}


def read_recodes(
    document: Mapping[str, Any], where: str, problems: list[Problem]
) -> tuple[Recode, ...]:
    """The `[[recodes]]` of a plan; what is wrong is appended to `problems`."""
    recodes = []
    for number, data in enumerate(document.get("recodes", []), start=1):
        place = f"{where} › recodes[{number}]"
        for key in data.keys() - KEYS:
            problems.append(
                Problem(
                    "recode_key", f"{place} › {key}", repr(key), {"keys": ", ".join(sorted(KEYS))}
                )
            )
        given = [key for key in DERIVATIONS if key in data]
        if not isinstance(data.get("name"), str) or len(given) != 1:
            problems.append(Problem("recode_form", place, ", ".join(sorted(data)) or "—"))
            continue
        recodes.append(_read_recode(data, given[0], place, problems))
    return tuple(recodes)


def _read_recode(data: Mapping[str, Any], form: str, place: str, problems: list[Problem]) -> Recode:
    def condition(key: str) -> Condition | None:
        return read_condition(data[key], f"{place} › {key}", problems) if key in data else None

    levels = _read_levels(data.get("levels", []), place, problems)
    variable = Variable(
        data["name"],
        "category" if form == "levels" else data.get("kind", "number"),
        data.get("labels", {}),
        {level.code: level.labels for level in levels},
        data.get("unit", ""),
    )
    return Recode(
        variable,
        condition("yes"),
        condition("among"),
        levels,
        tuple(data.get("plus", ())),
        tuple(data.get("minus", ())),
        tuple(data.get("blank_is_zero", ())),
        float(data.get("times", 1.0)),
    )


def _read_levels(
    given: Sequence[Mapping[str, Any]], place: str, problems: list[Problem]
) -> tuple[Level, ...]:
    levels = []
    for number, data in enumerate(given, start=1):
        where = f"{place} › levels[{number}]"
        if not isinstance(data.get("code"), str) or "when" not in data:
            problems.append(Problem("recode_level", where, repr(dict(data))))
            continue
        when = read_condition(data["when"], f"{where} › when", problems)
        if when is not None:
            levels.append(Level(data["code"], when, data.get("labels", {})))
    return tuple(levels)


def check_recodes(recodes: Sequence[Recode], frame: Frame, where: str) -> list[Problem]:
    """A problem for every column that a recode reads and nothing provides before it."""
    known, problems = set(frame.variables), []
    for number, recode in enumerate(recodes, start=1):
        for name in sorted(recode.columns() - known):
            problems.append(
                Problem(
                    "unknown_column",
                    f"{where} › recodes[{number}] › {recode.variable.name}",
                    repr(name),
                    {"columns": ", ".join(sorted(known))},
                )
            )
        known.add(recode.variable.name)
    return problems


def apply_recodes(recodes: Sequence[Recode], frame: Frame) -> Frame:
    """The frame with every derived variable; the log counts the cells each one filled."""
    for recode in recodes:
        values = _values(recode, frame)
        filled = Edit("recode", recode.variable.name, int(values.notna().sum()))
        frame = frame.with_column(recode.variable, values, filled)
    return frame


def _values(recode: Recode, frame: Frame) -> pd.Series:
    if recode.yes is not None:
        values = holds(recode.yes, frame).astype("Float64").astype("float64")
        if recode.among is not None:
            values = values.where(holds(recode.among, frame).fillna(False).astype(bool))
        return values
    if recode.levels:
        return _grouped(recode, frame)
    terms = [(name, 1.0) for name in recode.plus] + [(name, -1.0) for name in recode.minus]
    total = pd.Series(0.0, index=frame.data.index)
    for name, sign in terms:
        column = frame.data[name]
        total += sign * (column.fillna(0.0) if name in recode.blank_is_zero else column)
    return total * recode.times


def _grouped(recode: Recode, frame: Frame) -> pd.Series:
    codes = pd.Series(pd.NA, index=frame.data.index, dtype="str")
    for level in reversed(recode.levels):
        codes = codes.mask(holds(level.when, frame).fillna(False).astype(bool), level.code)
    levels = sorted(level.code for level in recode.levels)
    return pd.Series(pd.Categorical(codes, categories=levels), index=frame.data.index)
