"""The levels of a column: texts as integer codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from surveys.numerics.grouping import IntCodes, crossed


@dataclass(frozen=True, slots=True)
class Levels:
    """A column as codes: `codes` (n,) index `names`, sorted by code point; -1 is missing."""

    codes: IntCodes
    names: tuple[str, ...]


def levels_of(column: pd.Series) -> Levels:
    """The levels of a column; a categorical keeps its empty levels, a number reads "1" or "1.5"."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        names = tuple(str(level) for level in column.cat.categories)
        return Levels(np.asarray(column.cat.codes, np.int64), names)
    codes, texts = pd.factorize(as_text(column).to_numpy(object), sort=True)
    return Levels(np.asarray(codes, np.int64), tuple(str(text) for text in texts))


def as_text(column: pd.Series) -> pd.Series:
    """Values as texts, None where missing or blank; whole numbers lose their decimal point."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.map(lambda value: f"{value:.15g}", na_action="ignore").astype(object)
    text = column.astype(object).map(str, na_action="ignore")
    return text.where(text.notna() & (text != ""), None)


def combinations(levels: Sequence[Levels]) -> tuple[IntCodes, list[tuple[str, ...]]]:
    """One code per combination of levels that occurs (n,), and what they are, "" for missing."""
    codes, first = crossed([each.codes + 1 for each in levels])
    named = [np.array(["", *each.names], object)[each.codes[first] + 1] for each in levels]
    return codes, list(zip(*named, strict=True))
