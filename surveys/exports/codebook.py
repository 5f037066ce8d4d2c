"""The codebook that goes with an export: each column, its codes, and how missing values are said."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from surveys.exports.cells import harmless, label_of, variable_label
from surveys.exports.layout import Column, Layout
from surveys.exports.missing import explained
from surveys.exports.variables import Variable
from surveys.exports.writing import Options, Written

HEAD = ("table", "column", "variable", "type", "label", "code", "code_label", "missing", "asked_if")


def write_codebook(
    layout: Layout, out: Path, kind: str, options: Options, written: Written
) -> None:
    """Columns in their order, each followed by its codes; the kinds of missing values come first."""
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEAD)
        for _name, way, words in explained(kind, options.words):
            writer.writerow(["*", "*", "", "", "", way, words, "1", ""])
        for table in layout.tables:
            for column in table.columns:
                name = written.renamed.get(column.name, column.name)
                head = (table.name, column.name, name, column.kind)
                for line in _lines(column, options.language):
                    writer.writerow([harmless(cell) for cell in (*head, *line)])
    written.files.append(out)


def _lines(column: Column, language: str) -> Iterator[tuple[str, ...]]:
    yield variable_label(column, language), "", "", "", column.relevant
    if column.option:
        return
    missing = Variable(column, is_text=False).missing_codes
    for code, labels in column.choices.items():
        yield "", code, label_of(labels, language), "1" if code in missing else "", ""
