"""What row charts share: labels, a plot with a scale, values, beside or above each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.charts import style
from portal.charts.layout import GAP, INSET
from portal.charts.lettering import width, wrapped
from portal.charts.records import Axis, Group, Layout, Row, Stack, StackGroup
from portal.charts.svg import element, line, lines, text

ROW = 20.0
HEADING = 24.0
AXIS = 26.0
LABEL_SHARE = 0.42
"""The most of the picture's width that labels beside the plot may take."""
LEADING = style.FONT_SIZE * 1.15
BELOW_LABEL, BELOW_ROW = 3.0, 10.0
"""The air under a label that stands above its row, and under that row."""

Strip = tuple[float, float]
"""Where the plot of some rows begins and ends, from the top."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the plot begins and ends, and how much room labels have."""

    left: float
    right: float
    scale: Axis
    layout: Layout
    label_room: float

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * self.scale.share(value)


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows with their labels, the strips that a grid belongs in, and where they end."""

    markup: str
    strips: tuple[Strip, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of one row stand: lines of its label, its plot, its end."""

    label: list[str]
    baseline: float
    middle: float
    bottom: float


def plot_area(layout: Layout, labels: Iterable[str], values: Iterable[str], scale: Axis) -> Plot:
    """Leaves room for the widest label and value text, and for half of the outer tick texts."""
    total = layout.width
    label_room = max((width(label, style.FONT_SIZE) * 1.08 for label in labels), default=0.0)
    value_room = max((width(value, style.FONT_SIZE) * 1.08 for value in values), default=0.0)
    beside = value_room + GAP if value_room else 0.0
    first, last = (_half(scale.ticks[i][1]) if scale.ticks else INSET for i in (0, -1))
    if layout.narrow:
        return Plot(first, total - last, scale, layout, total - beside - INSET)
    left = max(min(label_room + INSET, LABEL_SHARE * total) + GAP, first)
    right = total - max(beside or 8.0, last)
    return Plot(left, max(right, left + 40.0), scale, layout, left - GAP - INSET)


def _half(tick: str) -> float:
    return width(tick, style.SMALL) / 2 + 2


def place_rows(
    groups: Sequence[Group] | Sequence[StackGroup],
    plot: Plot,
    top: float,
    draw: Callable[[Any, float], str],
) -> Placed:
    """Every row under the heading of its group; `draw` fills a row's plot around its middle."""
    drawn: list[str] = []
    strips: list[Strip] = []
    y = top
    for group in groups:
        if group.heading:
            drawn.append(_heading(group.heading, y, plot.layout.width))
            y += HEADING + (BELOW_LABEL if plot.layout.narrow else 0.0)
        for row in group.rows:
            frame = _frame(row.label, plot, y)
            drawn += [_words(row, frame, plot), draw(row, frame.middle)]
            strips.append((frame.middle - ROW / 2, frame.middle + ROW / 2))
            y = frame.bottom
    if not plot.layout.narrow:
        strips = [(top, y + 4)]
    return Placed("".join(drawn), tuple(strips), y)


def _frame(label: str, plot: Plot, top: float) -> Frame:
    if plot.layout.narrow:
        shown = wrapped(label, plot.label_room, style.FONT_SIZE)
        above = LEADING * len(shown) + BELOW_LABEL
        bottom = top + above + ROW + BELOW_ROW
        return Frame(shown, top + style.FONT_SIZE, top + above + ROW / 2, bottom)
    shown = wrapped(label, plot.label_room, style.FONT_SIZE, lines=2)
    height = ROW if len(shown) == 1 else ROW + style.FONT_SIZE * 0.9
    middle = top + height / 2
    baseline = middle - LEADING * (len(shown) - 1) / 2 + style.FONT_SIZE * 0.36
    return Frame(shown, baseline, middle, top + height)


def _words(row: Row | Stack, frame: Frame, plot: Plot) -> str:
    """The label of a row and, where there is one, the text of its value at the right."""
    look = {"font_weight": "bold" if row.strong else None}
    words = [
        text(INSET, frame.baseline + LEADING * i, part, **look)
        for i, part in enumerate(frame.label)
    ]
    if isinstance(row, Row):
        last = frame.baseline + LEADING * (len(frame.label) - 1)
        y = last if plot.layout.narrow else frame.middle + style.FONT_SIZE * 0.36
        words.append(text(plot.layout.width, y, row.text, text_anchor="end", **look))
    return "".join(words)


def _heading(content: str, top: float, total: float) -> str:
    """A group's heading over a thin rule."""
    shown = wrapped(content, total - 2 * INSET, style.SMALL, lines=1)[0]
    label = text(
        INSET, top + HEADING - 8, shown, font_size=style.SMALL, font_weight="bold", fill=style.MUTED
    )
    return label + line(0, top + HEADING - 3, total, top + HEADING - 3, style.GRID, 1)


def grid(plot: Plot, placed: Placed) -> str:
    """Thin vertical lines with their texts under the plot; crowded texts are left out."""
    ticks = [(plot.x(value), written) for value, written in plot.scale.ticks]
    rules = [(x, top, x, bottom) for x, _ in ticks for top, bottom in placed.strips]
    if plot.layout.narrow:
        middles = [(top + bottom) / 2 for top, bottom in placed.strips]
        rules += [(plot.left, y, plot.right, y) for y in middles]
    drawn = [lines(rules, style.GRID, 1)]
    free_from = -1.0
    look = {"text_anchor": "middle", "font_size": style.SMALL, "fill": style.MUTED}
    for x, written in ticks:
        if x - _half(written) >= free_from:
            drawn.append(text(x, placed.strips[-1][1] + 16, written, **look))
            free_from = x + _half(written) + 4
    return element("g", *drawn)


def rule_through(plot: Plot, placed: Placed, value: float) -> str:
    """A dashed line at a value, through every strip."""
    x = plot.x(value)
    ends = [(x, top, x, bottom) for top, bottom in placed.strips]
    return lines(ends, style.STRONG_LIGHT, 1.2, stroke_dasharray="4 3")
