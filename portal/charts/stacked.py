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
from portal.charts.lettering import width
from portal.charts.records import Axis, Caption, Stack, StackGroup
from portal.charts.svg import document, element, text

THICKNESS = 18.0
WHOLE = Axis(0.0, 1.0, ())


def stacked_bars(groups: Sequence[StackGroup], series: Sequence[str], caption: Caption) -> str:
    """A bar per row whose parts stand in the order of the legend; hidden parts are left blank."""
    rows = [row for group in groups for row in group.rows]
    plot = plot_area(caption.width, [row.label for row in rows], (), WHOLE)
    keys = [(label, style.SERIES[i % len(style.SERIES)][0]) for i, label in enumerate(series)]
    above, y = legend(keys, caption.width)
    body: list[str] = []
    for group in groups:
        if group.heading:
            body.append(heading(group.heading, y, caption.width))
            y += HEADING
        for row in group.rows:
            height = row_height(row.label, plot)
            body.append(_row(row, plot, y + height / 2))
            y += height
    return document(caption.prefix, caption.title, caption.width, y + 6, above, *body)


def _row(row: Stack, plot: Plot, middle: float) -> str:
    room = plot.right - plot.left
    known = sum(part.share for part in row.parts if part.share is not None)
    hidden = sum(1 for part in row.parts if part.share is None)
    blank = max(0.0, 1.0 - known) / hidden if hidden else 0.0
    drawn = [row_label(row.label, plot, middle, row.strong)]
    x = plot.left
    for i, part in enumerate(row.parts):
        fill, ink = style.SERIES[i % len(style.SERIES)]
        if part.share is None:
            fill, ink = style.EMPTY, style.MUTED
        length = room * (blank if part.share is None else part.share)
        drawn.append(_part(x, middle, length, part.text, fill, ink))
        x += length
    return "".join(drawn)


def _part(x: float, middle: float, length: float, written: str, fill: str, ink: str) -> str:
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
    if width(written, style.SMALL) + 6 > length:
        return bar
    baseline = middle + style.SMALL * 0.36
    return bar + text(
        x + length / 2, baseline, written, text_anchor="middle", font_size=style.SMALL, fill=ink
    )
