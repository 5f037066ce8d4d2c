"""SVG as text: elements with escaped attributes and content, always in the same order."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from portal.charts.records import Drawing
from portal.charts.style import FONT_FAMILY, FONT_SIZE, INK


def number(value: float) -> str:
    """A coordinate with at most two decimals, the same on every machine."""
    text = f"{value + 0.0:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """One element; `children` are finished markup, `font_size=12` becomes `font-size="12"`."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            written = value if isinstance(value, str) else number(value)
            parts.append(f'{key.rstrip("_").replace("_", "-")}="{escape(written)}"')
    opening = " ".join(parts)
    return f"<{opening}>{''.join(children)}</{name}>" if children else f"<{opening}/>"


def text(x: float, y: float, content: str, **attributes: str | float | None) -> str:
    """One line of text with its baseline at y."""
    return element("text", escape(content), x=x, y=y, **attributes)


def line(
    x1: float, y1: float, x2: float, y2: float, stroke: str, width: float, **more: str | float
) -> str:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, **more)


def lines(
    ends: Iterable[tuple[float, float, float, float]], stroke: str, width: float, **more: str
) -> str:
    """Lines of one look, each as x1, y1, x2, y2."""
    steps = "".join("M{} {}L{} {}".format(*map(number, each)) for each in ends)
    return element("path", d=steps, stroke=stroke, stroke_width=width, **more)


def path(points: Iterable[tuple[float, float]], **attributes: str | float | None) -> str:
    """A line through points."""
    steps = " ".join(f"{number(x)} {number(y)}" for x, y in points)
    return element("path", d=f"M{steps}", **attributes)


def moved(x: float, y: float, markup: str) -> str:
    """Finished markup at another place."""
    return element("g", markup, transform=f"translate({number(x)} {number(y)})")


def document(drawing: Drawing, prefix: str, title: str) -> str:
    """The picture: `title` is the whole text alternative, `prefix` keeps ids apart within a page.

    Fonts and colours are attributes because the style sheet of a printed page does not reach into
    the picture.
    """
    return element(
        "svg",
        element("title", escape(title), id=f"{prefix}-title"),
        drawing.markup,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=f"{prefix}-title",
        viewBox=f"0 0 {number(drawing.width)} {number(drawing.height)}",
        width=drawing.width,
        height=drawing.height,
        font_family=FONT_FAMILY,
        font_size=FONT_SIZE,
        fill=INK,
    )
