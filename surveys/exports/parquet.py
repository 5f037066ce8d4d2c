"""Parquet: typed columns with their labels, texts exactly as they were sent."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from surveys.exports.cases import Case
from surveys.exports.cells import date_of, number_of, text_of, whole_of, with_labels
from surveys.exports.layout import Column, Layout, Table
from surveys.exports.missing import explained, is_whole
from surveys.exports.writing import Options, Written, beside

BATCH = 2_000
"""Rows of one row group; each keeps a note of every column until the file is closed."""
TYPES = {"integer": pa.int64(), "decimal": pa.float64(), "date": pa.date32(), "flag": pa.int8()}


def write(layout: Layout, cases: Iterable[Case], out: Path, options: Options) -> Written:
    """Files of row groups: null says not asked, an empty text asked and left blank."""
    written = Written()
    tables = [_TableFile(table, beside(out, table), options, written) for table in layout.tables]
    try:
        for case in cases:
            for table in tables:
                for entry in case.entries(table.table):
                    table.add([text_of(column, entry) for column in table.table.columns])
    finally:
        for table in tables:
            table.close()
    return written


class _TableFile:
    """One file that grows by batches of rows."""

    def __init__(self, table: Table, path: Path, options: Options, written: Written) -> None:
        self.table, self.labels, self.written = table, options.labels, written
        fields = [
            pa.field(column.name, TYPES.get(column.kind, pa.string()), metadata=_metadata(column))
            for column in table.columns
        ]
        told = {name: way for name, way, _words in explained("parquet", options.words)}
        self.schema = pa.schema(fields, {"missing": json.dumps(told)})
        self.writer = pq.ParquetWriter(
            path, self.schema, compression="zstd", write_statistics=False
        )
        self.waiting: list[list[str | None]] = []
        written.files.append(path)
        written.rows[table.name] = 0

    def add(self, texts: list[str | None]) -> None:
        self.waiting.append(texts)
        self.written.rows[self.table.name] += 1
        if len(self.waiting) == BATCH:
            self._flush()

    def close(self) -> None:
        if self.waiting:
            self._flush()
        self.writer.close()

    def _flush(self) -> None:
        columns = [
            pa.array([self._value(column, text) for text in texts], type=field.type)
            for column, field, texts in zip(
                self.table.columns, self.schema, zip(*self.waiting, strict=True), strict=True
            )
        ]
        self.writer.write_batch(pa.record_batch(columns, schema=self.schema))
        self.waiting = []

    def _value(self, column: Column, text: str | None) -> Any:
        if text is None or column.kind not in TYPES:
            return with_labels(column, text, self.labels) if self.labels else text
        if not text:
            return None
        value: Any = date_of(text) if column.kind == "date" else number_of(text)
        if column.kind in ("integer", "flag"):
            value = whole_of(text) if is_whole(text) else None
        if value is None:
            self.written.count(self.written.unfit, column.name)
        return value


def _metadata(column: Column) -> dict[str, str]:
    return {
        "label": json.dumps(dict(column.labels), ensure_ascii=False),
        "choices": json.dumps(
            {code: dict(labels) for code, labels in column.choices.items()}, ensure_ascii=False
        ),
    }
