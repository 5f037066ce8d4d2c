"""SPSS: variable and value labels in one language, kinds of missing values as user-missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

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
    NOT_ASKED,
    Gathered,
    Variable,
    cut_bytes,
    gathered,
)
from surveys.exports.writing import Options, Written, beside

NAMES = Rules(longest=60)
LONGEST_TEXT, LONGEST_LABEL, LONGEST_VALUE_LABEL = 32_000, 250, 120


def write(layout: Layout, cases: Iterable[Case], out: Path, options: Options) -> Written:
    """Not asked is system-missing; blank, don't know and refused are user-missing values."""
    written = Written()
    with gathered(layout, cases, written, LONGEST_TEXT) as tables:
        for each in tables:
            names = variable_names(each.table.columns, NAMES)
            blanks = [_blank(variable) for variable in each.variables]
            path = beside(out, each.table)
            described = [
                _described(name, variable, blank, options)
                for name, variable, blank in zip(names, each.variables, blanks, strict=True)
            ]
            write_sav(path, described, each.rows, _with_codes(each, blanks))
            written.files.append(path)
            write_names(written, each.table, names, path, options)
    return written


def _blank(variable: Variable) -> float | None:
    """The number that stands for blank in a column, if one does."""
    if variable.is_text or BLANK not in variable.found:
        return None
    taken = variable.found.union(map(number_of, variable.column.choices))
    return next(code for code in BLANK_CODES if code not in taken)


def _with_codes(table: Gathered, blanks: list[float | None]) -> Iterator[list]:
    """The columns with a number for blank; what is lost is missing, and told in the table beside."""
    codes = [
        {LOST: NOT_ASKED, **({} if blank is None else {BLANK: blank})} if variable.found else {}
        for variable, blank in zip(table.variables, blanks, strict=True)
    ]
    for columns in table.batches():
        yield [
            [code.get(each, each) for each in values] if code and not variable.is_text else values
            for variable, values, code in zip(table.variables, columns, codes, strict=True)
        ]


def _described(name: str, variable: Variable, blank: float | None, options: Options) -> SavVariable:
    column = variable.column
    codes = [] if variable.is_text else [float(code) for code in variable.missing_codes]
    return SavVariable(
        name,
        cut_bytes(variable_label(column, options.language), LONGEST_LABEL),
        width=max(1, variable.width) if variable.is_text else 0,
        decimals=2 if column.kind in ("decimal", "computed") else 0,
        days=variable.is_date,
        values=_value_labels(variable, blank, options),
        missing=codes if blank is None else [blank, *codes],
    )


def _value_labels(
    variable: Variable, blank: float | None, options: Options
) -> dict[float | str, str]:
    column, labels = variable.column, {}
    if column.kind == "category":
        for code, names in column.choices.items():
            text = cut_bytes(label_of(names, options.language) or code, LONGEST_VALUE_LABEL)
            labels[code if variable.is_text else number_of(code)] = text
    if blank is not None:
        labels[blank] = options.words.get("blank", "blank")
    return labels
