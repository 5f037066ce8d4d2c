"""What is missing and why: four kinds, told by each format in its own way, and in a table beside it.

A cell was not asked, asked and left blank, answered with a code for "don't know" or "refused", or
it is lost: what was sent is no value of the column's type. CSV and Excel have one empty cell for
the first two, and typed columns hold nothing that is lost; the table beside the data tells both.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from surveys.exports.cases import Case, Entry
from surveys.exports.cells import date_of, harmless, is_exact, number_of, text_of, whole_of
from surveys.exports.layout import OWN, Column, Layout, Table

NOT_ASKED, BLANK, LOST = "not_asked", "blank", "lost"
HEAD = ("table", "KEY", "column", "missing", "sent")
WAYS: Mapping[str, tuple[str, str, str]] = {
    "csv": ("", "", ""),
    "xlsx": ("", "", ""),
    "parquet": ("null", '"" / null', "null"),
    "sav": ('SYSMIS / ""', '-9 / ""', "-8 / SYSMIS"),
    "dta": ('.a / ""', '.b / ""', ".c / ."),
}
"""How each format writes what was not asked, left blank and lost: in numbers, then in the rest."""
TYPED = ("sav", "dta", "parquet")
"""Formats whose columns hold values of one type only; the others keep what was sent as a text."""
Fits = Callable[[str], bool]


def is_number(text: str) -> bool:
    """Whether a text is a number that a column can hold."""
    found = number_of(text)
    return found is not None and not math.isinf(found)


def is_whole(text: str) -> bool:
    """Whether a text is a whole number of at most 63 bits."""
    found = whole_of(text)
    return found is not None and abs(found) < 2**63


def is_exact_whole(text: str) -> bool:
    """Whether a text is a number that double precision holds to the last digit."""
    return is_number(text) and is_exact(text.strip().lstrip("0") or "0")


def noted(cases: Iterable[Case], layout: Layout, out: Path, kind: str) -> Iterator[Case]:
    """The cases, while a table of what is blank or lost in them is written to `out`."""
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEAD)
        watched = [(table, _Watch(table, kind)) for table in layout.tables]
        for case in cases:
            for table, watch in watched:
                for entry in case.entries(table):
                    key = entry.get(f"{OWN}KEY") or ""
                    for column, why, sent in watch.found(entry):
                        row = (table.name, key, column, why, sent)
                        writer.writerow([harmless(cell) for cell in row])
            yield case


class _Watch:
    """Looks through the entries of one table."""

    def __init__(self, table: Table, kind: str) -> None:
        self.blanks: dict[str, list[str]] = {}
        self.typed: list[tuple[Column, Fits]] = []
        for column in table.columns:
            if not column.source.startswith(OWN) and not column.option:
                self.blanks.setdefault(column.source, []).append(column.name)
            fits = _type_of(column, kind) if kind in TYPED else None
            if fits is not None:
                self.typed.append((column, fits))

    def found(self, entry: Entry) -> Iterator[tuple[str, str, str]]:
        """The columns of an entry that are blank or lost, and what was sent."""
        for source, text in entry.items():
            if text == "":
                yield from ((name, BLANK, "") for name in self.blanks.get(source, ()))
        for column, fits in self.typed:
            text = text_of(column, entry)
            if text and not fits(text):
                yield column.name, LOST, text


def _type_of(column: Column, kind: str) -> Fits | None:
    """What a column's cells must be in a typed format; None where every text is good."""
    if column.kind == "date":
        return lambda text: date_of(text) is not None
    if column.kind == "decimal":
        return is_number
    if column.kind in ("integer", "flag"):
        return is_whole if kind == "parquet" else is_exact_whole
    if column.kind == "category" and kind != "parquet":
        return is_number if all(map(is_number, column.choices)) else None
    return None


def explained(kind: str, words: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Each kind of missing value, how a format says it, and in words what it is."""
    ways = WAYS.get(kind, WAYS["csv"])
    names = (NOT_ASKED, BLANK, LOST)
    return [(name, way, words.get(name, name)) for name, way in zip(names, ways, strict=True)]
