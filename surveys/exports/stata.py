"""Stata: labels in one language, kinds of missing values as extended missing values.

`.a` was not asked, `.b` left blank, `.c` is lost, `.d` is don't know, `.r` refused. Texts that are
longer than 2,045 bytes become long strings (strL) and stay whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from surveys.exports.cases import Case
from surveys.exports.cells import label_of, variable_label
from surveys.exports.dta_file import DtaVariable, write_dta
from surveys.exports.layout import Layout
from surveys.exports.names_table import write_names
from surveys.exports.variable_names import Rules, variable_names
from surveys.exports.variables import BLANK, DONT_KNOW, LOST, NOT_ASKED, Variable, gathered
from surveys.exports.writing import Options, Written, beside

NAMES = Rules(longest=32)
LONGEST_TEXT, LONGEST_LABEL, LONGEST_VALUE_LABEL = 2_000_000_000, 80, 32_000


def write(layout: Layout, cases: Iterable[Case], out: Path, options: Options) -> Written:
    """A file per table, each variable with its labels."""
    written = Written()
    with gathered(layout, cases, written, LONGEST_TEXT) as tables:
        for each in tables:
            names = variable_names(each.table.columns, NAMES)
            path = beside(out, each.table)
            described = [
                _described(name, variable, options)
                for name, variable in zip(names, each.variables, strict=True)
            ]
            write_dta(path, described, each.rows, each.batches())
            written.files.append(path)
            write_names(written, each.table, names, path, options)
    return written


def _described(name: str, variable: Variable, options: Options) -> DtaVariable:
    letters = _letters(variable)
    return DtaVariable(
        name,
        variable_label(variable.column, options.language)[:LONGEST_LABEL],
        width=max(1, variable.width) if variable.is_text else 0,
        days=variable.is_date,
        values=_value_labels(variable, set(letters.values()), options),
        letters=letters,
    )


def _letters(variable: Variable) -> dict[float, str]:
    """The letters of the missing values that occur; a day is missing without saying why."""
    if variable.is_text or variable.is_date:
        return {}
    letters = {NOT_ASKED: "a", BLANK: "b", LOST: "c"}
    for code in variable.missing_codes:
        letters[float(code)] = "d" if code == DONT_KNOW else "r"
    return {number: letter for number, letter in letters.items() if number in variable.found}


def _value_labels(variable: Variable, letters: set[str], options: Options) -> dict[int | str, str]:
    """Value labels of numbers; Stata has none for texts."""
    if variable.is_text:
        return {}
    column, labels = variable.column, {}
    for code, names in column.choices.items() if column.kind == "category" else ():
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
