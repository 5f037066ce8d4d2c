"""SPSS and Stata: codes as text, labels of variables for matching, kinds of missing values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyreadstat

from surveys.errors import Problem, SurveyError
from surveys.imports.sources import Missing, Rows, Source, plain_number

CHUNK = 2_000
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


def read(path: Path, name: str, encoding: str) -> list[Source]:
    """The table of a `.sav` or `.dta` file."""
    spss = Path(name).suffix.lower() == ".sav"
    reader = pyreadstat.read_sav if spss else pyreadstat.read_dta
    options: dict[str, Any] = {"user_missing": True, "encoding": encoding or None}
    try:
        _data, meta = reader(path, metadataonly=True, **options)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeError) as error:
        raise SurveyError([Problem("import_unreadable", name, str(error)[:80])]) from error
    values = meta.variable_value_labels
    columns = meta.column_names

    def rows() -> Rows:
        number = 1
        for data, _meta in pyreadstat.read_file_in_chunks(
            reader, str(path), chunksize=CHUNK, **options
        ):
            for row in data.itertuples(index=False, name=None):
                number += 1
                cells = zip(columns, row, strict=True)
                yield number, [_text(cell, values.get(column, {})) for column, cell in cells]

    labels = {column: label for column, label in meta.column_names_to_labels.items() if label}
    missing = {
        column: Missing(ranges=_bounds(found))
        for column, found in meta.missing_ranges.items()
        if found
    }
    for column, named in values.items() if not spss else ():
        words = [label for letter, label in named.items() if letter in LETTERS]
        missing[column] = Missing(words=words)
    return [Source(Path(name).stem, tuple(columns), rows, labels, missing)]


def _bounds(ranges: list[Mapping[str, Any]]) -> list[tuple[float, float]]:
    """The ranges of numbers; texts that are missing have none."""
    return [(each["lo"], each["hi"]) for each in ranges if isinstance(each["lo"], float | int)]


def _text(value: Any, labels: Mapping[Any, str]) -> str:
    """The value as text; an extended missing value of Stata as its label."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(labels.get(value, "")) if value in LETTERS and value in labels else value
    if isinstance(value, dt.date):
        day = value.isoformat()
        return "" if day == "NaT" else day.removesuffix("T00:00:00")
    return plain_number(float(value))
