"""Files as tables of text: a header, and rows that can be read again and again."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from surveys.errors import Problem, SurveyError
from surveys.exports.cells import number_of

READERS = {
    ".csv": "csv_source",
    ".tsv": "csv_source",
    ".txt": "csv_source",
    ".xlsx": "opening",
    ".sav": "opening",
    ".dta": "opening",
    ".parquet": "opening",
    ".zip": "zip_source",
}
Rows = Iterator[tuple[int, list[str]]]
"""Each row with its number, as a person finds it in the file."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Which texts of a column stand for no answer: numbers in these ranges, and these words."""

    ranges: Sequence[Sequence[float]] = ()
    words: Sequence[str] = ()

    def __contains__(self, text: str) -> bool:
        number = number_of(text) if self.ranges else None
        between = number is not None and any(low <= number <= high for low, high in self.ranges)
        return between or text in self.words


@dataclass(frozen=True, slots=True)
class Source:
    """One table: `labels` describe columns, `missing` says which of a column's texts are none.

    `form` is what had to be found out about the file, such as its encoding.
    """

    name: str
    header: tuple[str, ...]
    rows: Callable[[], Rows]
    labels: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)
    form: str = ""


def read_sources(files: Mapping[str, Path], encoding: str = "") -> list[Source]:
    """The tables of files by their names, the main file first; SurveyError with all faults."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for name, path in files.items():
        module = READERS.get(Path(name).suffix.lower())
        if module is None:
            found = {"known": ", ".join(READERS)}
            problems.append(Problem("import_format", name, Path(name).suffix or "—", found))
            continue
        try:
            read = import_module(f"surveys.imports.{module}").read
            sources += read(path, name, encoding)
        except SurveyError as error:
            problems += error.problems
    if problems:
        raise SurveyError(problems)
    return sources


def header_problems(header: list[str], where: str) -> list[Problem]:
    """Columns without a name, and names that stand twice."""
    return [
        Problem("column_name", f"{where} › {place}", repr(name))
        for place, name in enumerate(header, start=1)
        if not name.strip() or header.count(name) > 1
    ]


def plain_number(number: float) -> str:
    """A number as it is written by hand: 3 for 3.0; "" for what is no number."""
    if math.isnan(number) or math.isinf(number):
        return ""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
