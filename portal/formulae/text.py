"""Formulae inside running text: `$…$`; a dollar sign is written `\\$` or stands before a space."""

import html
import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.formulae.drawing import to_svg
from portal.formulae.errors import FormulaError
from portal.formulae.mathml import to_mathml

TAG = re.compile(r"(<[^>]*>)")
FORMULA = re.compile(
    r"\\\$|\$(?=\S)((?:\\.|[^$\\])+?)(?<=\S)\$(?!\d)([.,;:!?)，。；：、！？）”]*)", re.DOTALL
)
"""As in Markdown: no space inside the signs, and no digit after the second ("US$5 or US$7").

The second group is the punctuation that must not begin the next line.
"""


def formulae_in(text: str) -> list[str]:
    """The LaTeX of each formula in a text or in HTML."""
    parts = TAG.split(str(conditional_escape(text)))[::2]
    found = (match[1] for part in parts for match in FORMULA.finditer(part))
    return [html.unescape(latex) for latex in found if latex]


def with_formulae(text: str, *, printing: bool = False) -> SafeString:
    """The text or HTML with each formula as MathML, or drawn when `printing`.

    A formula that cannot be shown stays as it was written.
    """
    parts = TAG.split(str(conditional_escape(text)))
    parts[::2] = [FORMULA.sub(lambda match: _shown(match, printing), part) for part in parts[::2]]
    return mark_safe("".join(parts))  # noqa: S308 - escaped above, or vetted by to_mathml


def _shown(match: re.Match[str], printing: bool) -> str:
    if match[1] is None:
        return "$"
    latex = html.unescape(match[1])
    try:
        mathml = to_mathml(latex)
        shown = to_svg(mathml, alt=latex) if printing else mathml
    except FormulaError:
        shown = format_html("<code>{}</code>", latex)
    return f'<span class="formula-inline">{shown}{match[2]}</span>' if match[2] else shown
