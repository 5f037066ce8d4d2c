"""Bars of equal length, divided by shares."""

from __future__ import annotations

from collections.abc import Sequence

from portal.charts import style
from portal.charts.layout import filled, legend
from portal.charts.lettering import width as text_width
from portal.charts.records import WIDE, Axis, Drawing, Layout, Part, Stack, StackGroup
from portal.charts.rows import Plot, place_rows, plot_area
from portal.charts.svg import element, text

THICKNESS = 18.0
WHOLE = Axis(0.0, 1.0, ())


def stacked_bars(
    groups: Sequence[StackGroup], series: Sequence[str], *, layout: Layout = WIDE
) -> Drawing:
    """A bar per row whose parts stand in the order of the legend; hidden parts are left blank."""
    plot = plot_area(layout, [row.label for group in groups for row in group.rows], (), WHOLE)
    entries = [filled(label, _fill(place)) for place, label in enumerate(series)]
    above, top = legend(entries, layout.width)
    placed = place_rows(groups, plot, top, lambda row, middle: _row(row, plot, middle))
    return Drawing(above + placed.markup, layout.width, placed.bottom + 6)


def _fill(place: int) -> str:
    return style.SERIES[place % len(style.SERIES)]


def shares(parts: Sequence[Part]) -> list[float]:
    """The share of each part; parts that are not shown divide what is left of the whole."""
    known = sum(part.share for part in parts if part.share is not None)
    hidden = sum(1 for part in parts if part.share is None)
    blank = max(0.0, 1.0 - known) / hidden if hidden else 0.0
    return [blank if part.share is None else part.share for part in parts]


def _row(row: Stack, plot: Plot, middle: float) -> str:
    drawn = []
    x = plot.left
    for place, (part, share) in enumerate(zip(row.parts, shares(row.parts), strict=True)):
        length = (plot.right - plot.left) * share
        drawn.append(bar_part(part, x, middle, length, _fill(place)))
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
