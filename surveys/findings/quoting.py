"""What can be quoted of a report: each estimate for all, and its one-way breakdowns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.cleaning.variable import Labels
from surveys.findings.charts import Chart, curves, intervals
from surveys.findings.disclosure import Cell
from surveys.findings.document import Report
from surveys.findings.naming import are_bands
from surveys.findings.tables import Column, Row, RowGroup, Table


@dataclass(frozen=True, slots=True)
class Quotable:
    """An estimate for the whole population, and the rows of its breakdowns by variable."""

    column: Column
    whole: Row
    breakdowns: Mapping[str, RowGroup]

    @property
    def cell(self) -> Cell | None:
        return self.whole.cells[0]

    @property
    def variables(self) -> dict[str, Labels]:
        """The labels of the variables by which the estimate is broken down."""
        return {name: group.variables[0] for name, group in self.breakdowns.items()}

    def table(self, by: str) -> Table:
        """The whole population and one breakdown; raises `KeyError` where there is none."""
        return Table(1, (self.column,), (RowGroup((), (self.whole,)), self.breakdowns[by]))

    def chart(self, by: str) -> Chart:
        """The values of `table` with their intervals; a curve along bands of a number."""
        table = self.table(by)
        if are_bands(row.parts[0].level for row in self.breakdowns[by].rows):
            return curves(1, table.columns, table.groups, (table.number,))
        return intervals(1, table, place=0)


def quotables(report: Report) -> dict[tuple[str, str], Quotable]:
    """Everything that can be quoted, by indicator and level; tables of two-way domains are not."""
    found = {}
    for table in report.tables:
        if table.crossed:
            continue
        for place, column in enumerate(table.columns):
            groups = [_narrowed(group, place) for group in table.groups]
            whole = next((group.rows[0] for group in groups if not group.variables), None)
            if whole is not None:
                breakdowns = {_variable(group): group for group in groups if group.variables}
                found[column.name, column.level] = Quotable(column, whole, breakdowns)
    return found


def _narrowed(group: RowGroup, place: int) -> RowGroup:
    """The rows with one of their cells; a domain without that cell has no row."""
    rows = (Row(row.parts, (row.cells[place],)) for row in group.rows if row.cells[place])
    return RowGroup(group.variables, tuple(rows))


def _variable(group: RowGroup) -> str:
    return group.rows[0].parts[0].variable if group.rows else ""
