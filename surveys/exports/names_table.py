"""Which variable of SPSS or Stata is which column of the other formats."""

from __future__ import annotations

import csv
from pathlib import Path

from surveys.exports.cells import harmless, variable_label
from surveys.exports.layout import Table
from surveys.exports.writing import Options, Written


def write_names(
    written: Written, table: Table, names: list[str], path: Path, options: Options
) -> None:
    """A CSV file beside the data; columns that had to be renamed are told too."""
    beside = path.with_name(f"{path.stem}-names.csv")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["variable", "column", "label"])
        for name, column in zip(names, table.columns, strict=True):
            label = variable_label(column, options.language)
            writer.writerow([harmless(cell) for cell in (name, column.name, label)])
            if name != column.name:
                written.renamed[column.name] = name
    written.files.append(beside)
