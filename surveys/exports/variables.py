"""Columns gathered for SPSS and Stata, which take a table as a whole: as compact as can be."""

from __future__ import annotations

import datetime as dt
import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from surveys.exports.cases import Case
from surveys.exports.cells import date_of, is_exact, number_of, text_of
from surveys.exports.layout import Column, Layout, Table
from surveys.exports.writing import Written

NOT_ASKED, BLANK, LOST = math.nan, math.inf, -math.inf
"""What stands for a missing number until the format has its own way to say it."""
DONT_KNOW, REFUSED = "98", "99"
ORDINARY = frozenset(str(code) for code in range(90, 96))
"""Codes of which one in a list tells that 98 is a choice like others."""


@dataclass(slots=True)
class Variable:
    """One column: its numbers, days or texts."""

    column: Column
    numbers: array[float] | None = None
    days: list[dt.date | None] | None = None
    texts: list[str] | None = None

    @property
    def missing_codes(self) -> list[str]:
        """The codes of "don't know" and "refused" among the choices."""
        codes = self.column.choices
        if self.column.kind != "category" or not ORDINARY.isdisjoint(codes):
            return []
        return [code for code in (DONT_KNOW, REFUSED) if code in codes]


def gather(
    layout: Layout, cases: Iterable[Case], written: Written
) -> list[tuple[Table, list[Variable]]]:
    """The variables of every table."""
    tables = [(table, [_empty(column) for column in table.columns]) for table in layout.tables]
    written.rows = {table.name: 0 for table in layout.tables}
    known: dict[str, str] = {}
    for case in cases:
        for table, variables in tables:
            for entry in case.entries(table):
                written.rows[table.name] += 1
                for variable in variables:
                    _add(variable, text_of(variable.column, entry), known, written)
    for _table, variables in tables:
        for variable in variables:
            _number_computed(variable)
    return tables


def _empty(column: Column) -> Variable:
    codes = [number_of(code) for code in column.choices]
    numeric = column.kind == "category" and all(code is not None for code in codes)
    if numeric or column.kind in ("integer", "decimal", "flag"):
        return Variable(column, numbers=array("d"))
    if column.kind == "date":
        return Variable(column, days=[])
    return Variable(column, texts=[])


def _add(variable: Variable, text: str | None, known: dict[str, str], written: Written) -> None:
    if variable.texts is not None:
        variable.texts.append(known.setdefault(text or "", text or ""))
    elif variable.days is not None:
        day = date_of(text or "")
        variable.days.append(day)
        if text and day is None:
            written.count(written.unfit, variable.column.name)
    elif variable.numbers is not None:
        number = number_of(text or "")
        if text and (number is None or math.isinf(number) or _is_rounded(variable, text)):
            written.count(written.unfit, variable.column.name)
            number = LOST
        elif not text:
            number = NOT_ASKED if text is None else BLANK
        variable.numbers.append(NOT_ASKED if number is None else number)


def _is_rounded(variable: Variable, text: str) -> bool:
    """Whether a whole number has more digits than a number of these formats."""
    return variable.column.kind == "integer" and not is_exact(text.strip().lstrip("0") or "0")


def _number_computed(variable: Variable) -> None:
    """A calculation without a type becomes numbers where all its results are some."""
    if variable.column.kind != "computed" or variable.texts is None:
        return
    numbers = array("d")
    for text in variable.texts:
        number = number_of(text) if text else NOT_ASKED
        if number is None or math.isinf(number) or (text and not is_exact(text)):
            return
        numbers.append(number)
    if not all(map(math.isnan, numbers)):
        variable.numbers, variable.texts = numbers, None


def cut_bytes(text: str, most: int) -> str:
    """The text of at most so many bytes in UTF-8."""
    return text.encode()[:most].decode(errors="ignore") if len(text) * 4 > most else text
