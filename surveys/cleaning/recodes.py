"""Derived variables, computed in order; `surveys.cleaning.reading` reads them from a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from surveys.cleaning.conditions import Comparison, Condition, comparisons_of, holds
from surveys.cleaning.frame import Edit, Frame, Variable


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

    def comparisons(self) -> Iterator[Comparison]:
        """Every comparison that its conditions make."""
        for condition in (self.yes, self.among, *(level.when for level in self.levels)):
            yield from comparisons_of(condition)

    def terms(self) -> set[str]:
        """The columns that are added up."""
        return {*self.plus, *self.minus, *self.blank_is_zero}


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
