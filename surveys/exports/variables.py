"""Variables for SPSS and Stata, whose files say first what stands in them further on.

The interviews are read once, into columns on the disk; what the head of a file tells of a variable
(how long its texts are, which kinds of missing values it has) is noted meanwhile.
"""

from __future__ import annotations

import math
import pickle
from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

from surveys.exports.cases import Case
from surveys.exports.cells import date_of, is_exact, number_of, text_of
from surveys.exports.layout import Column, Layout, Table
from surveys.exports.writing import Written

NOT_ASKED, BLANK, LOST = math.nan, math.inf, -math.inf
"""What stands for a missing number until the format has its own way to say it."""
BLANK_CODES = (-9.0, -99.0, -999.0, -9_999.0, -99_999.0, -999_999.0, -1e12)
LOST_CODES = (-8.0, -88.0, -888.0, -8_888.0, -88_888.0, -888_888.0, -2e12)
"""Numbers of which one that does not occur can stand for blank, or for what is lost."""
LOST_BESIDE = 100.0
"""Stands for what is lost where it makes a range with "don't know" and "refused"."""
DONT_KNOW, REFUSED = "98", "99"
ORDINARY = frozenset(str(code) for code in range(90, 96))
"""Codes of which one in a list tells that 98 is a choice like others."""
NOTED = frozenset(
    (BLANK, LOST, *BLANK_CODES, *LOST_CODES, LOST_BESIDE, float(DONT_KNOW), float(REFUSED))
)
BATCH = 1_000
"""Rows that are in memory at a time."""


@dataclass(slots=True)
class Variable:
    """One column: numbers, days (numbers too, counted from the year 1) or texts.

    `width` is the longest text in bytes; `found` has the numbers of `NOTED` that occur, and
    `NOT_ASKED` if it does.
    """

    column: Column
    is_text: bool
    width: int = 0
    found: set[float] = field(default_factory=set)
    computed: bool | None = None
    """Whether texts, results of a calculation without a type, are all numbers; None without any."""
    values: list[str] | array[float] = field(default_factory=list)

    @property
    def is_date(self) -> bool:
        return self.column.kind == "date"

    @property
    def missing_codes(self) -> list[str]:
        """The codes of "don't know" and "refused" among the choices."""
        codes = self.column.choices
        if self.column.kind != "category" or not ORDINARY.isdisjoint(codes):
            return []
        return [code for code in (DONT_KNOW, REFUSED) if code in codes]

    def note(self) -> None:
        """Note what the values in memory mean for the head of a file."""
        if self.is_text:
            texts = set(self.values)
            self.width = max(self.width, *(len(str(text).encode()) for text in texts))
            if self.column.kind == "computed" and self.computed is not False and texts != {""}:
                self.computed = all(_is_finite(str(text)) for text in texts if text)
            if "" in texts:
                self.found.add(NOT_ASKED)
        else:
            self.found |= NOTED.intersection(self.values)
            if any(math.isnan(float(each)) for each in self.values):
                self.found.add(NOT_ASKED)


@dataclass(slots=True)
class Gathered:
    """One table: its variables, how many rows there are, and the rows on the disk."""

    table: Table
    variables: list[Variable]
    file: IO[bytes]
    rows: int = 0

    def put_down(self) -> None:
        """Write the columns of the rows in memory to the disk."""
        for variable in self.variables:
            variable.note()
        pickle.dump([variable.values for variable in self.variables], self.file)
        for variable in self.variables:
            variable.values = [] if variable.is_text else array("d")

    def take(self, case: Case, longest: int, written: Written) -> None:
        """The rows that an interview has in this table."""
        for entry in case.entries(self.table):
            for variable in self.variables:
                _add(variable, text_of(variable.column, entry), longest, written)
            self.rows += 1
            if self.rows % BATCH == 0:
                self.put_down()

    def batches(self) -> Iterator[list[list[str] | array[float]]]:
        """The columns of the first rows, then of the next."""
        self.file.seek(0)
        for _first in range(0, self.rows, BATCH):
            columns = pickle.load(self.file)  # noqa: S301 - this process wrote it into a file without a name
            yield [
                values if variable.is_text or isinstance(values, array) else _numbers(values)
                for variable, values in zip(self.variables, columns, strict=True)
            ]


@contextmanager
def gathered(
    layout: Layout, cases: Iterable[Case], written: Written, longest: int
) -> Iterator[list[Gathered]]:
    """Every table, with texts of at most so many bytes."""
    with ExitStack() as stack:
        tables = [
            Gathered(
                table, list(map(_variable, table.columns)), stack.enter_context(TemporaryFile())
            )
            for table in layout.tables
        ]
        for case in cases:
            for each in tables:
                each.take(case, longest, written)
        for each in tables:
            if each.rows % BATCH:
                each.put_down()
            for variable in each.variables:
                variable.is_text &= not variable.computed
        written.rows = {each.table.name: each.rows for each in tables}
        yield tables


def _variable(column: Column) -> Variable:
    codes = [number_of(code) for code in column.choices]
    numeric = column.kind == "category" and all(code is not None for code in codes)
    is_text = not (numeric or column.kind in ("integer", "decimal", "flag", "date"))
    return Variable(column, is_text, values=[] if is_text else array("d"))


def _add(variable: Variable, text: str | None, longest: int, written: Written) -> None:
    if isinstance(variable.values, list):
        short = cut_bytes(text or "", longest)
        if short != (text or ""):
            written.count(written.cut, variable.column.name)
        variable.values.append(short)
        return
    number = _day(text or "") if variable.is_date else number_of(text or "")
    if text and (number is None or math.isinf(number) or _is_rounded(variable, text)):
        written.count(written.unfit, variable.column.name)
        number = NOT_ASKED if variable.is_date else LOST
    elif not text:
        number = NOT_ASKED if text is None or variable.is_date else BLANK
    variable.values.append(NOT_ASKED if number is None else number)


def _is_rounded(variable: Variable, text: str) -> bool:
    """Whether a whole number has more digits than a number of these formats."""
    return variable.column.kind == "integer" and not is_exact(text.strip().lstrip("0") or "0")


def _day(text: str) -> float | None:
    day = date_of(text)
    return None if day is None else float(day.toordinal())


def _is_finite(text: str) -> bool:
    number = number_of(text)
    return number is not None and not math.isinf(number) and is_exact(text)


def _numbers(texts: Iterable[str]) -> array[float]:
    """The results of a calculation that are all numbers."""
    found = (number_of(text) if text else NOT_ASKED for text in texts)
    return array("d", (NOT_ASKED if number is None else number for number in found))


def cut_bytes(text: str, most: int) -> str:
    """The text of at most so many bytes in UTF-8."""
    return text.encode()[:most].decode(errors="ignore") if len(text) * 4 > most else text
