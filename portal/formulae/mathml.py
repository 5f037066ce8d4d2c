"""LaTeX to MathML that every browser draws alike and that is safe to put into a page."""

import html
import re
import unicodedata
from functools import lru_cache
from xml.etree.ElementTree import Element, tostring

from django.utils.translation import gettext as _

from portal.characters import for_xml
from portal.formulae.errors import FormulaError
from portal.formulae.source import ANGLE, checked

CHILDREN = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "msubsup": 3,
    "munder": 2,
    "mover": 2,
    "munderover": 3,
    "menclose": 1,
}
"""Elements that need this many children."""
TAGS = frozenset(CHILDREN) | frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "msqrt",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mpadded",
    ]
)
ATTRIBUTES = frozenset(
    [
        "accent",
        "alttext",
        "columnalign",
        "columnspacing",
        "depth",
        "display",
        "displaystyle",
        "fence",
        "form",
        "height",
        "linethickness",
        "lspace",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowspacing",
        "rspace",
        "scriptlevel",
        "separator",
        "stretchy",
        "symmetric",
        "width",
        "xmlns",
    ]
)
MAX_DEPTH = 16
"""Elements inside each other; the time that drawing takes doubles with every second of them."""
ACCENTS = frozenset("¨¯^~˙→´`˘ˇ˚―")
"""Marks that stand on a letter in full size, not as a small script."""
LIMITS = frozenset(
    ["lim", "max", "min", "sup", "inf", "det", "gcd", "Pr", "arg\u2009max", "arg\u2009min"]
)
"""Names of operators under which a formula of its own line has the index."""
UNDER = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
FENCES = {
    r"\{": "{",
    r"\}": "}",
    r"\|": "‖",
    r"\langle": "⟨",
    r"\rangle": "⟩",
    r"\lfloor": "⌊",
    r"\rfloor": "⌋",
    r"\lceil": "⌈",
    r"\rceil": "⌉",
}
"""What the converter leaves as it was typed."""
ALPHABETS = {
    "bold": ("MATHEMATICAL BOLD",),
    "italic": ("MATHEMATICAL ITALIC",),
    "script": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "fraktur": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
    "double-struck": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
}
"""Styles that browsers no longer give to letters, and the names of the letters that have them."""
NARROW = {"negativethinmathspace": "-0.167em"}
"""Named widths that MathML Core no longer knows."""


@lru_cache(maxsize=2048)
def to_mathml(latex: str, display: bool = False, alt: str = "") -> str:
    """The formula as a `<math>` element; `display` sets it apart in its own line.

    `alt` is how the formula is read aloud; without it the element names its LaTeX. Raises
    `FormulaError` for LaTeX that would be shown wrongly.
    """
    source = checked(latex)
    math = _converted(source, "block" if display else "inline")
    math.set("alttext", for_xml(alt or source))
    _check_depth(math)
    for element in math.iter():  # the converter writes characters as entities
        element.text = html.unescape(element.text or "") or None
    if not "".join(math.itertext()).strip():
        raise FormulaError(_("The formula shows nothing. Write LaTeX, such as v^{n}."))
    large = any(element.get("displaystyle") == "true" for element in math.iter())
    for element in math.iter():
        _tidy(element)
        _place_limits(element, display, large)
    _unwrap(math)
    for element in math.iter():
        _vet(element)
        _space_names(element)
    return tostring(math, encoding="unicode")


def _converted(source: str, display: str) -> Element:
    from latex2mathml.converter import Converter

    # The converter does not know the actuarial angle. It does know how to enclose something, and
    # `checked` lets nobody else cancel.
    source = ANGLE.sub(r"\\cancel", source)
    source = re.sub(r"\\(begin|end)\s*\{align\}", r"\\\1{align*}", source)
    try:
        math: Element = Converter(display=display).convert_to_element(source)
    except Exception as error:
        raise FormulaError(
            _("The formula ends too early or lacks a part. Look at “_”, “^”, \\left and braces.")
        ) from error
    return math


def _check_depth(math: Element) -> None:
    level = [math]
    for _level in range(MAX_DEPTH):
        level = [child for element in level for child in element]
    if level:
        raise FormulaError(_("Too much stands inside each other. Divide the formula."))


