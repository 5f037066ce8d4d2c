"""Curves with their bands, and columns, over ordered places such as years, age groups or days."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.charts import style
from portal.charts.layout import GAP, INSET, LEADING, legend, lined, lines_of_text, shape
from portal.charts.lettering import pieces, spread, wrapped
from portal.charts.lettering import width as text_width
from portal.charts.records import WIDE, Axis, Curve, Drawing, Layout, Mark
from portal.charts.svg import element, line, moved, number, path, text

END_SHARE = 0.3
"""The most of the picture's width that the labels at the ends of curves may take."""
CROWDED = 12
"""With more places than this, only the ends of a curve carry a mark."""
COLUMN = 0.7
"""How much of its place's width a column takes."""
TOP, NARROW_TOP = 10.0, 18.0


@dataclass(frozen=True, slots=True)
class Field:
    """Where the curves may run."""

    left: float
    right: float
    top: float
    bottom: float
    axis: Axis
    places: int

    @property
    def step(self) -> float:
        return (self.right - self.left) / max(self.places, 1)

    def x(self, place: int) -> float:
        return self.left + self.step * (place + 0.5)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * self.axis.share(value)


def curves(
    series: Sequence[Curve],
    places: Sequence[str],
    axis: Axis,
    *,
    layout: Layout = WIDE,
    height: float = 200,
    reference: float | None = None,
) -> Drawing:
    """A curve per series through its marks, the intervals as a band around it.

    A missing value leaves a gap. Each curve's label stands at its end; a narrow picture has them
    in a legend. `reference` draws a dashed line across. A place's name may have several lines.
    """
    width = layout.width
    labels = ["" if layout.narrow else each.label for each in series]
    ends = [wrapped(label, END_SHARE * width, style.SMALL) for label in labels]
    beside = max((text_width(part, style.SMALL) * 1.08 for end in ends for part in end), default=0)
    rooms = [len(end) * LEADING + 3 for end in ends]
    field = _field(layout, axis, len(places), beside, max(height, sum(rooms)))
    names, depth = _place_names(places, field, width)
    drawn = [_grid(field, layout), names]
    if reference is not None:
        y = field.y(reference)
        dashes = {"stroke_dasharray": "4 3"}
        drawn.append(line(field.left, y, field.right, y, style.STRONG_LIGHT, 1.2, **dashes))
    looks = [style.LINES[i % len(style.LINES)] for i in range(len(series))]
    drawn += [_band(each.marks, field, look[0]) for each, look in zip(series, looks, strict=True)]
    drawn += [_curve(each.marks, field, *look) for each, look in zip(series, looks, strict=True)]
    bottom = field.bottom + depth
    if layout.narrow:
        named = [(each, look) for each, look in zip(series, looks, strict=True) if each.label]
        below, deep = legend([lined(each.label, *look) for each, look in named], width)
        drawn.append(moved(0, bottom, below) if named else "")
        return Drawing("".join(drawn), width, bottom + (deep if named else 0))
    drawn.append(_end_labels(series, ends, rooms, field))
    return Drawing("".join(drawn), width, bottom)


def columns(
    counts: Sequence[float],
    places: Sequence[str],
    axis: Axis,
    *,
    layout: Layout = WIDE,
    height: float = 160,
) -> Drawing:
    """A column per place from zero to its count, such as the days of a month."""
    field = _field(layout, axis, len(places), 0, height)
    names, depth = _place_names(places, field, layout.width)
    thick = COLUMN * field.step
    drawn = [
        element(
            "rect",
            x=field.x(place) - thick / 2,
            y=field.y(count),
            width=thick,
            height=field.bottom - field.y(count),
            fill=style.ACCENT_LIGHT,
            stroke=style.ACCENT,
            stroke_width=1,
        )
        for place, count in enumerate(counts)
        if count
    ]
    markup = _grid(field, layout) + "".join(drawn) + names
    return Drawing(markup, layout.width, field.bottom + depth)


def _field(layout: Layout, axis: Axis, places: int, beside: float, height: float) -> Field:
    """Leaves room for the texts of the scale at the left, and for so much at the right.

    In a narrow picture the texts lie above their lines, left of the first place.
    """
    ticks = max((text_width(written, style.SMALL) for _, written in axis.ticks), default=0.0) + 8
    right = layout.width - (beside + GAP + 6 if beside else INSET)
    if not layout.narrow:
        return Field(ticks + INSET, right, TOP, TOP + height, axis, places)
    half_step = 1 / (2 * max(places, 1))
    left = max(INSET, (ticks - right * half_step) / (1 - half_step))
    return Field(left, right, NARROW_TOP, NARROW_TOP + height, axis, places)


