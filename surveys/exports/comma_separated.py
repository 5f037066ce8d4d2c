"""CSV in the shape of ODK Central: a main table, and each repeat in a table that links to it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from surveys.exports.cases import Case
from surveys.exports.cells import harmless, text_of, with_labels
from surveys.exports.layout import Layout
from surveys.exports.writing import Options, Written, beside


def write(layout: Layout, cases: Iterable[Case], out: Path, options: Options) -> Written:
    """UTF-8 with a byte order mark, which Excel needs; cells are harmless in a spreadsheet."""
    written = Written(rows={table.name: 0 for table in layout.tables})
    with ExitStack() as stack:
        writers = []
        for table in layout.tables:
            path = beside(out, table)
            written.files.append(path)
            file = stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow([harmless(column.name) for column in table.columns])
            writers.append((table, writer))
        for case in cases:
            for table, writer in writers:
                for entry in case.entries(table):
                    cells = (text_of(column, entry) or "" for column in table.columns)
                    if options.labels:
                        cells = (
                            with_labels(column, text_of(column, entry), options.labels) or ""
                            for column in table.columns
                        )
                    writer.writerow([harmless(cell) for cell in cells])
                    written.rows[table.name] += 1
    return written
