"""SPSS: variable and value labels in one language, kinds of missing values as user-missing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from surveys.exports.cases import Case
from surveys.exports.cells import label_of, number_of, variable_label
from surveys.exports.layout import Layout
from surveys.exports.names_table import write_names
from surveys.exports.sav_file import SavVariable, write_sav
from surveys.exports.variable_names import Rules, variable_names
from surveys.exports.variables import (
    BLANK,
    BLANK_CODES,
    LOST,
    LOST_BESIDE,
    LOST_CODES,
    NOT_ASKED,
    Gathered,
    Variable,
    cut_bytes,
    gathered,
)
from surveys.exports.writing import Options, Written, beside

NAMES = Rules(longest=60)
WORDS = {BLANK: "blank", LOST: "lost"}
LONGEST_TEXT, LONGEST_LABEL, LONGEST_VALUE_LABEL = 32_000, 250, 120


def write(layout: Layout, cases: Iterable[Case], out: Path, options: Options) -> Written:
    """Not asked is system-missing; blank, lost, don't know and refused are user-missing values."""
    written = Written()
    with gathered(layout, cases, written, LONGEST_TEXT) as tables:
        for each in tables:
            names = variable_names(each.table.columns, NAMES)
            codes = list(map(_codes, each.variables))
            path = beside(out, each.table)
            described = [
                _described(name, variable, own, options)
                for name, variable, own in zip(names, each.variables, codes, strict=True)
            ]
            write_sav(path, described, each.rows, _with_codes(each, codes))
            written.files.append(path)
            write_names(written, each.table, names, path, options)
    return written


def _codes(variable: Variable) -> dict[float, float]:
    """The numbers that stand in a column for what is blank and what is lost.

    A variable has three user-missing values, or one and a range. Beside blank, don't know and
    refused, lost is the end of a range; where that number is a value, lost is system-missing.
    """
    if variable.is_text:
        return {}
    taken = variable.found.union(map(number_of, variable.column.choices))
    crowded = BLANK in variable.found and len(variable.missing_codes) > 1
    candidates = {BLANK: BLANK_CODES, LOST: (LOST_BESIDE,) if crowded else LOST_CODES}
    return {
        kind: next((code for code in codes if code not in taken), NOT_ASKED)
        for kind, codes in candidates.items()
        if kind in variable.found
    }


def _with_codes(table: Gathered, codes: Sequence[Mapping[Any, float]]) -> Iterator[list[Any]]:
    """The columns with numbers for what is blank or lost."""
    for columns in table.batches():
        yield [
            [own.get(each, each) for each in values] if own else values
            for own, values in zip(codes, columns, strict=True)
        ]


def _described(
    name: str, variable: Variable, codes: dict[float, float], options: Options
) -> SavVariable:
    column = variable.column
    told = {kind: code for kind, code in codes.items() if not math.isnan(code)}
    refused = [] if variable.is_text else map(float, variable.missing_codes)
    return SavVariable(
        name,
        cut_bytes(variable_label(column, options.language), LONGEST_LABEL),
        width=max(1, variable.width) if variable.is_text else 0,
        decimals=2 if column.kind in ("decimal", "computed") else 0,
        days=variable.is_date,
        values=_value_labels(variable, told, options),
        missing=sorted((*told.values(), *refused)),
    )


def _value_labels(
    variable: Variable, codes: dict[float, float], options: Options
) -> dict[float | str, str]:
    column = variable.column
    labels: dict[float | str, str] = {}
    for name, names in column.choices.items() if column.kind == "category" else ():
        text = cut_bytes(label_of(names, options.language) or name, LONGEST_VALUE_LABEL)
        number = None if variable.is_text else number_of(name)
        labels[name if number is None else number] = text
    for kind, code in codes.items():
        labels[code] = cut_bytes(options.words.get(WORDS[kind], WORDS[kind]), LONGEST_VALUE_LABEL)
    return labels
