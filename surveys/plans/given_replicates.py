"""Replicates made elsewhere: columns of the data that hold each row's replicate weights or factors.

[replicates]
method = "given"
columns = ["repw*"]    # names, or a beginning and *, for all columns that begin so
hold = "weights"       # or "factors", which multiply the base weight
scale = 0.05           # the variance is scale Σ rscale (t − c)²
rscales = [1, 1, 1]    # one per column; absent: all 1
mse = true             # c is the full-sample estimate; absent or false: the replicates' mean
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import check_keys, listed, read_names, unknown_variable
from surveys.numerics.grouping import Floats
from surveys.plans.columns import found_on, on_lines
from surveys.plans.design import SampleDesign
from surveys.sampling.replicates import ReplicateDesign, given

Hold = Literal["weights", "factors"]
KEYS = ("method", "columns", "hold", "scale", "rscales", "mse")
ANY = "*"


@dataclass(frozen=True, slots=True)
class GivenReplicates:
    """Which columns hold the replicates, and how their variance is taken."""

    columns: tuple[str, ...]
    hold: Hold
    scale: float
    rscales: tuple[float, ...] | None
    mse: bool
    where: str

    def of(self, data: pd.DataFrame, sample: SampleDesign) -> ReplicateDesign:
        """The replicates of a table; raises `SurveyError` with all that is wrong.

        Where the rows of every cluster have the same factors, these belong to the design's clusters,
        otherwise to the rows.
        """
        names, problems = self._names(data)
        raise_if_any(problems)
        factors = np.column_stack([_numbers(data[name], problems) for name in names])
        raise_if_any(problems)
        if self.hold == "weights":
            factors = factors / sample.base[:, None]
        first, clusters = np.unique(
            sample.design.stages[0].clusters, return_index=True, return_inverse=True
        )[1:]
        if np.allclose(factors, factors[first][clusters], rtol=1e-9, atol=0):
            factors = factors[first]
        else:
            clusters = np.arange(len(factors))
        rscales = None if self.rscales is None else np.array(self.rscales)
        return given(
            clusters, factors, scale=self.scale, rscales=rscales, mse=self.mse, where=self.where
        )

    def check(self, columns: pd.Index) -> list[Problem]:
        """Columns that are named and not there, and too few of them."""
        return self._names(pd.DataFrame(columns=columns))[1]

    def _names(self, data: pd.DataFrame) -> tuple[list[str], list[Problem]]:
        found: dict[str, None] = {}
        problems = []
        for name in self.columns:
            start = name.removesuffix(ANY)
            wild = start != name
            meant = [
                each for each in data.columns if each == name or (wild and each.startswith(start))
            ]
            if not meant:
                problems.append(unknown_variable(name, data.columns, f"{self.where} › columns"))
            found |= dict.fromkeys(meant)
        if not problems and len(found) < 2:
            place = f"{self.where} › columns"
            problems.append(Problem("replicate_count", place, listed(found)))
        return [*found], problems


def read_given(
    table: Mapping[str, Any], where: str, problems: list[Problem]
) -> GivenReplicates | None:
    """The table of a plan; what is wrong is appended to `problems`."""
    count = len(problems)
    check_keys(table, KEYS, where, problems)
    columns = read_names(table, "columns", where, problems)
    hold, mse = table.get("hold", "weights"), table.get("mse", False)
    if hold not in get_args(Hold):
        details = {"choices": ", ".join(get_args(Hold))}
        problems.append(Problem("replicate_hold", f"{where} › hold", repr(hold), details))
    if not isinstance(mse, bool):
        problems.append(Problem("replicate_mse", f"{where} › mse", repr(mse)))
    scale: Any = table.get("scale")
    rscales = table.get("rscales")
    if not _is_number(scale) or not 0 < scale < np.inf:
        shown = "—" if scale is None else repr(scale)
        problems.append(Problem("factors_scale", f"{where} › scale", shown))
    usable = isinstance(rscales, list) and all(
        _is_number(each) and 0 <= each < np.inf for each in rscales
    )
    if rscales is not None and not usable:
        problems.append(Problem("factors_rscales", f"{where} › rscales", repr(rscales)))
    if len(problems) > count:
        return None
    own = None if rscales is None else tuple(map(float, rscales))
    return GivenReplicates(columns, hold, float(scale), own, mse, where)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers(column: pd.Series, problems: list[Problem]) -> Floats:
    """The numbers of a column; one problem names every line without a number of zero or more."""
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    wrong = ~(np.isfinite(numbers) & (numbers >= 0))
    if wrong.any():
        where = on_lines(wrong, str(column.name))
        problems.append(Problem("replicate_number", where, found_on(column, wrong)))
    return numbers
