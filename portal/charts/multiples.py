"""Small multiples: a grid of pictures drawn on the same scale."""

from __future__ import annotations

from collections.abc import Sequence

from portal.charts import style
from portal.charts.layout import INSET, LEADING
from portal.charts.lettering import wrapped
from portal.charts.records import WIDE, Drawing, Layout, Panel
from portal.charts.svg import moved, text

GUTTER, NARROW_GUTTER = 28.0, 16.0
BELOW = 14.0


def panel_layout(layout: Layout, columns: int) -> Layout:
    """How each picture of a grid must be drawn."""
    room = (layout.width - _gutter(layout) * (columns - 1)) / columns
    return Layout(room, layout.narrow)


def _gutter(layout: Layout) -> float:
    return NARROW_GUTTER if layout.narrow else GUTTER


def small_multiples(panels: Sequence[Panel], *, layout: Layout = WIDE, columns: int = 3) -> Drawing:
    """The pictures in rows of `columns`, each under its heading; whoever draws them shares scales.

    Raises `ValueError` for a picture that is not as wide as its place.
    """
    room = panel_layout(layout, columns).width
    if any(panel.drawing.width > room + 0.01 for panel in panels):
        raise ValueError(f"a panel is wider than its place of {room:.0f}")
    drawn: list[str] = []
    y = 0.0
    for start in range(0, len(panels), columns):
        row = panels[start : start + columns]
        heads = [wrapped(panel.heading, room - INSET, style.FONT_SIZE, lines=2) for panel in row]
        top = y + max(map(len, heads)) * LEADING + 10
        for column, (panel, head) in enumerate(zip(row, heads, strict=True)):
            x = column * (room + _gutter(layout))
            drawn += [
                text(x + INSET, y + style.FONT_SIZE + 2 + LEADING * i, part, font_weight="bold")
                for i, part in enumerate(head)
            ]
            drawn.append(moved(x, top, panel.drawing.markup))
        y = top + max(panel.drawing.height for panel in row) + BELOW
    return Drawing("".join(drawn), layout.width, max(y - BELOW, 1.0))
