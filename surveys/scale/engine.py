"""The two verbs, and the engines that offer them.

Rows alike in every key share a cell. The cells are the sufficient statistic of calibration and of
estimates by domain: weights are made and errors are estimated on them as on rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pandas as pd

COUNT, WEIGHT, FACTOR = "_n", "_weight", "_factor"


class Engine(Protocol):
    """Reads and writes Parquet: a file, or a folder of files."""

    def cells(
        self, source: Path, keys: Sequence[str], weight: str, values: Sequence[str] = ()
    ) -> pd.DataFrame:
        """A row per combination of keys, sorted by them.

        Columns: the keys, `_n` rows, `_weight` their weights' sum, and for each of `values` the
        weighted sum under its name. A missing key is a combination of its own, a missing value
        counts as zero.
        """

    def apply(
        self,
        source: Path,
        keys: Sequence[str],
        factors: pd.DataFrame,
        weight: str,
        target: Path,
    ) -> None:
        """Write the source to `target` with `weight` multiplied by its cell's `_factor`.

        `factors` holds the keys and `_factor`. Raises `SurveyError` for rows without a cell.
        """
