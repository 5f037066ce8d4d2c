"""Bars from zero, with the interval of each value."""

from __future__ import annotations

from collections.abc import Sequence

from portal.charts import style
from portal.charts.layout import AXIS, Plot, grid, plot_area, row_height, row_label
from portal.charts.records import Axis, Drawing, Row
from portal.charts.svg import element, line, text

THICKNESS = 13.0


def bars_with_interval(rows: Sequence[Row], axis: Axis, *, width: float = 640) -> Drawing:
    """A bar per row from zero to its first mark's value, the interval as a capped line over it."""
    plot = plot_area(width, [r.label for r in rows], [r.text for r in rows], axis)
    body: list[str] = []
    y = 4.0
    for row in rows:
        height = row_height(row.label, plot)
        body.append(_row(row, plot, y + height / 2, width))
        y += height
    back = grid(plot, 4.0, y + 4)
    return Drawing(back + "".join(body), width, y + AXIS)


def _row(row: Row, plot: Plot, middle: float, total: float) -> str:
    drawn = [row_label(row.label, plot, middle, row.strong)]
    mark = row.marks[0]
    if mark.value is not None:
        start, end = sorted((plot.x(0.0), plot.x(mark.value)))
        drawn.append(
            element(
                "rect",
                x=start,
                y=middle - THICKNESS / 2,
                width=max(end - start, 0.5),
                height=THICKNESS,
                fill=style.PAPER if mark.open else style.ACCENT_LIGHT,
                stroke=style.ACCENT,
                stroke_width=1,
            )
        )
        if mark.lower is not None and mark.upper is not None:
            drawn.append(_capped(plot.x(mark.lower), plot.x(mark.upper), middle))
    baseline = middle + style.FONT_SIZE * 0.36
    drawn.append(text(total, baseline, row.text, text_anchor="end"))
    return "".join(drawn)


def _capped(low: float, high: float, middle: float) -> str:
    ends = (line(x, middle - 4, x, middle + 4, style.INK, 1.4) for x in (low, high))
    return line(low, middle, high, middle, style.INK, 1.4) + "".join(ends)
