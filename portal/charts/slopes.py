"""Slopes: values at two moments, joined by a line each."""

from __future__ import annotations

from collections.abc import Sequence

from portal.charts import style
from portal.charts.layout import INSET, LEADING, lines_of_text, shape
from portal.charts.lettering import spread, wrapped
from portal.charts.lettering import width as text_width
from portal.charts.records import Axis, Drawing, Mark, Slope
from portal.charts.svg import line

SIDE = 0.36
"""The most of the picture's width that the labels of one side may take."""
LEADER = 30.0
LEAST_HEIGHT = 220.0


def slopes(
    lines: Sequence[Slope], moments: tuple[str, str], axis: Axis, *, width: float = 640
) -> Drawing:
    """A line per value from the earlier moment at the left to the later one at the right.

    Rising lines are solid and falling ones dashed. Labels stand on both sides, pushed apart; a
    value that is missing at one moment has no line.
    """
    texts = [[f"{each.label} {each.texts[side]}" for each in lines] for side in (0, 1)]
    wide = [max((text_width(t, style.SMALL) * 1.08 for t in side), default=0.0) for side in texts]
    room = [min(each, SIDE * width) for each in wide]
    left, right = INSET + room[0] + LEADER, width - INSET - room[1] - LEADER
    labels = [[wrapped(t, room[side], style.SMALL) for t in texts[side]] for side in (0, 1)]
    rooms = [[len(each) * LEADING + 4 for each in side] for side in labels]
    heads = [wrapped(moments[0], left - INSET, style.SMALL),
             wrapped(moments[1], width - right - INSET, style.SMALL)]  # fmt: skip
    top = max(map(len, heads)) * LEADING + 14
    bottom = top + max(LEAST_HEIGHT, *(sum(side) for side in rooms))
    inner = bottom - 10

    def y(value: float) -> float:
        return inner - (inner - top - 10) * axis.share(value)

    drawn = [
        line(x, top, x, bottom, style.GRID, 1) + _head(x, heads[side], side, top)
        for side, x in enumerate((left, right))
    ]
    for each in lines:
        drawn.append(_slope(each, left, right, y(each.before.value or 0), y(each.after.value or 0)))
    for side, x in enumerate((left, right)):
        marks = [(each.before, each.after)[side] for each in lines]
        heights = [bottom if mark.value is None else y(mark.value) for mark in marks]
        middles = spread(heights, rooms[side], top, bottom)
        for mark, lines_, at, middle in zip(marks, labels[side], heights, middles, strict=True):
            drawn.append(_label(mark, lines_, x, side, at, middle))
    return Drawing("".join(drawn), width, bottom + 6)


def _head(x: float, lines: Sequence[str], side: int, top: float) -> str:
    anchor, middle = ("start" if side else "end"), (top - 10) / 2
    return lines_of_text(x, middle, lines, text_anchor=anchor, font_weight="bold", fill=style.MUTED)


def _colour(each: Slope) -> tuple[str, str | None]:
    before, after = each.before.value, each.after.value
    falls = before is not None and after is not None and after < before
    return (style.CONTRAST, "6 3") if falls else (style.ACCENT, None)


def _slope(each: Slope, left: float, right: float, before: float, after: float) -> str:
    colour, dashes = _colour(each)
    drawn = ""
    if each.before.value is not None and each.after.value is not None:
        more = {"stroke_dasharray": dashes} if dashes else {}
        drawn = line(left, before, right, after, colour, 2, **more)
    for mark, x, y in ((each.before, left, before), (each.after, right, after)):
        if mark.value is not None:
            drawn += shape(mark.shape, x, y, colour, mark.open)
    return drawn


def _label(mark: Mark, lines: Sequence[str], x: float, side: int, at: float, middle: float) -> str:
    away = 1 if side else -1
    anchor = "start" if side else "end"
    ink = style.MUTED if mark.value is None else style.INK
    label = lines_of_text(x + away * LEADER, middle, lines, text_anchor=anchor, fill=ink)
    if mark.value is None:
        return label
    return label + line(x + away * 7, at, x + away * (LEADER - 5), middle, style.STRONG_LIGHT, 0.8)
