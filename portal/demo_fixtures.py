"""Reads fixtures of a demonstration: TOML in which every text stands in all languages.

A text is a table of languages: `{ en = "…", zh-hans = "…" }`. Rich text is a table of `paragraphs`
and, below them, `items` of a list, numbered where `ordered` is true; each of them is a text.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ENGLISH, CHINESE = "en", "zh-hans"


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file."""
    return tomllib.loads(path.read_text("utf-8"))


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
        paragraphs = "".join(f"<p>{self.english(each)}</p>" for each in rich.get("paragraphs", []))
        items = "".join(f"<li>{self.english(each)}</li>" for each in rich.get("items", []))
        kind = "ol" if rich.get("ordered") else "ul"
        return paragraphs + (f"<{kind}>{items}</{kind}>" if items else "")
