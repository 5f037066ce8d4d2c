"""Reads fixtures of a demonstration: TOML in which every text stands in all languages.

A text is a table of languages: `{ en = "…", zh-hans = "…" }`. Rich text is a table of `paragraphs`
and, below them, `items` of a list, numbered where `ordered` is true; each of them is a text. In it
`[^key]` refers to a footnote, at the same place in all languages.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

ENGLISH, CHINESE = "en", "zh-hans"
REFERENCE = re.compile(r"\[\^([a-z0-9-]+)\]")


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file."""
    return tomllib.loads(path.read_text("utf-8"))


def footnote_id(key: str) -> UUID:
    """The id of the footnote that texts refer to by this key."""
    return uuid5(NAMESPACE_URL, f"footnote:{key}")


class Wording:
    """Gives the English of texts and keeps the Chinese of each in `chinese`."""

    def __init__(self) -> None:
        self.chinese: dict[str, str] = {}

    def english(self, value: Any) -> Any:
        """The value with each text in English and each rich text as HTML."""
        if isinstance(value, list):
            return [self.english(each) for each in value]
        if not isinstance(value, dict):
            return value
        if ENGLISH in value:
            self.chinese[value[ENGLISH]] = value[CHINESE]
            return value[ENGLISH]
        if "paragraphs" in value or "items" in value:
            return self._html(value)
        return {name: self.english(each) for name, each in value.items()}

    def _html(self, rich: Mapping[str, Any]) -> str:
        paragraphs = "".join(f"<p>{self._line(each)}</p>" for each in rich.get("paragraphs", []))
        items = "".join(f"<li>{self._line(each)}</li>" for each in rich.get("items", []))
        kind = "ol" if rich.get("ordered") else "ul"
        return paragraphs + (f"<{kind}>{items}</{kind}>" if items else "")

    def _line(self, text: Mapping[str, str]) -> str:
        """The English with its references; what stands between them is translated piece by piece."""
        parts = REFERENCE.split(text[ENGLISH])
        for english, chinese in zip(parts[::2], REFERENCE.split(text[CHINESE])[::2], strict=True):
            self.chinese[english.strip()] = chinese.strip()
        parts[1::2] = [_reference(key) for key in parts[1::2]]
        return "".join(parts)


def _reference(key: str) -> str:
    """A reference to a footnote as the editor stores it."""
    name = footnote_id(key)
    return f'<footnote id="{name}">[{str(name)[:6]}]</footnote>'
