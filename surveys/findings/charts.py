"""Charts as records: which marks, with which labels and numbers. Drawn at the edge."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from surveys.cleaning.variable import Labels
from surveys.findings.disclosure import Cell, Status
from surveys.findings.naming import BARE, Names
from surveys.findings.results import MeasuredIndicator, Results
from surveys.findings.tables import Base, Cells, Column, Row, RowGroup, Table, bases_of
from surveys.plans.weighting.reports import MarginReport, StepReport

Kind = Literal["intervals", "bars", "stacked", "comparison", "profile", "weights", "curves"]
Role = Literal["estimate", "unweighted", "weighted", "modelled", "benchmark"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One value with its interval; `value` is None where it is suppressed."""

    role: Role
    value: float | None
    lower: float | None = None
    upper: float | None = None
    status: Status = "published"


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled row of a chart; no labels stand for the whole population."""

    labels: Labels
    marks: tuple[Mark, ...]
    note: float | None = None
    """A further number of the row: the design effect of a weighting step."""


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Rows under one heading."""

    labels: Labels
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A numbered figure. `subject` says what is drawn; `tables` number those that hold its data.

    `series` are the labels of a stacked bar's parts, which are the marks of each line; `bases` say
    among whom the values are.
    """

    number: int
    kind: Kind
    subject: Labels
    unit: str
    groups: tuple[LineGroup, ...]
    tables: tuple[int, ...]
    series: tuple[Labels, ...] = ()
    bases: tuple[Base, ...] = ()

    @property
    def table(self) -> int:
        """The number of the first table that holds the data."""
        return self.tables[0]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for group in self.groups for line in group.lines)


def mark(cell: Cell | None, role: Role = "estimate") -> Mark:
    """A cell's numbers as a mark."""
    if cell is None:
        return Mark(role, None, status="suppressed")
    return Mark(role, cell.value, cell.lower, cell.upper, cell.status)


def intervals(number: int, table: Table, place: int) -> Chart:
    """Value and interval of one column of a table, over its breakdowns."""
    column = table.columns[place]
    groups = tuple(
        LineGroup(
            _heading(group),
            tuple(_line(row, place) for row in group.rows),
        )
        for group in table.groups
    )
    subject, bases = column.labels, bases_of([column])
    return Chart(number, "intervals", subject, column.unit, groups, (table.number,), bases=bases)


def curves(
    number: int, columns: Sequence[Column], groups: Sequence[RowGroup], tables: tuple[int, ...]
) -> Chart:
    """A curve per column along an ordered breakdown: the last of the groups, after the whole."""
    drawn = tuple(
        LineGroup(column.labels, tuple(_line(row, place) for group in groups for row in group.rows))
        for place, column in enumerate(columns)
    )
    subject, bases = _heading(groups[-1]), bases_of(columns)
    return Chart(number, "curves", subject, columns[0].unit, drawn, tables, bases=bases)


def overview(
    number: int, columns: Sequence[Column], cells: Cells, tables: tuple[int, ...]
) -> Chart:
    """Shares in the whole population as bars, longest first; suppressed ones last."""
    shares = _whole(columns, cells, attrgetter("labels"))
    return _ranked(number, {}, shares, tables, bases_of(columns))


def ranked_levels(
    number: int, columns: Sequence[Column], cells: Cells, tables: tuple[int, ...]
) -> Chart:
    """The shares of a category's levels in the whole population, longest first."""
    shares = _whole(columns, cells, attrgetter("level_labels"))
    return _ranked(number, columns[0].labels, shares, tables, bases_of(columns))


def _whole(
    columns: Sequence[Column], cells: Cells, labels: Callable[[Column], Labels]
) -> list[tuple[Labels, Cell | None]]:
    return [(labels(column), cells.get((column.name, column.level, ()))) for column in columns]


def _ranked(
    number: int,
    subject: Labels,
    shares: Sequence[tuple[Labels, Cell | None]],
    tables: tuple[int, ...],
    bases: tuple[Base, ...],
) -> Chart:
    lines = [Line(labels, (mark(cell),)) for labels, cell in shares]
    lines.sort(key=lambda line: -(line.marks[0].value or 0.0))
    groups = (LineGroup({}, tuple(lines)),)
    return Chart(number, "bars", subject, "share", groups, tables, bases=bases)


