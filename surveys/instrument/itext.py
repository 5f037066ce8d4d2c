"""The texts of an XForm in its languages, and the pictures, sounds and videos that belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from surveys.instrument.languages import UNNAMED, site_code
from surveys.instrument.nodes import MEDIA_KINDS, Medium
from surveys.instrument.prompts import prompt
from surveys.instrument.safe_xml import Element, child, children

ADDRESS = re.compile(r"jr://(?:images|audio|video)/([^/\\]+)")


@dataclass(frozen=True)
class Translations:
    """Texts and media by text id and language code; the codes of all languages, and the default's."""

    texts: dict[str, dict[str, str]]
    media: dict[str, dict[str, tuple[Medium, ...]]]
    languages: tuple[str, ...]
    default: str


def translations(model: Element) -> Translations:
    """The texts of a form in its languages."""
    texts: dict[str, dict[str, str]] = {}
    media: dict[str, dict[str, tuple[Medium, ...]]] = {}
    languages: dict[str, str] = {}
    default = ""
    itext = child(model, "itext")
    for translation in children(itext, "translation") if itext is not None else []:
        name = str(translation.get("lang", ""))
        code = languages[name] = site_code(name)
        if translation.get("default"):
            default = code
        for entry in children(translation, "text"):
            key, values = str(entry.get("id")), children(entry, "value")
            said = [value for value in values if not value.get("form")]
            if said:
                texts.setdefault(key, {})[code] = prompt(words_of(said[0]))
            shown = tuple(medium for value in values for medium in _medium(value))
            if shown:
                media.setdefault(key, {})[code] = shown
    _drop_wordless(texts, languages)
    default = default or next(iter(languages.values()), UNNAMED)
    return Translations(texts, media, tuple(languages.values()), default)


def _medium(value: Element) -> Iterator[Medium]:
    match = ADDRESS.fullmatch(str(value.text or "").strip())
    kind = str(value.get("form") or "")
    if match and kind in MEDIA_KINDS:
        yield Medium(kind, match.group(1))


def _drop_wordless(texts: dict[str, dict[str, str]], languages: dict[str, str]) -> None:
    """Leave out the unnamed language that pyxform makes for pictures without one: its words are -."""
    said = {text[UNNAMED] for text in texts.values() if UNNAMED in text}
    if len(languages) > 1 and said <= {"-", ""}:
        for name in [name for name, code in languages.items() if code == UNNAMED]:
            del languages[name]
        for text in texts.values():
            text.pop(UNNAMED, None)


def words_of(element: Element) -> str:
    """The text of a label; an answer quoted in it becomes `${name}`."""
    parts = [element.text or ""]
    for output in element:
        name = str(output.get("value", "")).strip().rpartition("/")[2]
        parts.append(f"${{{name}}}{output.tail or ''}")
    text = "".join(parts)
    return text.strip() if len(element) else text
