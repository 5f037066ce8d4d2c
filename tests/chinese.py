"""How Chinese is set, as `docs/languages.md` says: what of a text is set otherwise."""

import re

HAN = r"[\u4e00-\u9fff]"
LATIN = r"(?:[A-Za-z0-9]|%\(\w+\)[sd])"
APART = re.compile(rf"{HAN} {LATIN}|{LATIN} {HAN}|[，。、；：！？] ")
HALF_WIDTH = re.compile(rf"{HAN} ?[,;:!?(]|[,;:!?(] ?{HAN}")
WORD = re.compile(r"[A-Za-z]{2,}")


def badly_set(text):
    """Where Chinese has a space beside Latin letters or its own marks, or a half-width mark."""
    return [match[0] for pattern in (APART, HALF_WIDTH) for match in pattern.finditer(text)]
