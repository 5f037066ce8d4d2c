"""MathML to SVG, for paper: the print shop shows MathML as a row of letters."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring, tostring

from django.utils.translation import gettext as _

from portal.characters import for_xml
from portal.formulae.errors import FormulaError

if TYPE_CHECKING:
    from ziamath.mathfont import MathFont

SIZE = 24.0
"""The size at which formulae are drawn, in the units of the drawing."""
EM = SIZE / 1.1
"""The size of the text around; formulae stand as much larger than it as in `math.css`."""
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


@lru_cache(maxsize=512)
def to_svg(mathml: str, *, alt: str) -> str:
    """The formula drawn as an `<svg>` in the size of the text around it; `alt` is its title.

    Raises `FormulaError` when the font lacks a character or the formula cannot be drawn.
    """
    math = fromstring(mathml)  # noqa: S314 - made by to_mathml, which holds no entities
    _check_characters(math)
    try:
        svg = _drawn(math, for_xml(alt))
    except Exception as error:
        raise FormulaError(
            _("The formula cannot be drawn for printing. Write it in a simpler way.")
        ) from error
    return tostring(svg, encoding="unicode")


def _check_characters(math: Element) -> None:
    font = _font()
    for char in "".join(math.itertext()):
        if not char.isspace() and not font.glyphindex(char):
            raise FormulaError(
                _("“%(found)s” cannot be printed inside a formula. Put words beside the formula.")
                % {"found": char}
            )


def _drawn(math: Element, alt: str) -> Element:
    import ziamath

    # Without SVG 2 each glyph is a path of its own: nothing is referred to by an id.
    ziamath.config.svg2 = False
    _make_room(math)
    svg: Element = ziamath.Math(math, size=SIZE, title=alt, margin=0).svgxml()
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    svg.attrib = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"{left:g} {top:g} {width:g} {height:g}",
        "style": f"width:{width / EM:.3f}em;vertical-align:{-(top + height) / EM:.3f}em",
    }
    return svg


def _make_room(math: Element) -> None:
    """Give matrices the space between columns and before brackets that browsers give them."""
    for row in list(math.iter()):
        for place, table in reversed(list(enumerate(row))):
            if table.tag == f"{NAMESPACE}mtable" and not table.get("columnspacing"):
                table.set("columnspacing", "0.8em")
                for side in (place + 1, place):
                    row.insert(side, Element(f"{NAMESPACE}mspace", width="0.2em"))


@cache
def _font() -> MathFont:
    from ziamath.zmath import loadedfonts

    font: MathFont = loadedfonts["default"]
    return font
