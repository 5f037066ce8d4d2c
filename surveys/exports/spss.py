"""SPSS: variable and value labels in one language, kinds of missing values as user-missing."""

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
from surveys.exports.variables import Variable, cut_bytes, gather
from surveys.exports.writing import Options, Written, beside

NAMES = Rules(longest=60)
LONGEST_TEXT, LONGEST_LABEL, LONGEST_VALUE_LABEL = 32_000, 250, 120
BLANK_CODES = (-9.0, -99.0, -999.0, -9_999.0, -99_999.0, -999_999.0)


def write(layout: Layout, cases: Iterable[Case], out: Path, options: Options) -> Written:
    """Not asked is system-missing; blank, don't know and refused are user-missing values."""
    written = Written()
    for table, variables in gather(layout, cases, written):
        names = variable_names(table.columns, NAMES)
        path = beside(out, table)
        frame: dict[str, Any] = {}
        labels: dict[str, dict[Any, str]] = {}
        missing: dict[str, list[Any]] = {}
        for name, variable in zip(names, variables, strict=True):
            frame[name], blank = _values(variable, written)
            labels[name] = _value_labels(variable, blank, options)
            codes = [float(code) for code in variable.missing_codes]
            missing[name] = (
                [*([] if blank is None else [blank]), *codes] if _numeric(variable) else []
            )
        pyreadstat.write_sav(
            pd.DataFrame(frame, copy=False),
            path,
            row_compress=True,
            column_labels=[
                cut_bytes(variable_label(column, options.language), LONGEST_LABEL)
                for column in table.columns
            ],
            variable_value_labels={name: found for name, found in labels.items() if found},
            missing_ranges={name: codes for name, codes in missing.items() if codes},
        )
        written.files.append(path)
        write_names(written, table, names, path, options)
    return written


def _numeric(variable: Variable) -> bool:
    return variable.numbers is not None


def _values(variable: Variable, written: Written) -> tuple[Any, float | None]:
    """The column, and the number that stands for blank in it, if one does."""
    if variable.numbers is not None:
        numbers = np.frombuffer(variable.numbers, dtype=float).copy()
        blanks = np.isposinf(numbers)
        numbers[np.isneginf(numbers)] = math.nan  # lost: counted, and told in the table beside
        if not blanks.any():
            return numbers, None
        taken = {*np.unique(numbers[~blanks]), *map(number_of, variable.column.choices)}
        blank = next(code for code in (*BLANK_CODES, -1e12) if code not in taken)
        numbers[blanks] = blank
        return numbers, blank
    if variable.days is not None:
        return pd.Series(variable.days, dtype=object), None
    texts = []
    for text in variable.texts or []:
        short = cut_bytes(text, LONGEST_TEXT)
        if short != text:
            written.count(written.cut, variable.column.name)
        texts.append(short)
    return pd.Series(texts, dtype=object), None


def _value_labels(variable: Variable, blank: float | None, options: Options) -> dict[Any, str]:
    column, labels = variable.column, {}
    if column.kind == "category":
        for code, names in column.choices.items():
            text = cut_bytes(label_of(names, options.language) or code, LONGEST_VALUE_LABEL)
            labels[number_of(code) if variable.numbers is not None else code] = text
    if blank is not None and not math.isnan(blank):
        labels[blank] = options.words.get("blank", "blank")
    return labels
