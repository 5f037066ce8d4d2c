"""Tables of cells: domains in rows, indicators (or the levels of one) in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from surveys.cleaning.variable import Labels
from surveys.findings.disclosure import Cell
from surveys.findings.naming import BARE, Names, Part
from surveys.findings.results import MeasuredIndicator
from surveys.plans.estimation.estimate import Domain

WIDEST = 3
"""Columns of estimates that fit a printed page beside their intervals."""


@dataclass(frozen=True, slots=True)
class Base:
    """Among whom estimates are; `of` names them where others stand beside them."""

    of: tuple[Labels, ...]
    base: Labels


Cells = Mapping[tuple[str, str, Domain], Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of estimates shows; `level_labels` is empty unless it is one level's share."""

    name: str
    level: str
    unit: str
    labels: Labels
    level_labels: Labels
    base: Labels = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One domain: its parts (none for the whole population) and a cell per column."""

    parts: tuple[Part, ...]
    cells: tuple[Cell | None, ...]

    @property
    def n(self) -> tuple[int, int] | None:
        """The smallest and largest number of respondents behind the row's cells."""
        counts = [cell.n for cell in self.cells if cell and cell.n is not None]
        return (min(counts), max(counts)) if counts else None


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The rows of one breakdown; `variables` are its labels, none for the whole population."""

    variables: tuple[Labels, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A numbered table; `crossed` tells a table of two-way domains."""

    number: int
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    crossed: bool = False

    @property
    def bases(self) -> tuple[Base, ...]:
        return bases_of(self.columns)

    @property
    def suppressed(self) -> int:
        return sum(1 for cell in self.cells() if not cell.shown)

    @property
    def marked(self) -> int:
        return sum(1 for cell in self.cells() if cell.status == "caution")

    def cells(self) -> list[Cell]:
        return [cell for group in self.groups for row in group.rows for cell in row.cells if cell]


def bases_of(shown: Iterable[Column | MeasuredIndicator]) -> tuple[Base, ...]:
    """The bases of what is shown together; none where it is among all respondents."""
    found = {each.name: each for each in shown}
    groups: dict[tuple[tuple[str, str], ...], list[Labels]] = defaultdict(list)
    for each in found.values():
        groups[tuple(each.base.items())].append(each.labels or {BARE: each.name})
    return tuple(
        Base(tuple(of) if len(groups) > 1 else (), dict(base))
        for base, of in groups.items()
        if base
    )


def by_key(cells: Iterable[Cell]) -> dict[tuple[str, str, Domain], Cell]:
    """Cells by indicator, level and domain."""
    return {(cell.name, cell.level, cell.domain): cell for cell in cells}


def columns_of(indicator: MeasuredIndicator, cells: Cells, names: Names) -> tuple[Column, ...]:
    """The columns of one indicator: one, or one per level of a category."""
    levels = {level for name, level, _ in cells if name == indicator.name}
    ordered = sorted(levels, key=lambda level: names.order(((indicator.variable, level),)))
    return tuple(
        Column(
            indicator.name,
            level,
            indicator.unit,
            names.indicator(indicator.name),
            names.measured_level(indicator, level),
            indicator.base,
        )
        for level in ordered
    )


def page_wide(columns: Sequence[Column]) -> list[tuple[Column, ...]]:
    """Columns shared out over tables of nearly equal width, at most `WIDEST` in each."""
    batches = -(-len(columns) // WIDEST)
    bounds = [round(i * len(columns) / batches) for i in range(batches + 1)] if batches else []
    return [tuple(columns[a:b]) for a, b in pairwise(bounds)]


def breakdown(
    columns: Sequence[Column], variables: tuple[str, ...], cells: Cells, names: Names
) -> RowGroup | None:
    """The rows of one breakdown that any column has a cell for; None without rows."""
    wanted = {(column.name, column.level) for column in columns}
    domains = {
        domain
        for name, level, domain in cells
        if (name, level) in wanted and tuple(variable for variable, _ in domain) == variables
    }
    rows = tuple(
        Row(
            names.parts(domain),
            tuple(cells.get((column.name, column.level, domain)) for column in columns),
        )
        for domain in sorted(domains, key=names.order)
    )
    return RowGroup(tuple(names.variable(name) for name in variables), rows) if rows else None
