"""Stata: labels in one language, kinds of missing values as extended missing values.

`.a` was not asked, `.b` left blank, `.c` is lost, `.d` is don't know, `.r` refused. Texts that are
longer than 2,045 bytes become long strings (strL) and stay whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from surveys.exports.cases import Case
from surveys.exports.cells import label_of, number_of, variable_label
from surveys.exports.layout import Layout
from surveys.exports.names_table import write_names
from surveys.exports.variable_names import Rules, variable_names
from surveys.exports.variables import BLANK, DONT_KNOW, Variable, gather
from surveys.exports.writing import Options, Written, beside

NAMES = Rules(longest=32)
LONGEST_LABEL, LONGEST_VALUE_LABEL = 80, 32_000


def write(layout: Layout, cases: Iterable[Case], out: Path, options: Options) -> Written:
    """A file per table, each variable with its labels."""
    written = Written()
    for table, variables in gather(layout, cases, written):
        names = variable_names(table.columns, NAMES)
        path = beside(out, table)
        frame, labels, letters = {}, {}, {}
        for name, variable in zip(names, variables, strict=True):
            frame[name], letters[name] = _values(variable)
            labels[name] = _value_labels(variable, letters[name], options)
        pyreadstat.write_dta(
            pd.DataFrame(frame, copy=False),
            path,
            version=15,
            column_labels=[
                variable_label(column, options.language)[:LONGEST_LABEL] for column in table.columns
            ],
            variable_value_labels={name: found for name, found in labels.items() if found},
            missing_user_values={name: found for name, found in letters.items() if found},
        )
        written.files.append(path)
        write_names(written, table, names, path, options)
    return written


def _values(variable: Variable) -> tuple[Any, list[str]]:
    """The column, and the letters of the missing values in it."""
    if variable.days is not None:
        return pd.Series(variable.days, dtype=object), []
    if variable.numbers is None:
        return pd.Series(variable.texts, dtype=object), []
    codes = {number_of(code): "d" if code == DONT_KNOW else "r" for code in variable.missing_codes}
    numbers = np.frombuffer(variable.numbers, dtype=float)
    letters: dict[str, None] = {}
    cells: list[Any] = []
    for number in numbers.tolist():
        letter = _letter(number) or codes.get(number)
        if letter:
            letters[letter] = None
        cells.append(letter or number)
    return (pd.Series(cells, dtype=object), sorted(letters)) if letters else (numbers.copy(), [])


def _letter(number: float) -> str:
    """The letter of what is missing; "" for a number."""
    if math.isfinite(number):
        return ""
    return "a" if math.isnan(number) else "b" if number == BLANK else "c"


def _value_labels(variable: Variable, letters: list[str], options: Options) -> dict[Any, str]:
    """Value labels of numbers; Stata has none for texts."""
    if variable.numbers is None:
        return {}
    labels: dict[Any, str] = {}
    for code, names in (
        variable.column.choices.items() if variable.column.kind == "category" else ()
    ):
        text = (label_of(names, options.language) or code)[:LONGEST_VALUE_LABEL]
        letter = "d" if code == DONT_KNOW else "r"
        missing = code in variable.missing_codes
        if missing and letter in letters:
            labels[letter] = text
        elif not missing:
            labels[int(float(code))] = text
    for letter, word in (("a", "not_asked"), ("b", "blank"), ("c", "lost")):
        if letter in letters:
            labels[letter] = options.words.get(word, word)
    return labels
