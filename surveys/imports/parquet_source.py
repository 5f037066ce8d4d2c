"""Parquet: rows as texts, batch by batch."""

from __future__ import annotations

import datetime as dt
import decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.imports.sources import Rows, Source, header_problems, plain_number


def read(path: Path, name: str, encoding: str) -> list[Source]:
    """The table of a Parquet file; SurveyError where it is none."""
    try:
        header = tuple(pq.read_schema(path).names)
    except (pa.ArrowException, OSError) as error:
        raise SurveyError([Problem("import_unreadable", name, str(error)[:80])]) from error
    raise_if_any(header_problems(list(header), name))

    def rows() -> Rows:
        number = 1
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(1_000):
                columns = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    number += 1
                    yield number, [_text(cell) for cell in cells]

    return [Source(Path(name).stem, header, rows)]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float | decimal.Decimal):
        return plain_number(float(cell))
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)
