"""Dots with their intervals, by group."""

from __future__ import annotations

from collections.abc import Sequence

from portal.charts import style
from portal.charts.layout import keyed, legend, shape
from portal.charts.records import WIDE, Axis, Drawing, Group, Key, Layout, Mark, Row
from portal.charts.rows import AXIS, Plot, grid, place_rows, plot_area, rule_through
from portal.charts.svg import line


def dot_and_interval(
    groups: Sequence[Group],
    axis: Axis,
    *,
    layout: Layout = WIDE,
    reference: float | None = None,
    keys: Sequence[Key] = (),
) -> Drawing:
    """A row per value, its interval as a line; `reference` draws a dashed line through all rows.

    A row may hold several marks of different shapes, told apart by `keys` in a legend.
    """
    rows = [row for group in groups for row in group.rows]
    plot = plot_area(layout, [r.label for r in rows], [r.text for r in rows], axis)
    above, top = legend(list(map(keyed, keys)), layout.width) if keys else ("", 4.0)
    placed = place_rows(groups, plot, top, lambda row, middle: _row(row, plot, middle))
    back = grid(plot, placed)
    if reference is not None:
        back += rule_through(plot, placed, reference)
    return Drawing(above + back + placed.markup, layout.width, placed.bottom + AXIS)


def _row(row: Row, plot: Plot, middle: float) -> str:
    drawn = [_interval(mark, plot, middle, row.strong) for mark in row.marks]
    drawn += [_mark(mark, plot, middle, row.strong) for mark in row.marks]
    return "".join(drawn)


def _interval(mark: Mark, plot: Plot, middle: float, strong: bool) -> str:
    if mark.lower is None or mark.upper is None or mark.value is None:
        return ""
    colour = style.STRONG_LIGHT if strong else style.ACCENT_LIGHT
    return line(
        plot.x(mark.lower), middle, plot.x(mark.upper), middle, colour, 4, stroke_linecap="round"
    )


def _mark(mark: Mark, plot: Plot, middle: float, strong: bool) -> str:
    if mark.value is None:
        return ""
    colour = style.STRONG if strong else style.ACCENT
    if mark.shape == "diamond":
        colour = style.CONTRAST
    return shape(mark.shape, plot.x(mark.value), middle, colour, mark.open)
