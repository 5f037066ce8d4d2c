"""The engine for what fits into memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from surveys.scale.checks import need_columns, need_numbers, refuse_weights, refuse_without_cell
from surveys.scale.engine import COUNT, FACTOR, WEIGHT


def cells_of(
    data: pd.DataFrame, keys: Sequence[str], weight: str, values: Sequence[str]
) -> pd.DataFrame:
    """The cells of a table in memory; those of several tables add up.

    Raises `SurveyError` for weights that are no numbers above zero.
    """
    numeric = [name for name in {weight, *values} if is_numeric_dtype(data[name].dtype)]
    need_numbers([weight, *values], numeric, "data")
    given = data[weight].to_numpy(np.float64, na_value=np.nan)
    refuse_weights(int((~np.isfinite(given)).sum()), int((given <= 0).sum()), f"data › {weight}")
    parts = data[[*keys]].copy()
    parts[COUNT], parts[WEIGHT] = 1, data[weight]
    for name in values:
        parts[name] = data[weight] * data[name].fillna(0.0)
    return add_up(parts, keys)


def add_up(parts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """One row per combination of keys, all other columns summed."""
    return parts.groupby([*keys], dropna=False, observed=True, sort=True).sum().reset_index()


def multiplied(
    data: pd.DataFrame, keys: Sequence[str], factors: pd.DataFrame, weight: str
) -> pd.DataFrame:
    """The table with new weights, missing where a row's cell has no factor."""
    joined = data[[*keys]].merge(factors[[*keys, FACTOR]], on=[*keys], how="left")
    return data.assign(**{weight: data[weight].to_numpy() * joined[FACTOR].to_numpy()})


class PandasEngine:
    """Reads the whole source."""

    def cells(
        self, source: Path, keys: Sequence[str], weight: str, values: Sequence[str] = ()
    ) -> pd.DataFrame:
        data = pd.read_parquet(source)
        need_columns([*keys, weight, *values], [*data.columns], str(source.name))
        return cells_of(data, keys, weight, values)

    def apply(
        self,
        source: Path,
        keys: Sequence[str],
        factors: pd.DataFrame,
        weight: str,
        target: Path,
    ) -> None:
        data = pd.read_parquet(source)
        need_columns([*keys, weight], [*data.columns], str(source.name))
        result = multiplied(data, keys, factors, weight)
        refuse_without_cell(int(result[weight].isna().sum()), str(source.name))
        result.to_parquet(target, index=False)
