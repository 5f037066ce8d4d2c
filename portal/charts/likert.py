"""Answers on a scale with two sides, around a neutral middle."""

from __future__ import annotations

from collections.abc import Sequence

from portal.charts import style
from portal.charts.layout import filled, legend
from portal.charts.lettering import width as text_width
from portal.charts.records import WIDE, Drawing, Layout, Stack, StackGroup
from portal.charts.rows import place_rows, plot_area
from portal.charts.stacked import WHOLE, bar_part, shares
from portal.charts.svg import lines, text


def diverging_bars(
    groups: Sequence[StackGroup], series: Sequence[str], *, layout: Layout = WIDE
) -> Drawing:
    """A bar per row, its negative answers left and its positive ones right of a common middle.

    `series` runs from the most negative to the most positive answer; of an odd number the middle
    one is neutral and lies half on either side. A row's `ends` stand beside its bar.
    """
    rows = [row for group in groups for row in group.rows]
    plot = plot_area(layout, [row.label for row in rows], (), WHOLE)
    fills = style.scale_fills(len(series))
    above, top = legend(list(map(filled, series, fills)), layout.width)
    left = max((_reach(row)[0] for row in rows), default=0.5)
    right = max((_reach(row)[1] for row in rows), default=0.5)
    sides = [max((_room(row.ends[i]) for row in rows), default=0.0) for i in (0, 1)]
    unit = (plot.right - plot.left - sum(sides)) / max(left + right, 1e-9)
    centre = plot.left + sides[0] + left * unit
    placed = place_rows(groups, plot, top, lambda row, y: _row(row, y, centre, unit, fills))
    back = lines(
        [(centre, low, centre, high) for low, high in placed.strips], style.STRONG_LIGHT, 1
    )
    return Drawing(above + back + placed.markup, layout.width, placed.bottom + 8)


def _reach(row: Stack) -> tuple[float, float]:
    """How far a bar reaches to the left and to the right of the middle."""
    given = shares(row.parts)
    half = len(given) // 2
    neutral = given[half] / 2 if len(given) % 2 else 0.0
    return sum(given[:half]) + neutral, sum(given[len(given) - half :]) + neutral


def _room(written: str) -> float:
    return text_width(written, style.SMALL) * 1.05 + 8 if written else 0.0


def _row(row: Stack, middle: float, centre: float, unit: float, fills: Sequence[str]) -> str:
    drawn = []
    start = x = centre - _reach(row)[0] * unit
    for part, share, fill in zip(row.parts, shares(row.parts), fills, strict=True):
        drawn.append(bar_part(part, x, middle, share * unit, fill))
        x += share * unit
    baseline = middle + style.SMALL * 0.36
    for at, anchor, written in ((start - 6, "end", row.ends[0]), (x + 6, "start", row.ends[1])):
        if written:
            look = {"text_anchor": anchor, "font_size": style.SMALL, "fill": style.MUTED}
            drawn.append(text(at, baseline, written, **look))
    return "".join(drawn)
