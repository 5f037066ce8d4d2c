"""How Chinese is set, as `docs/languages.md` says: what of a text is set otherwise."""

import re

from bs4 import BeautifulSoup, Comment, NavigableString

HAN = r"[\u4e00-\u9fff]"
LATIN = r"(?:[A-Za-z0-9]|%\(\w+\)[sd])"
APART = re.compile(rf"{HAN} {LATIN}|{LATIN} {HAN}|[，。、；：！？] ")
HALF_WIDTH = re.compile(rf"{HAN} ?[,;:!?(]|[,;:!?(] ?{HAN}")
WORD = re.compile(r"[A-Za-z]{2,}")


def badly_set(text):
    """Where Chinese has a space beside Latin letters or its own marks, or a half-width mark."""
    return [match[0] for pattern in (APART, HALF_WIDTH) for match in pattern.finditer(text)]


SENTENCES_APART = re.compile(
    rf"[，。；：！？] +[^ ↩]|{HAN} +[，。、；：！？）》]|[（《] |[）] \(|\) （"
)
INLINE = {
    "a", "abbr", "b", "bdi", "button", "cite", "code", "em", "i", "label", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "var",
}  # fmt: skip
UNREAD = {"math", "pre", "script", "select", "style", "svg", "template", "textarea"}


def badly_joined(html):
    """Where a page in Chinese has a space after a full stop, before a mark or inside brackets."""
    found = []
    for line in lines_of(BeautifulSoup(html, "html.parser").body):
        found += [
            line[max(0, m.start() - 12) : m.end() + 12] for m in SENTENCES_APART.finditer(line)
        ]
        found += [line[max(0, m.start() - 12) : m.end() + 12] for m in HALF_WIDTH.finditer(line)]
    return found


def lines_of(body):
    """What stands in one line of the page, as a browser joins it; other languages left out."""
    lines = [""]

    def read(element):
        for child in element.children:
            if isinstance(child, Comment):
                continue
            if isinstance(child, NavigableString):
                lines[-1] += str(child)
            elif child.name in UNREAD or child.get("lang", "zh").startswith("en"):
                lines[-1] += "…"
            elif child.name in INLINE:
                read(child)
            else:
                lines.append("")
                read(child)
                lines.append("")

    read(body)
    return [" ".join(line.split()) for line in lines if line.strip()]
