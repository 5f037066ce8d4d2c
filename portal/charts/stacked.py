"""Bars of equal length, divided by shares."""

from __future__ import annotations

from collections.abc import Sequence

from portal.charts import style
from portal.charts.layout import (
    HEADING,
    Plot,
    heading,
    legend,
    plot_area,
    row_height,
    row_label,
)
from portal.charts.lettering import width as text_width
from portal.charts.records import Axis, Drawing, Part, Stack, StackGroup
from portal.charts.svg import element, text

THICKNESS = 18.0
WHOLE = Axis(0.0, 1.0, ())


def stacked_bars(
    groups: Sequence[StackGroup], series: Sequence[str], *, width: float = 640
) -> Drawing:
    """A bar per row whose parts stand in the order of the legend; hidden parts are left blank."""
    rows = [row for group in groups for row in group.rows]
    plot = plot_area(width, [row.label for row in rows], (), WHOLE)
    keys = [(label, style.SERIES[i % len(style.SERIES)]) for i, label in enumerate(series)]
    above, y = legend(keys, width)
    body: list[str] = []
    for group in groups:
        if group.heading:
            body.append(heading(group.heading, y, width))
            y += HEADING
        for row in group.rows:
            height = row_height(row.label, plot)
            body.append(_row(row, plot, y + height / 2))
            y += height
    return Drawing(above + "".join(body), width, y + 6)


def shares(parts: Sequence[Part]) -> list[float]:
    """The share of each part; parts that are not shown divide what is left of the whole."""
    known = sum(part.share for part in parts if part.share is not None)
    hidden = sum(1 for part in parts if part.share is None)
    blank = max(0.0, 1.0 - known) / hidden if hidden else 0.0
    return [blank if part.share is None else part.share for part in parts]


def _row(row: Stack, plot: Plot, middle: float) -> str:
    drawn = [row_label(row.label, plot, middle, row.strong)]
    x = plot.left
    for i, (part, share) in enumerate(zip(row.parts, shares(row.parts), strict=True)):
        length = (plot.right - plot.left) * share
        drawn.append(bar_part(part, x, middle, length, style.SERIES[i % len(style.SERIES)]))
        x += length
    return "".join(drawn)


def bar_part(part: Part, x: float, middle: float, length: float, fill: str) -> str:
    """A part of a bar, its text inside where there is room, in the colour that reads on it."""
    fill = style.EMPTY if part.share is None else fill
    bar = element(
        "rect",
        x=x,
        y=middle - THICKNESS / 2,
        width=length,
        height=THICKNESS,
        fill=fill,
        stroke=style.PAPER,
        stroke_width=1,
    )
    if text_width(part.text, style.SMALL) + 6 > length:
        return bar
    baseline = middle + style.SMALL * 0.36
    return bar + text(
        x + length / 2,
        baseline,
        part.text,
        text_anchor="middle",
        font_size=style.SMALL,
        fill=style.MUTED if part.share is None else style.ink_on(fill),
    )