def _unwrap(element: Element) -> None:
    """Replace rows of one element by that element."""
    for place, child in enumerate(element):
        _unwrap(child)
        if child.tag == "mrow" and len(child) == 1 and not child.attrib:
            element[place] = child[0]


def _tidy(element: Element) -> None:
    """Mend what the converter writes for older browsers."""
    if element.get("notation") == "updiagonalstrike":
        element.set("notation", "actuarial")
    if element.get("width") in NARROW:
        element.set("width", NARROW[element.get("width", "")])
    if element.tag == "mover" and len(element) == 2 and element[1].text in ACCENTS:
        element.set("accent", "true")
    if element.tag == "mo":
        element.text = FENCES.get(element.text or "", element.text)
    if element.get("mathvariant") in ALPHABETS:
        _write_out(element)
    text = element.text or ""
    if element.tag == "mo" and len(text) > 1 and text[0].isalpha():
        element.attrib.update(lspace="0em", rspace="0.167em")
    if element.tag == "mi" and text and unicodedata.category(text[0]) == "Sm":
        element.tag = "mo"


def _write_out(element: Element) -> None:
    """Give letters their style as the letters that have it."""
    if element.tag == "mtext" and element.get("mathvariant") == "bold":
        return  # which fonts have for words
    names = ALPHABETS[element.attrib.pop("mathvariant")]
    if element.tag == "mtext" or "ITALIC" not in names[0]:  # other letters are italic of themselves
        element.text = "".join(_styled(char, names) for char in element.text or "")


def _styled(char: str, alphabets: tuple[str, ...]) -> str:
    if not char.isalnum() or (char.isdigit() and "ITALIC" in alphabets[0]):
        return char
    plain = re.sub(r"^(LATIN|GREEK) |LETTER ", "", unicodedata.name(char, ""))
    for alphabet in alphabets:
        try:
            return unicodedata.lookup(f"{alphabet} {plain}")
        except KeyError:
            continue
    if "ITALIC" in alphabets[0] and char == "h":
        return "\N{PLANCK CONSTANT}"
    raise FormulaError(
        _("“%(found)s” does not exist in this style. Write it outside of the macro for the style.")
        % {"found": char}
    )


def _place_limits(element: Element, display: bool, large: bool) -> None:
    """Put the index of lim, max and their like where it stands on the page and on paper alike.

    `large` says that a part of the formula is set as if it had its own line.
    """
    if element.tag not in UNDER and element.tag not in UNDER.values():
        return
    base = element[0] if len(element) else element
    if base.tag != "mo":
        return
    if display and base.text in LIMITS:
        element.tag = UNDER.get(element.tag, element.tag)
    beside = element.tag in UNDER and not display and not large
    base.set("movablelimits", "true" if beside else "false")  # true draws the index closer


def _space_names(row: Element) -> None:
    """Set the names of functions apart from letters and numbers that follow them."""
    if row.tag in CHILDREN:
        return
    for place in range(len(row) - 1, 0, -1):
        name = row[place - 1].tag == "mi" and len(row[place - 1].text or "") > 1
        if name and row[place].tag not in ("mo", "mspace", "mrow"):
            row.insert(place, Element("mspace", width="0.167em"))


def _vet(element: Element) -> None:
    """Refuse what does not belong into a formula or would be drawn wrongly."""
    text = element.text or ""
    if "&" in text:
        raise FormulaError(
            _("“%(found)s” stands where it has no meaning. Use “&” in matrices and align only.")
            % {"found": text}
        )
    if "\\" in text:
        raise FormulaError(
            _("“%(found)s” cannot stand in this place. Write the formula without it.")
            % {"found": text}
        )
    if element.get("linebreak"):
        raise FormulaError(
            _("“\\\\” breaks no line here. Write the lines in \\begin{align} … \\end{align}.")
        )
    if element.tag not in TAGS or not ATTRIBUTES.issuperset(element.keys()):
        raise FormulaError(
            _(
                "A part of the formula (%(found)s) looks different from browser to browser. Leave it out."
            )
            % {"found": ", ".join([element.tag, *sorted({*element.keys()} - ATTRIBUTES)])}
        )
    if len(element) != CHILDREN.get(element.tag, len(element)):
        raise FormulaError(
            _("A fraction, root, index or angle lacks a part. Give each macro all its arguments.")
        )
