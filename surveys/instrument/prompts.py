"""Texts that are styled as ODK Collect styles them: emphasis, headings, links.

`_slanted_` or `*slanted*`, `__bold__` or `**bold**`, `# heading`, `[words](address)`, and a backslash
before a mark that is meant itself. A `<span>` loses its tags, as colours and fonts are the page's.
A text is plain words wherever nobody asks for its style; the style is made of escaped text. Unlike
in CommonMark, emphasis may touch Chinese characters and their punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

MARK = "\ue000"
"""Stands around the number of a piece that is left alone while the text around it is styled."""
KEPT = re.compile(rf"\\([\\#*_\[\]])|\$\{{([^}}]*)\}}|{MARK}")
SPAN = re.compile(r"</?span\b[^<>]*>", re.IGNORECASE)
LINK = re.compile(r"\[([^\[\]\n]+)\]\(\s*([^()\s]+(?:\([^()\s]*\)[^()\s]*)?)\s*\)")
SAFE = re.compile(r"(https?://|mailto:|tel:)[^\s\"'<>]+", re.IGNORECASE)
STYLES = (
    ("heading", re.compile(r"^[ \t]*#{1,6}[ \t]+(?P<words>.+?)[ \t]*#*$", re.MULTILINE)),
    ("bold", re.compile(r"\*\*(?=[^\s*])(?P<words>.+?)(?<=[^\s])\*\*", re.DOTALL)),
    ("bold", re.compile(r"(?<![A-Za-z0-9_])__(?=[^\s_])(?P<words>.+?)(?<=[^\s_])__(?![A-Za-z0-9_])", re.DOTALL)),
    ("slanted", re.compile(r"(?<![A-Za-z0-9*])\*(?=[^\s*])(?P<words>.+?)(?<=[^\s*])\*(?![A-Za-z0-9*])", re.DOTALL)),
    ("slanted", re.compile(r"(?<![A-Za-z0-9_])_(?=[^\s_])(?P<words>.+?)(?<=[^\s_])_(?![A-Za-z0-9_])", re.DOTALL)),
)  # fmt: skip
TAGS = {
    "heading": '<strong class="prompt-heading">\\g<words></strong>',
    "bold": "<strong>\\g<words></strong>",
    "slanted": "<em>\\g<words></em>",
}
PLAIN = dict.fromkeys(TAGS, "\\g<words>")
Quoted = Callable[[str], str]


class Prompt(str):
    """A text as plain words; `source` is how it was written, with the marks of its style."""

    source: str


class Markup(str):
    """HTML that is made of escaped text."""

    def __html__(self) -> str:
        return self


def prompt(source: str) -> str:
    """A text as it is stored with a question: plain words that remember their style."""
    words = _rendered(source, PLAIN, lambda name: f"${{{name}}}", plain=True)
    if words == source:
        return source
    made = Prompt(words)
    made.source = source
    return made


def source_of(text: str) -> str:
    """The text as it was written."""
    return text.source if isinstance(text, Prompt) else text


def styled(text: str, quoted: Quoted) -> Markup:
    """The text as HTML; `quoted(name)` gives the answers it quotes, which are never styled."""
    return Markup(_rendered(source_of(text), TAGS, quoted, plain=False))


def _rendered(source: str, tags: dict[str, str], quoted: Quoted, *, plain: bool) -> str:
    pieces: list[str] = []

    def keep(piece: str) -> str:
        pieces.append(piece)
        return f"{MARK}{len(pieces) - 1}{MARK}"

    def written(text: str) -> str:
        return text if plain else escape(text)

    def single(match: re.Match[str]) -> str:
        mark, name = match.groups()
        return keep(written(mark or ("" if name is None else quoted(name))))

    def link(match: re.Match[str]) -> str:
        words, address = match.groups()
        if plain or not SAFE.fullmatch(address):
            return words
        opening = f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">'
        return f"{keep(opening)}{words}{keep('</a>')}"

    text = LINK.sub(link, SPAN.sub("", KEPT.sub(single, source)))
    text = written(text)
    for style, pattern in STYLES:
        text = pattern.sub(tags[style], text)
    if not plain:
        text = text.replace("\n", "<br>")
    return re.sub(f"{MARK}(\\d+){MARK}", lambda found: pieces[int(found[1])], text)