def _grid(field: Field, layout: Layout) -> str:
    drawn = []
    for value, written in field.axis.ticks:
        y = field.y(value)
        if layout.narrow:
            drawn.append(line(0, y, field.right, y, style.GRID, 1))
            drawn.append(lines_of_text(INSET, y - 8, [written], fill=style.MUTED))
        else:
            drawn.append(line(field.left, y, field.right, y, style.GRID, 1))
            look = {"text_anchor": "end", "fill": style.MUTED}
            drawn.append(lines_of_text(field.left - 8, y, [written], **look))
    return element("g", *drawn)


def _place_names(places: Sequence[str], field: Field, total: float) -> tuple[str, float]:
    """The texts below the plot and their depth; where they are crowded only some are named."""
    longest = max((text_width(part, style.SMALL) for each in places for part in pieces(each)),
                  default=0.0)  # fmt: skip
    every = _every(len(places), math.ceil((longest + 6) / max(field.step, 1)))
    room = max(field.step * every - 6, 1.0)
    drawn, deepest = [], 1
    for i in range(0, len(places), every):
        lines = [
            part for each in places[i].split("\n") for part in wrapped(each, room, style.SMALL)
        ]
        half = max(text_width(part, style.SMALL) for part in lines) / 2
        x = min(max(field.x(i), half + INSET), total - half - INSET)
        deepest = max(deepest, len(lines))
        for row, part in enumerate(lines):
            y = field.bottom + 18 + LEADING * row
            look = {"text_anchor": "middle", "font_size": style.SMALL, "fill": style.MUTED}
            drawn.append(text(x, y, part, **look))
    return element("g", *drawn), 24 + LEADING * (deepest - 1)


def _every(places: int, least: int) -> int:
    """Each how many-th place is named: a few more than needed if the last one is then named too."""
    last = places - 1
    return next(
        (step for step in range(max(least, 1), 2 * least) if last % step == 0), max(least, 1)
    )


def _runs(shown: Sequence[bool]) -> Iterator[list[int]]:
    """Neighbouring places without a gap between them."""
    for there, run in groupby(range(len(shown)), key=lambda i: shown[i]):
        if there:
            yield list(run)


def _band(marks: Sequence[Mark], field: Field, colour: str) -> str:
    drawn = []
    bounds = [(mark.lower, mark.upper) if mark.value is not None else None for mark in marks]
    for run in _runs([bool(pair) and None not in pair for pair in bounds]):
        ends = [(field.x(i), field.y(marks[i].lower or 0.0), field.y(marks[i].upper or 0.0))
                for i in run]  # fmt: skip
        if len(ends) == 1:
            x, low, high = ends[0]
            drawn.append(line(x, low, x, high, colour, 6, stroke_opacity=0.25))
        else:
            around = [(x, low) for x, low, _ in ends] + [(x, high) for x, _, high in reversed(ends)]
            points = " ".join(f"{number(x)},{number(y)}" for x, y in around)
            drawn.append(element("polygon", points=points, fill=colour, fill_opacity=0.15))
    return "".join(drawn)


def _curve(marks: Sequence[Mark], field: Field, colour: str, dashes: str | None, kind: str) -> str:
    drawn = []
    for run in _runs([mark.value is not None for mark in marks]):
        points = [(field.x(i), field.y(marks[i].value or 0.0)) for i in run]
        look = {"stroke": colour, "stroke_width": 2.2, "stroke_dasharray": dashes}
        if len(points) > 1:
            drawn.append(path(points, fill="none", stroke_linejoin="round", **look))
        for place, (x, y) in zip(run, points, strict=True):
            if len(marks) <= CROWDED or place in (run[0], run[-1]):
                drawn.append(shape(kind, x, y, colour, marks[place].open))
    return "".join(drawn)


def _end_labels(
    series: Sequence[Curve], ends: Sequence[list[str]], rooms: Sequence[float], field: Field
) -> str:
    """Labels at the right, pushed apart, each with a thin line from where its curve ends."""
    last = [
        next(((i, mark.value) for i, mark in reversed(list(enumerate(each.marks)))
              if mark.value is not None), None)
        for each in series
    ]  # fmt: skip
    wanted = [field.bottom if found is None else field.y(found[1]) for found in last]
    drawn = []
    for i, y in enumerate(spread(wanted, rooms, TOP / 2, field.bottom + TOP / 2)):
        if not series[i].label:
            continue
        colour = style.LINES[i % len(style.LINES)][0] if last[i] else style.MUTED
        found = last[i]
        if found:
            start = field.x(found[0]) + 8
            drawn.append(
                line(start, wanted[i], field.right + 4, y, colour, 0.8, stroke_opacity=0.6)
            )
        drawn.append(lines_of_text(field.right + 8, y, ends[i], fill=colour, font_weight="bold"))
    return element("g", *drawn) if drawn else ""
