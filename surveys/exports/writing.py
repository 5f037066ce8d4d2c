"""One door to all formats: cases in, files out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from surveys.exports.cases import Case
from surveys.exports.layout import Layout, Table

WRITERS = {
    "csv": "comma_separated",
    "xlsx": "workbook",
    "sav": "spss",
    "dta": "stata",
    "parquet": "parquet",
    "ddi": "ddi",
}
"""The module that writes each format, loaded when it is asked for."""
SUFFIXES = {"ddi": ".xml", "attachments": ".zip"}


@dataclass(frozen=True, slots=True)
class Options:
    """How to write: `labels` is the language of labels in place of codes ("" writes codes),
    `language` that of variable and value labels; `words` name kinds of missing values.
    `documented` puts a codebook and a table of what is blank or lost beside the data.
    """

    labels: str = ""
    language: str = "en"
    title: Mapping[str, str] = field(default_factory=dict)
    identifier: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    documented: bool = False


@dataclass(slots=True)
class Written:
    """What came out: the files, how many rows each table has, and what had to change.

    `renamed` maps a column to its name in the file; `unfit` counts values that the type of their
    column cannot hold, `cut` texts that are longer than the format allows.
    """

    files: list[Path] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    unfit: dict[str, int] = field(default_factory=dict)
    cut: dict[str, int] = field(default_factory=dict)

    def count(self, kind: dict[str, int], column: str) -> None:
        kind[column] = kind.get(column, 0) + 1


def write(kind: str, layout: Layout, cases: Iterable[Case], out: Path, options: Options) -> Written:
    """Write the cases to `out`, repeats beside it; SurveyError where the format cannot hold them."""
    from surveys.exports.codebook import write_codebook
    from surveys.exports.missing import noted

    writer = import_module(f"surveys.exports.{WRITERS[kind]}")
    if not options.documented or kind == "ddi":
        plain: Written = writer.write(layout, cases, out, options)
        return plain
    table = out.with_name(f"{out.stem}-missing.csv")
    written: Written = writer.write(layout, noted(cases, layout, table, kind), out, options)
    written.files.append(table)
    write_codebook(layout, out.with_name(f"{out.stem}-codebook.csv"), kind, options, written)
    return written


def suffix_of(kind: str) -> str:
    """How the name of a file of this format ends."""
    return SUFFIXES.get(kind, f".{kind}")


def beside(out: Path, table: Table) -> Path:
    """The file of a table: the interviews in `out`, each repeat in `NAME-repeat` beside it."""
    return out.with_name(f"{table.name}-repeat{out.suffix}") if table.path else out
