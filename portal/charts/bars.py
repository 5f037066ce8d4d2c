"""Bars from zero, with the interval of each value."""

from __future__ import annotations

from collections.abc import Sequence

from portal.charts import style
from portal.charts.records import WIDE, Axis, Drawing, Group, Layout, Row
from portal.charts.rows import AXIS, Plot, grid, place_rows, plot_area
from portal.charts.svg import element, line

THICKNESS = 13.0


def bars_with_interval(rows: Sequence[Row], axis: Axis, *, layout: Layout = WIDE) -> Drawing:
    """A bar per row from zero to its first mark's value, the interval as a capped line over it."""
    plot = plot_area(layout, [r.label for r in rows], [r.text for r in rows], axis)
    groups = (Group("", tuple(rows)),)
    placed = place_rows(groups, plot, 4.0, lambda row, middle: _row(row, plot, middle))
    return Drawing(grid(plot, placed) + placed.markup, layout.width, placed.bottom + AXIS)


def _row(row: Row, plot: Plot, middle: float) -> str:
    mark = row.marks[0]
    if mark.value is None:
        return ""
    start, end = sorted((plot.x(0.0), plot.x(mark.value)))
    drawn = element(
        "rect",
        x=start,
        y=middle - THICKNESS / 2,
        width=max(end - start, 0.5),
        height=THICKNESS,
        fill=style.PAPER if mark.open else style.ACCENT_LIGHT,
        stroke=style.ACCENT,
        stroke_width=1,
    )
    if mark.lower is not None and mark.upper is not None:
        drawn += _capped(plot.x(mark.lower), plot.x(mark.upper), middle)
    return drawn


def _capped(low: float, high: float, middle: float) -> str:
    ends = (line(x, middle - 4, x, middle + 4, style.INK, 1.4) for x in (low, high))
    return line(low, middle, high, middle, style.INK, 1.4) + "".join(ends)
