"""What charts share: marks, small text on several lines, the legend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.charts import style
from portal.charts.lettering import width, wrapped
from portal.charts.records import Key
from portal.charts.svg import element, line, number, text

GAP = 12.0
INSET = 1.5
"""A letter may reach a little to the left of where it begins."""
LEADING = style.SMALL * 1.2


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a legend: `sign` draws around a place, in so much `room`."""

    label: str
    sign: Callable[[float, float], str]
    room: float = 19.0


def keyed(key: Key) -> Entry:
    """A mark of this shape."""
    colour = style.ACCENT if key.shape != "diamond" else style.CONTRAST
    return Entry(key.label, lambda x, y: shape(key.shape, x, y, colour))


def filled(label: str, fill: str) -> Entry:
    """A swatch."""
    look = {"width": 12, "height": 12, "stroke_width": 0.5}
    return Entry(
        label,
        lambda x, y: element("rect", x=x - 6, y=y - 6, fill=fill, stroke=style.MUTED, **look),
    )


def lined(label: str, colour: str, dashes: str | None, kind: str) -> Entry:
    """A piece of a curve with its mark."""
    more = {"stroke_dasharray": dashes} if dashes else {}
    return Entry(
        label,
        lambda x, y: line(x - 13, y, x + 13, y, colour, 2.2, **more) + shape(kind, x, y, colour),
        32.0,
    )


def legend(entries: Sequence[Entry], total: float) -> tuple[str, float]:
    """Entries from left to right, on as many lines as needed; returns markup and height."""
    x, y = 0.0, 15.0
    deepest = 1
    drawn: list[str] = []
    for entry in entries:
        shown = wrapped(entry.label, total - entry.room - 3, style.SMALL, lines=2)
        needed = entry.room + 3 + max(width(part, style.SMALL) for part in shown) * 1.05
        if x and x + needed > total:
            x, y, deepest = 0.0, y + 4.6 + LEADING * deepest, 1
        drawn.append(entry.sign(x + (entry.room - 5) / 2, y - 4))
        for i, part in enumerate(shown):
            drawn.append(text(x + entry.room, y + LEADING * i, part, font_size=style.SMALL))
        x, deepest = x + needed + 14, max(deepest, len(shown))
    return element("g", *drawn), y + LEADING * (deepest - 1) + 13


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


def lines_of_text(
    x: float, middle: float, lines: Sequence[str], **attributes: str | float | None
) -> str:
    """Small text on several lines around a middle."""
    first = middle - LEADING * (len(lines) - 1) / 2 + style.SMALL * 0.36
    return "".join(
        text(x, first + LEADING * i, each, font_size=style.SMALL, **attributes)
        for i, each in enumerate(lines)
    )
