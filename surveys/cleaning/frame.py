"""The typed table that weighting and estimation read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from surveys.cleaning.variable import Kind, Labels, Variable

__all__ = ["Edit", "Frame", "Kind", "Labels", "Variable"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the data: which rule, which column, how many cells."""

    rule: str
    variable: str
    changed: int


@dataclass(frozen=True)
class Frame:
    """Approved answers as typed columns.

    `data` holds a row per issued case, those without answers too: `category` columns are pandas Categorical of string codes,
    sorted by code point; `number` and `money` are float64 with NaN for missing; `text` is string.
    A derived yes/no variable is a float64 column of 0, 1 and NaN (not asked or not answered).
    The frame is never changed in place: each rule returns a new one with a longer log.
    """

    data: pd.DataFrame
    variables: Mapping[str, Variable]
    log: tuple[Edit, ...] = ()

    def __len__(self) -> int:
        return len(self.data)

    def with_column(self, variable: Variable, values: pd.Series, edit: Edit) -> Frame:
        """A new frame with this column added or replaced, and the edit logged."""
        return replace(
            self,
            data=self.data.assign(**{variable.name: values}),
            variables={**self.variables, variable.name: variable},
            log=(*self.log, edit),
        )