def stacked(
    number: int,
    columns: Sequence[Column],
    groups: Sequence[RowGroup],
    tables: tuple[int, ...],
) -> Chart:
    """The shares of a category's levels, a bar per domain."""
    drawn = tuple(
        LineGroup(
            _heading(group),
            tuple(Line(_row_labels(row), tuple(map(mark, row.cells))) for row in group.rows),
        )
        for group in groups
    )
    series, bases = tuple(column.level_labels for column in columns), bases_of(columns)
    return Chart(number, "stacked", columns[0].labels, "share", drawn, tables, series, bases)


def compared(results: Results, cells: Cells, wanted: Set[str]) -> tuple[MeasuredIndicator, ...]:
    """The wanted indicators that are single shares with a plain value beside the weighted one."""
    plain = {item.name for item in results.unweighted if not item.level}
    return tuple(
        each
        for each in results.indicators
        if each.name in wanted & plain and each.unit == "share" and (each.name, "", ()) in cells
    )


def comparison(
    results: Results, cells: Cells, names: Names, indicators: Sequence[MeasuredIndicator]
) -> tuple[LineGroup, ...]:
    """Shares of the whole population without and with weights.

    Those of volunteers stand beside what the model makes of them.
    """
    role: Role = "modelled" if results.volunteers else "weighted"
    plain = {item.name: item.value for item in results.unweighted if not item.level}
    lines = tuple(
        Line(
            names.indicator(each.name),
            (Mark("unweighted", plain[each.name]), mark(cells[each.name, "", ()], role)),
        )
        for each in indicators
    )
    return (LineGroup({}, lines),) if lines else ()


def profile(results: Results, names: Names) -> tuple[LineGroup, ...]:
    """Shares of respondents, of weights, and of the control totals, per single margin."""
    totals = {total.name: total for total in results.control_totals}
    groups = []
    for margin, reports in margins(results.steps).items():
        variables = totals[margin].variables if margin in totals else (margin,)
        if len(variables) == 1:
            groups.append(_profile_group(variables[0], reports, names))
    return tuple(groups)


def weights(steps: Sequence[StepReport]) -> tuple[LineGroup, ...]:
    """Smallest, middle and largest weight after each step, with the design effect of weighting."""
    lines = tuple(
        Line(
            {BARE: step.kind},
            (Mark("estimate", step.median, step.minimum, step.maximum),),
            note=step.design_effect,
        )
        for step in steps
    )
    return (LineGroup({}, lines),) if lines else ()


def _line(row: Row, place: int) -> Line:
    return Line(_row_labels(row), (mark(row.cells[place]),))


def _heading(group: RowGroup) -> Labels:
    return group.variables[0] if group.variables else {}


def _row_labels(row: Row) -> Labels:
    return row.parts[-1].level_labels if row.parts else {}


def margins(steps: Sequence[StepReport]) -> dict[str, tuple[MarginReport, ...]]:
    """The levels of each margin at the last step that used it."""
    found: dict[str, tuple[MarginReport, ...]] = {}
    for step in steps:
        for name in dict.fromkeys(report.margin for report in step.margins):
            found[name] = tuple(report for report in step.margins if report.margin == name)
    return found


def _profile_group(variable: str, reports: Sequence[MarginReport], names: Names) -> LineGroup:
    n = sum(report.n for report in reports) or 1
    after = sum(report.after for report in reports) or 1.0
    target = sum(report.target for report in reports) or 1.0
    lines = tuple(
        Line(
            names.level(variable, report.level),
            (
                Mark("unweighted", report.n / n),
                Mark("weighted", report.after / after),
                Mark("benchmark", report.target / target),
            ),
        )
        for report in reports
    )
    return LineGroup(names.variable(variable), lines)


def largest_miss(reports: Sequence[MarginReport]) -> float:
    """Largest relative distance between a margin's weighted sums and its control totals."""
    return max(
        (abs(report.after - report.target) / report.target for report in reports if report.target),
        default=0.0,
    )
