"""Footnotes: their references in a page's text become numbers, in the order in which they stand.

The editor stores a reference as `<footnote id="…">`. It is replaced once the text of the page is
put together, so that every block may hold one and the numbers follow the reader's way.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.whitelist import DEFAULT_ELEMENT_RULES, Whitelister

REFERENCE = re.compile(r'<footnote id="([^"]*)">.*?</footnote>', re.DOTALL)
INLINE = ("[document]", "a", "b", "em", "i", "strong", "sub", "sup")
PARAGRAPH_END = re.compile(r"</p>\s*<p[^>]*>")


class InlineWhitelister(Whitelister):
    """Leaves of a text what may stand inside a line."""

    element_rules = {name: DEFAULT_ELEMENT_RULES[name] for name in INLINE}


@dataclass
class Note:
    """A footnote that the text refers to, and how many times it has done so."""

    number: int
    text: SafeString
    calls: list[int] = field(default_factory=list)


def with_footnotes(
    html: str, texts: Mapping[str, SafeString], *, printing: bool = False
) -> tuple[SafeString, list[Note]]:
    """The text with its references numbered, and the notes it refers to, in their order.

    In print a note stands where it is first referred to; the style sheet moves it to the foot of
    the page. A reference to a note that is gone is left out.
    """
    notes: dict[str, Note] = {}

    def numbered(match: re.Match[str]) -> str:
        key = match[1]
        if key not in texts:
            return ""
        note = notes.setdefault(key, Note(len(notes) + 1, texts[key]))
        note.calls.append(len(note.calls) + 1)
        context = {"note": note, "call": note.calls[-1], "printing": printing}
        return render_to_string("components/footnote_call.html", context).strip()

    # The template escapes; everything else is as it was.
    return mark_safe(REFERENCE.sub(numbered, html)), list(notes.values())  # noqa: S308


def note_texts(page: Page) -> dict[str, SafeString]:
    """The texts of the page's footnotes, fit to stand inside a line, by the ids of references."""
    return {str(note.uuid): inline(note.text) for note in page.footnotes.all()}


def inline(text: str) -> SafeString:
    """A rich text as one line without anything but emphasis and links."""
    line = PARAGRAPH_END.sub(" ", expand_db_html(text))
    return mark_safe(InlineWhitelister().clean(line).strip())  # noqa: S308 - cleaned just here


def without_references(html: str) -> str:
    """The text as it reads without its references."""
    return REFERENCE.sub("", html)
