"""A text as a document on paper: its sections can be listed, its figures and tables have numbers."""

import hashlib
import re
from dataclasses import dataclass, field

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

LONG = 12_000
"""From how many letters on a document gets a title page; a Chinese character counts as three."""
CONTENTS = 4
"""From how many sections on a document lists them, unless it is a page or so."""
PAGE = 2_500
"""About how many letters fit on one page, counted in the same way."""
FIRST_IDEOGRAPH = 0x2E80
UNNUMBERED = {"formula", "quote", "data box"}
"""Classes of figures and tables that are none: a formula has its own number, a box its own name."""
HEADING = r"<h(?P<level>[23])\b(?P<attributes>[^>]*)>(?P<title>.*?)</h[23]>"
PARTS = re.compile(
    HEADING + r'|<figure\b[^>]*?\bclass="(?P<figure>[\w-]*)'
    r"|(?P<figcaption><figcaption\b[^>]*>)"
    r'|<table class="(?P<table>[^"]*)"|(?P<caption><caption\b[^>]*>)',
    re.DOTALL,
)
IDENTIFIER = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True)
class Section:
    """A heading that the table of contents leads to."""

    level: int
    anchor: str
    title: str
    marked: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether a table of contents names it: sections, and what is marked with `data-listed`."""
        return self.level == 2 or self.marked


@dataclass
class Paper:
    """A document whose sections have addresses and whose figures and tables are numbered."""

    html: SafeString = field(default_factory=SafeString)
    sections: list[Section] = field(default_factory=list)
    length: int = 0

    @property
    def sha256(self) -> str:
        """Names the content: the same text has the same hash."""
        return hashlib.sha256(self.html.encode()).hexdigest()

    @property
    def is_long(self) -> bool:
        """Whether the document deserves a page for its title."""
        return self.length >= LONG

    @property
    def has_contents(self) -> bool:
        """Whether the document is so long, or has so many sections, that a list of them helps."""
        chapters = sum(section.is_listed for section in self.sections)
        return self.is_long or (chapters >= CONTENTS and self.length > PAGE)


def arranged(html: str, *, numbered: bool = True) -> Paper:
    """The document of a text that our templates have rendered.

    Not `numbered` is one whose figures and tables have brought numbers of their own.
    """
    paper = Paper(length=length(html))
    numbering = _Numbering(paper, numbered=numbered)
    # Whatever is put in is escaped; the rest is as it was.
    paper.html = mark_safe(PARTS.sub(numbering.replace, html))  # noqa: S308
    return paper


def sectioned(html: str) -> Paper:
    """The text of a page on the web: its sections have addresses, nothing in it is numbered."""
    paper = Paper(length=length(html))
    addressing = _Numbering(paper, numbered=False)
    paper.html = mark_safe(re.sub(HEADING, addressing.heading, html, flags=re.DOTALL))  # noqa: S308
    return paper


def one_level_down(html: str) -> SafeString:
    """The text with each heading one level lower, to stand inside a chapter."""
    lower = re.sub(r"(</?h)([2-5])\b", lambda match: f"{match[1]}{int(match[2]) + 1}", html)
    return mark_safe(lower)  # noqa: S308 - as safe as it was


def length(html: str) -> int:
    """About how many letters a text has; a Chinese character counts as three."""
    return sum(3 if ord(letter) >= FIRST_IDEOGRAPH else 1 for letter in plain(html))


def plain(html: str) -> str:
    """The words of a text, without what draws its pictures."""
    return str(strip_tags(re.sub(r"<svg\b.*?</svg>", "", html, flags=re.DOTALL)))


class _Numbering:
    """Goes through a document and counts."""

    def __init__(self, paper: Paper, *, numbered: bool) -> None:
        self.paper, self.numbered = paper, numbered
        self.figures = self.tables = 0
        self.kind = ""

    def replace(self, match: re.Match[str]) -> str:
        """What stands instead of a heading or before the words of a caption."""
        if match["title"] is not None:
            return self.heading(match)
        if not self.numbered:
            return match[0]
        if match["caption"] and self.kind not in UNNUMBERED:
            self.tables += 1
            return match[0] + _number(_("Table %(number)s."), self.tables)
        if match["figcaption"] and self.kind not in UNNUMBERED:
            self.figures += 1
            return match[0] + _number(_("Figure %(number)s."), self.figures)
        self.kind = match["figure"] or match["table"] or self.kind
        return match[0]

    def heading(self, match: re.Match[str]) -> str:
        """The heading with an address, kept for the table of contents."""
        given = IDENTIFIER.search(match["attributes"])
        taken = {section.anchor for section in self.paper.sections}
        title = mark_safe(plain(match["title"]))  # noqa: S308 - a text of our templates
        own = given is not None and given[1] not in taken
        anchor = given[1] if given and own else f"section-{len(self.paper.sections) + 1}"
        marked = "data-listed" in match["attributes"]
        self.paper.sections.append(Section(int(match["level"]), anchor, title, marked))
        if own:
            return match[0]
        # In a book, chapters may hold the same address: it leads to the first, this one gets its own.
        rest = IDENTIFIER.sub("", match[0][3:], count=1) if given else match[0][3:]
        return f'{match[0][:3]} id="{anchor}"{rest}'


def _number(words: str, number: int) -> SafeString:
    return format_html('<span class="paper__number">{}</span> ', words % {"number": number})
