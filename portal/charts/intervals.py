"""Dots with their intervals, by group."""

from __future__ import annotations

from collections.abc import Sequence

from portal.charts import style
from portal.charts.layout import (
    AXIS,
    HEADING,
    Plot,
    grid,
    heading,
    legend,
    plot_area,
    row_height,
    row_label,
    shape,
)
from portal.charts.records import Axis, Drawing, Group, Key, Mark, Row
from portal.charts.svg import line, text


def dot_and_interval(
    groups: Sequence[Group],
    axis: Axis,
    *,
    width: float = 640,
    reference: float | None = None,
    keys: Sequence[Key] = (),
) -> Drawing:
    """A row per value, its interval as a line; `reference` draws a dashed line through all rows.

    A row may hold several marks of different shapes, told apart by `keys` in a legend.
    """
    rows = [row for group in groups for row in group.rows]
    plot = plot_area(width, [r.label for r in rows], [r.text for r in rows], axis)
    above, top = legend(keys, width) if keys else ("", 4.0)
    body: list[str] = []
    y = top
    for group in groups:
        if group.heading:
            body.append(heading(group.heading, y, width))
            y += HEADING
        for row in group.rows:
            height = row_height(row.label, plot)
            body.append(_row(row, plot, y + height / 2, width))
            y += height
    back = grid(plot, top, y + 4)
    if reference is not None:
        x = plot.x(reference)
        back += line(x, top, x, y + 4, style.STRONG_LIGHT, 1.2, stroke_dasharray="4 3")
    return Drawing(above + back + "".join(body), width, y + AXIS)


def _row(row: Row, plot: Plot, middle: float, total: float) -> str:
    drawn = [row_label(row.label, plot, middle, row.strong)]
    drawn += [_interval(mark, plot, middle, row.strong) for mark in row.marks]
    drawn += [_mark(mark, plot, middle, row.strong) for mark in row.marks]
    baseline = middle + style.FONT_SIZE * 0.36
    weight = "bold" if row.strong else None
    drawn.append(text(total, baseline, row.text, text_anchor="end", font_weight=weight))
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
