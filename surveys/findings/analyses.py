"""Models, contrasts, tests and crossed tables as a report shows them.

An analysis is shown as a whole or not at all: of a model's numbers one more could follow from the
others. It needs as many respondents in each group as an estimate needs, and in each cell of
numerators as many as a count needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from surveys.cleaning.variable import Labels
from surveys.findings.disclosure import DEFAULT, Rule
from surveys.findings.naming import BARE, Names, Part
from surveys.findings.spreadsheet import csv_bytes, in_all_languages
from surveys.findings.tables import Base
from surveys.plans.analyses.result import Analysis, Row


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with the labels of what it is of, and of the level it is compared with."""

    row: Row
    variable: Labels
    parts: tuple[Part, ...]
    against: Labels


@dataclass(frozen=True, slots=True)
class CrossedRow:
    """A cell of a crossed table with its shares of the row, the column and the total."""

    parts: tuple[Part, ...]
    shares: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one part: coefficients, margins …"""

    part: str
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class AnalysisTable:
    """One analysis; `blocks` and `crossed` are empty where it may not be shown."""

    number: int
    analysis: Analysis
    labels: Labels
    variables: tuple[Labels, ...]
    shown: bool
    blocks: tuple[Block, ...] = ()
    crossed: tuple[CrossedRow, ...] = ()

    @property
    def bases(self) -> tuple[Base, ...]:
        return (Base((), self.analysis.base),) if self.analysis.base else ()


def tables_of(
    analyses: Iterable[Analysis], names: Names, rule: Rule, numbers: Iterator[int]
) -> tuple[AnalysisTable, ...]:
    """The tables of a report, numbered."""
    return tuple(_table(each, names, rule, next(numbers)) for each in analyses)


def is_shown(analysis: Analysis, rule: Rule) -> bool:
    """Whether enough respondents stand behind every number."""
    return analysis.group >= rule.minimum_n and analysis.cell >= rule.minimum_count


def _table(analysis: Analysis, names: Names, rule: Rule, number: int) -> AnalysisTable:
    labels = analysis.labels or {BARE: analysis.name}
    variables = tuple(map(names.outcome, analysis.variables))
    if not is_shown(analysis, rule):
        return AnalysisTable(number, analysis, labels, variables, shown=False)
    if analysis.kind == "table":
        ordered = sorted(analysis.rows, key=lambda row: names.order(row.of))
        cells = groupby(ordered, key=lambda row: row.of)
        crossed = tuple(CrossedRow(names.parts(of), tuple(rows)) for of, rows in cells)
        return AnalysisTable(number, analysis, labels, variables, shown=True, crossed=crossed)
    blocks = tuple(
        Block(part, tuple(_row(row, names) for row in rows))
        for part, rows in groupby(analysis.rows, key=lambda row: row.part)
    )
    return AnalysisTable(number, analysis, labels, variables, shown=True, blocks=blocks)


def _row(row: Row, names: Names) -> ShownRow:
    variable = row.of[0][0] if row.of else ""
    return ShownRow(
        row,
        names.variable(variable) if variable else {},
        names.parts(tuple(each for each in row.of if each[1])),
        names.level(variable, row.against) if row.against else {},
    )


COLUMNS = ("value", "error", "lower", "upper", "statistic", "above", "below", "p_value")


def analyses_csv(analyses: Iterable[Analysis], rule: Rule = DEFAULT) -> bytes:
    """Every number as it was computed, with what the publication rule says of its analysis."""
    lines: list[tuple[object, ...]] = [
        (
            "name",
            "kind",
            "method",
            "outcome",
            "n",
            "base",
            "status",
            "part",
            "of",
            "against",
            *COLUMNS,
        )
    ]
    for each in analyses:
        status = "published" if is_shown(each, rule) else "suppressed"
        base = in_all_languages(each.base)
        head = (each.name, each.kind, each.method, each.variables[0], each.n, base, status)
        for row in each.rows:
            of = " & ".join(f"{name}={level}" if level else name for name, level in row.of)
            numbers = (getattr(row, name) for name in COLUMNS)
            lines.append(
                (*head, row.part, of, row.against, *("" if v is None else v for v in numbers))
            )
    return csv_bytes(lines)
