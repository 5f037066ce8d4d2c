"""What row charts share: a column of labels, a plot with a scale, a column of values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.charts import style
from portal.charts.lettering import width, wrapped
from portal.charts.records import Axis, Key
from portal.charts.svg import element, line, number, text

ROW = 20.0
HEADING = 24.0
AXIS = 26.0
GAP = 12.0
INSET = 1.5
"""A letter may reach a little to the left of where it begins."""
LABEL_SHARE = 0.42
"""The most of the picture's width that labels may take."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the plot begins and ends, and the room for labels at its left."""

    left: float
    right: float
    scale: Axis

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * self.scale.share(value)


def plot_area(total: float, labels: Iterable[str], values: Iterable[str], scale: Axis) -> Plot:
    """Leaves room for the widest label and value text, and for half of the outer tick texts."""
    label_room = max((width(label, style.FONT_SIZE) * 1.08 for label in labels), default=0.0)
    value_room = max((width(value, style.FONT_SIZE) * 1.08 for value in values), default=0.0)
    first, last = (_half(scale.ticks[i][1]) if scale.ticks else 0.0 for i in (0, -1))
    left = max(min(label_room + INSET, LABEL_SHARE * total) + GAP, first)
    right = total - max(value_room + GAP if value_room else 8.0, last)
    return Plot(left, max(right, left + 40.0), scale)


def _half(tick: str) -> float:
    return width(tick, style.SMALL) / 2 + 2


def row_label(label: str, plot: Plot, middle: float, strong: bool) -> str:
    """A label in the left column, on up to two lines around the row's middle."""
    lines = label_lines(label, plot)
    leading = style.FONT_SIZE * 1.15
    first = middle - leading * (len(lines) - 1) / 2 + style.FONT_SIZE * 0.36
    weight = "bold" if strong else None
    return "".join(
        text(INSET, first + leading * i, part, font_weight=weight) for i, part in enumerate(lines)
    )


def label_lines(label: str, plot: Plot) -> list[str]:
    return wrapped(label, plot.left - GAP - INSET, style.FONT_SIZE, lines=2)


def row_height(label: str, plot: Plot) -> float:
    return ROW if len(label_lines(label, plot)) == 1 else ROW + style.FONT_SIZE * 0.9


def heading(content: str, top: float, total: float) -> str:
    """A group's heading over a thin rule."""
    shown = wrapped(content, total - 2 * INSET, style.SMALL, lines=1)[0]
    label = text(
        INSET, top + HEADING - 8, shown, font_size=style.SMALL, font_weight="bold", fill=style.MUTED
    )
    return label + line(0, top + HEADING - 3, total, top + HEADING - 3, style.GRID, 1)


def grid(plot: Plot, top: float, bottom: float) -> str:
    """Thin vertical lines with their texts under the plot; crowded texts are left out."""
    drawn: list[str] = []
    free_from = -1.0
    for value, written in plot.scale.ticks:
        x = plot.x(value)
        drawn.append(line(x, top, x, bottom, style.GRID, 1))
        if x - _half(written) >= free_from:
            label = text(
                x,
                bottom + 16,
                written,
                text_anchor="middle",
                font_size=style.SMALL,
                fill=style.MUTED,
            )
            drawn.append(label)
            free_from = x + _half(written) + 4
    return element("g", *drawn)


def legend(keys: Sequence[Key | tuple[str, str]], total: float) -> tuple[str, float]:
    """Entries from left to right, on as many lines as needed; returns markup and height.

    An entry is a `Key` (a mark) or a pair of label and fill (a swatch).
    """
    x, y = 0.0, 15.0
    drawn: list[str] = []
    for key in keys:
        label = key.label if isinstance(key, Key) else key[0]
        label = wrapped(label, total - 22, style.SMALL, lines=1)[0]
        room = 22 + width(label, style.SMALL) * 1.05 + 14
        if x and x + room - 14 > total:
            x, y = 0.0, y + 19
        drawn.append(_sign(key, x + 7, y - 4))
        drawn.append(text(x + 19, y, label, font_size=style.SMALL))
        x += room
    return element("g", *drawn), y + 10


def _sign(key: Key | tuple[str, str], x: float, y: float) -> str:
    if isinstance(key, Key):
        return shape(key.shape, x, y, style.ACCENT if key.shape != "diamond" else style.CONTRAST)
    return element(
        "rect",
        x=x - 6,
        y=y - 6,
        width=12,
        height=12,
        fill=key[1],
        stroke=style.MUTED,
        stroke_width=0.5,
    )


def shape(kind: str, x: float, y: float, colour: str, hollow: bool = False) -> str:
    """A mark; its form tells series apart where colours cannot be seen."""
    if kind == "diamond":
        corners = ((0, -7), (7, 0), (0, 7), (-7, 0))
        points = " ".join(f"{number(x + dx)},{number(y + dy)}" for dx, dy in corners)
        # Unfilled, so that a mark at the same place shows through.
        return element("polygon", points=points, fill="none", stroke=colour, stroke_width=1.6)
    fill = style.PAPER if hollow or kind == "ring" else colour
    if kind == "square":
        side = {"width": 8, "height": 8}
        return element("rect", x=x - 4, y=y - 4, fill=fill, stroke=colour, stroke_width=1.8, **side)
    return element("circle", cx=x, cy=y, r=4.4, fill=fill, stroke=colour, stroke_width=1.8)


LEADING = style.SMALL * 1.2


def lines_of_text(
    x: float, middle: float, lines: Sequence[str], **attributes: str | float | None
) -> str:
    """Small text on several lines around a middle."""
    first = middle - LEADING * (len(lines) - 1) / 2 + style.SMALL * 0.36
    return "".join(
        text(x, first + LEADING * i, each, font_size=style.SMALL, **attributes)
        for i, each in enumerate(lines)
    )
