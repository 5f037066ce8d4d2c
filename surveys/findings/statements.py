"""Which sentences the numbers bear out: codes and numbers, no words.

A difference within a breakdown is claimed only when the intervals of its highest and lowest level
do not overlap; that is stricter than a test at the same confidence, and needs no covariance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from surveys.cleaning.variable import Labels
from surveys.findings.disclosure import Cell
from surveys.findings.naming import Names
from surveys.findings.results import MeasuredIndicator, UnweightedValue
from surveys.findings.tables import Base, Cells, bases_of

Kind = Literal[
    "level", "largest_level", "highest_lowest", "no_clear_difference", "weighting_effect"
]


@dataclass(frozen=True, slots=True)
class Named:
    """A cell with the label of its level."""

    labels: Labels
    cell: Cell


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence to be worded at the edge.

    `variables` are the breakdowns spoken of; `first` and `second` the cells, highest first;
    `unweighted` the plain value that a weighting effect is told against; `bases` that of a headline.
    """

    kind: Kind
    indicator: str
    labels: Labels
    first: Named | None = None
    second: Named | None = None
    variables: tuple[Labels, ...] = ()
    unweighted: float | None = None
    bases: tuple[Base, ...] = ()


def statements_of(
    indicator: MeasuredIndicator,
    cells: Cells,
    names: Names,
    domains: Sequence[tuple[str, ...]],
    unweighted: UnweightedValue | None = None,
) -> tuple[Statement, ...]:
    """What may be said of one indicator, most important first; nothing of suppressed cells.

    Totals grow with the size of a group and with the weights, so nothing is compared of them.
    """
    found = [headline(indicator, cells, names)]
    if found[0] and found[0].kind == "level" and indicator.statistic != "total":
        singles = [variables[0] for variables in domains if len(variables) == 1]
        found += _contrasts(indicator, cells, names, singles)
        found.append(_weighting_effect(indicator, cells, names, unweighted))
    return tuple(statement for statement in found if statement is not None)


def headline(indicator: MeasuredIndicator, cells: Cells, names: Names) -> Statement | None:
    """The value for the whole population; of a category, its most frequent level."""
    whole = [
        cell
        for (name, _, domain), cell in cells.items()
        if name == indicator.name and not domain and cell.value is not None
    ]
    if not whole:
        return None
    cell = max(whole, key=lambda cell: cell.value or 0.0)
    first = Named(names.measured_level(indicator, cell.level), cell)
    kind: Kind = "largest_level" if cell.level else "level"
    labels, bases = names.indicator(indicator.name), bases_of([indicator])
    return Statement(kind, indicator.name, labels, first, bases=bases)


def clearly_different(high: Cell, low: Cell) -> bool:
    """Whether the interval of `high` lies wholly above that of `low`."""
    if high.lower is None or low.upper is None:
        return False
    return high.lower > low.upper


def _contrasts(
    indicator: MeasuredIndicator, cells: Cells, names: Names, variables: Sequence[str]
) -> list[Statement | None]:
    labels = names.indicator(indicator.name)
    clear: list[Statement | None] = []
    unclear = []
    for variable in variables:
        ends = _ends(indicator.name, variable, cells)
        if ends is None:
            continue
        high, low = ends
        if clearly_different(high, low):
            first = Named(names.level(*high.domain[0]), high)
            second = Named(names.level(*low.domain[0]), low)
            about = (names.variable(variable),)
            clear.append(Statement("highest_lowest", indicator.name, labels, first, second, about))
        else:
            unclear.append(names.variable(variable))
    if unclear:
        clear.append(
            Statement("no_clear_difference", indicator.name, labels, variables=tuple(unclear))
        )
    return clear


def _ends(name: str, variable: str, cells: Cells) -> tuple[Cell, Cell] | None:
    """The highest and lowest shown cell of a one-way breakdown."""
    shown = [
        cell
        for (cell_name, level, domain), cell in cells.items()
        if cell_name == name
        and not level
        and len(domain) == 1
        and domain[0][0] == variable
        and cell.value is not None
    ]
    if len(shown) < 2:
        return None
    ordered = sorted(shown, key=lambda cell: (cell.value or 0.0, cell.domain))
    return ordered[-1], ordered[0]


def _weighting_effect(
    indicator: MeasuredIndicator,
    cells: Cells,
    names: Names,
    unweighted: UnweightedValue | None,
) -> Statement | None:
    """Told only when the plain value lies outside the weighted interval."""
    cell = cells[indicator.name, "", ()]
    if unweighted is None or cell.lower is None or cell.upper is None:
        return None
    if cell.lower <= unweighted.value <= cell.upper:
        return None
    return Statement(
        "weighting_effect",
        indicator.name,
        names.indicator(indicator.name),
        Named({}, cell),
        unweighted=unweighted.value,
    )
