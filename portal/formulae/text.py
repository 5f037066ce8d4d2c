"""Formulae inside running text: `$…$`; a dollar sign is written `\\$` or stands before a space."""

import html
import re
from collections.abc import Iterator

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


PARAGRAPH = re.compile(r"</?(?:p|li|ul|ol|h\d|hr|blockquote)\b[^>]*>")
LOOSE = re.compile(
    r"\$[^\s$]*[\\^_{}][^\s$]*"  # $v^{n
    r"|\$[^$]*?\\[A-Za-z]+"  # $5 \times
    r"|(?<![A-Z])\$[A-Za-z\u0391-\u03c9][^\s$]*"  # $v, but not US$m
    r"|[\\^_{}][^\s$]*\$"  # ^{n}$
)
"""What reads as half a formula. An amount of money does not, in whatever currency."""


def formulae_in(text: str) -> list[str]:
    """The LaTeX of each formula in a text or in HTML."""
    parts = TAG.split(str(conditional_escape(text)))[::2]
    found = (match[1] for part in parts for match in FORMULA.finditer(part))
    return [html.unescape(latex) for latex in found if latex]


def loose_in(text: str) -> Iterator[str]:
    """What looks like a formula in a text or in HTML and is none: not closed, or cut by a tag."""
    for paragraph in PARAGRAPH.split(str(conditional_escape(text))):
        whole = formulae_in(SafeString(paragraph))
        plain = html.unescape(TAG.sub("", paragraph))
        for match in FORMULA.finditer(plain):
            if match[1] in whole:
                whole.remove(match[1])
            elif match[1]:
                yield match[0]
        yield from LOOSE.findall(FORMULA.sub(" ", plain))


def in_plain_letters(text: str) -> str:
    """The text with formulae as far as they can be read without being drawn, others as "…"."""
    return FORMULA.sub(_in_letters, text)


def _in_letters(match: re.Match[str]) -> str:
    if match[1] is None:
        return "$"
    if "\\" in match[1]:
        return f"…{match[2]}"
    return re.sub(r"[{}]", "", match[1]) + match[2]


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
