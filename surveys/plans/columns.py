"""Columns of a data table as the design needs them: codes, counts, weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveys.cleaning.levels import Levels, levels_of
from surveys.errors import Problem
from surveys.errors.documents import listed
from surveys.numerics.grouping import Floats


def on_lines(rows: NDArray[np.bool_], column: str) -> str:
    """Where in a data file: the first row of data stands on line 2, under the header."""
    return f"{column} › {listed(f'line {row + 2}' for row in np.flatnonzero(rows))}"


def found_on(column: pd.Series, rows: NDArray[np.bool_]) -> str:
    """The different values that stand on these rows."""
    return listed(dict.fromkeys(repr(value) for value in column[rows]))


def positive_numbers(column: pd.Series, code: str, problems: list[Problem]) -> Floats:
    """The numbers of a column; one problem `code` names every line without a positive number."""
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    wrong = ~(np.isfinite(numbers) & (numbers > 0))
    if wrong.any():
        name = str(column.name)
        problems.append(Problem(code, on_lines(wrong, name), found_on(column, wrong)))
    return numbers


def complete_levels(column: pd.Series, problems: list[Problem]) -> Levels:
    """The levels of a column that may have no gap; one problem names every line that has one."""
    levels = levels_of(column)
    missing = levels.codes < 0
    if missing.any():
        where = on_lines(missing, str(column.name))
        problems.append(Problem("missing_in_design", where, found_on(column, missing)))
    return levels
