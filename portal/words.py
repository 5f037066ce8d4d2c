"""Short texts that are kept in all languages beside each other: names, labels, notes."""

from collections.abc import Mapping

from django.utils.translation import get_language


def in_language(words: Mapping[str, str], language: str = "") -> str:
    """The text in the language asked for (by default the page's), else in English, else any."""
    for code in (language or get_language() or "en", "en"):
        if words.get(code):
            return words[code]
    return next((text for text in words.values() if text), "")


def sentence_gap() -> str:
    """What stands between two sentences: nothing after a Chinese full stop."""
    return "" if (get_language() or "en").startswith("zh") else " "


def by_name(names: Mapping[str, str]) -> dict[str, str]:
    """The names in the order in which people look for them: Latin by letter, Chinese by sound.

    GB 18030 holds the usual Chinese characters in the order of their pinyin.
    """
    ordered = sorted(names.items(), key=lambda pair: pair[1].casefold().encode("gb18030"))
    return dict(ordered)
