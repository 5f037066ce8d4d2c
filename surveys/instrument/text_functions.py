"""Functions of texts and of lists of codes, as JavaRosa measures and cuts them: in UTF-16 units."""

from __future__ import annotations

import math
import re

from surveys.instrument.values import BLANKS, EvaluationError, Value, text, whole


def selected(chosen: Value, code: Value) -> Value:
    """Whether the code stands among the space-separated codes."""
    if not isinstance(code, str):
        raise EvaluationError("selected() with a code without quotes")
    return f" {code.strip()} " in f" {text(chosen)} "


def count_selected(chosen: Value) -> Value:
    """How many codes were chosen."""
    return float(len(text(chosen).split()))


def selected_at(chosen: Value, index: Value) -> Value:
    """The code at a place counted from 0; blank outside."""
    codes, place = text(chosen).split(), whole(index)
    return codes[place] if 0 <= place < len(codes) else ""


def string_length(value: Value) -> Value:
    """Length in UTF-16 units, as Java counts."""
    characters = text(value)
    return float(len(characters) + sum(character > "\uffff" for character in characters))


def substr(value: Value, start: Value, end: Value = math.inf) -> Value:
    """Characters from `start`, counted from 0, up to but not with `end`; negative from the end."""
    units = text(value).encode("utf-16-le", "surrogatepass")
    size = len(units) // 2
    first, last = (_place(whole(place), size) for place in (start, end))
    return units[2 * first : 2 * last].decode("utf-16-le", "surrogatepass") if first < last else ""


def _place(place: int, size: int) -> int:
    return min(max(place + size if place < 0 else place, 0), size)


def normalize_space(value: Value) -> Value:
    """Without blanks at the ends, and one for several inside; wide blanks stay."""
    return re.sub(r"\s+", " ", text(value).strip(BLANKS), flags=re.ASCII)


def substring_before(value: Value, part: Value) -> Value:
    """What stands before the first such part; blank where there is none."""
    before, found, _ = text(value).partition(text(part) or "\0")
    return before if found else ""


def substring_after(value: Value, part: Value) -> Value:
    """What stands after the first such part; all of it after an empty one."""
    wanted = text(part)
    return text(value).partition(wanted)[2] if wanted else text(value)


def translate(value: Value, old: Value, new: Value) -> Value:
    """The text with characters replaced, one for one, or left out."""
    replacements = text(new)
    table: dict[int, str | None] = {}
    for place, character in enumerate(text(old)):
        known = replacements[place] if place < len(replacements) else None
        table.setdefault(ord(character), known)
    return text(value).translate(table)
