"""Slopes: values at two moments, joined by a line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from portal.charts import style
from portal.charts.layout import INSET, LEADING, keyed, legend, lines_of_text, shape
from portal.charts.lettering import spread, wrapped
from portal.charts.lettering import width as text_width
from portal.charts.records import WIDE, Axis, Drawing, Group, Key, Layout, Mark, Row, Slope
from portal.charts.rows import AXIS, Plot, grid, place_rows, plot_area
from portal.charts.svg import line

EARLIER, LATER = 0.3, 0.45
"""The most of the picture's width that the labels of a side may take."""
LEADER = 30.0
LEAST_HEIGHT = 220.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Side:
    """One moment: its words, its labels on their lines, and how much room they take."""

    head: list[str]
    labels: list[list[str]]
    room: float

    @property
    def heights(self) -> list[float]:
        return [len(label) * LEADING + 4 for label in self.labels]


def slopes(
    lines: Sequence[Slope], moments: tuple[str, str], axis: Axis, *, layout: Layout = WIDE
) -> Drawing:
    """A line per value from the earlier moment at the left to the later one at the right.

    Rising lines are solid and falling ones dashed. Values stand on both sides, the later ones with
    names, all pushed apart; a value that is missing at one moment has no line. A narrow picture
    has no room between two columns of words: there every value has a row of its own.
    """
    if layout.narrow:
        return _steps(lines, moments, axis, layout)
    width = layout.width
    before = _side(moments[0], [each.texts[0] for each in lines], EARLIER * width)
    named = [f"{each.texts[1]} {each.label}".strip() for each in lines]
    after = _side(moments[1], named, LATER * width)
    left, right = INSET + before.room + LEADER, width - INSET - after.room - LEADER
    top = max(len(before.head), len(after.head)) * LEADING + 14
    bottom = top + max(LEAST_HEIGHT, 1.5 * sum(before.heights), 1.5 * sum(after.heights))

    def y(mark: Mark) -> float:
        """The height of a value; what is not known is told at the bottom."""
        if mark.value is None:
            return bottom
        return bottom - 10 - (bottom - top - 20) * axis.share(mark.value)

    drawn = [line(x, top, x, bottom, style.GRID, 1) for x in (left, right)]
    drawn += [
        _joined(each.before, each.after, (left, y(each.before)), (right, y(each.after)))
        for each in lines
    ]
    drawn.append(_labels(before, [each.before for each in lines], left, -1, y, top, bottom))
    drawn.append(_labels(after, [each.after for each in lines], right, 1, y, top, bottom))
    return Drawing("".join(drawn), width, bottom + 6)


def _side(moment: str, texts: Sequence[str], most: float) -> Side:
    wishes = [text_width(each, style.SMALL) * 1.08 for each in texts]
    room = min(max([*wishes, text_width(moment, style.SMALL) * 1.1 - LEADER]), most)
    labels = [wrapped(each, room, style.SMALL) for each in texts]
    return Side(wrapped(moment, room + LEADER, style.SMALL), labels, room)


def _steps(lines: Sequence[Slope], moments: tuple[str, str], axis: Axis, layout: Layout) -> Drawing:
    """A row per value: a ring where it was, a dot where it went, the same line between them."""
    rows = tuple(
        Row(each.label, (replace(each.before, shape="ring"), each.after), " → ".join(each.texts))
        for each in lines
    )
    plot = plot_area(layout, (), [row.text for row in rows], axis)
    keys = (Key(moments[0], "ring"), Key(moments[1]))
    above, top = legend(list(map(keyed, keys)), layout.width)
    placed = place_rows((Group("", rows),), plot, top, lambda row, y: _step(row, plot, y))
    return Drawing(above + grid(plot, placed) + placed.markup, layout.width, placed.bottom + AXIS)


def _step(row: Row, plot: Plot, y: float) -> str:
    before, after = row.marks
    return _joined(before, after, *((plot.x(mark.value or 0.0), y) for mark in row.marks))


def _joined(before: Mark, after: Mark, start: Point, end: Point) -> str:
    """The marks of a value at two moments, and the line between them if both are known."""
    known = [mark.value for mark in (before, after) if mark.value is not None]
    falls = len(known) == 2 and known[1] < known[0]
    colour = style.CONTRAST if falls else style.ACCENT
    dashes = {"stroke_dasharray": "6 3"} if falls else {}
    drawn = line(*start, *end, colour, 2, **dashes) if len(known) == 2 else ""
    for mark, (x, y) in ((before, start), (after, end)):
        if mark.value is not None:
            drawn += shape(mark.shape, x, y, colour, mark.open)
    return drawn


def _labels(
    side: Side, marks: Sequence[Mark], x: float, away: int, y: Callable[[Mark], float],
    top: float, bottom: float,
) -> str:  # fmt: skip
    """The words of one side, `away` to its left (-1) or right (1), with a thin line to each mark."""
    anchor = "start" if away > 0 else "end"
    look = {"text_anchor": anchor, "font_weight": "bold", "fill": style.MUTED}
    drawn = [lines_of_text(x, (top - 10) / 2, side.head, **look)]
    middles = spread([y(mark) for mark in marks], side.heights, top, bottom)
    for mark, label, middle in zip(marks, side.labels, middles, strict=True):
        ink = style.MUTED if mark.value is None else style.INK
        drawn.append(lines_of_text(x + away * LEADER, middle, label, text_anchor=anchor, fill=ink))
        if mark.value is not None:
            near, far = x + away * 7, x + away * (LEADER - 5)
            drawn.append(line(near, y(mark), far, middle, style.STRONG_LIGHT, 0.8))
    return "".join(drawn)
