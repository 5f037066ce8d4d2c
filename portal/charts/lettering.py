"""How much room a text takes, without a font at hand, and where to break it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

NARROW = frozenset("iljtfrI.,:;'|!()[] ")
WIDE = frozenset("mwMW%@—…")


def width(text: str, size: float) -> float:
    """An estimate on the safe side, in the unit of `size`: 1 em per Chinese character."""
    return size * sum(map(_em, text))


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in NARROW:
        return 0.36
    if character in WIDE:
        return 0.95
    return 0.68 if character.isupper() else 0.58


def wrapped(text: str, room: float, size: float, lines: int = 3) -> list[str]:
    """The text in at most `lines` lines that fit `room`; what is left over ends in an ellipsis."""
    if width(text, size) <= room:
        return [" ".join(text.split())]
    result: list[str] = []
    current = ""
    for piece in pieces(text):
        if current and width((current + piece).rstrip(), size) > room:
            result.append(current.rstrip())
            current = piece.lstrip()
        else:
            current += piece
    result.append(current.rstrip())
    if len(result) > lines:
        result = [*result[: lines - 1], result[lines - 1] + "…"]
    return [_fitted(part, room, size) for part in result]


def pieces(text: str) -> list[str]:
    """The text between the places where a line may break: after a space or hyphen, and around Chinese characters."""
    found: list[str] = []
    word = ""
    for character in " ".join(text.split()):
        if unicodedata.east_asian_width(character) in "WF":
            # A closing mark stays with what stands before it.
            if unicodedata.category(character).startswith("P") and (word or found):
                word = (word or found.pop()) + character
                continue
            found += [word] if word else []
            word = ""
            found.append(character)
        else:
            word += character
            if character in " -/":
                found.append(word)
                word = ""
    return found + ([word] if word else [])


def _fitted(text: str, room: float, size: float) -> str:
    if width(text, size) <= room:
        return text
    kept = text.rstrip("…")
    while kept and width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def spread(wanted: Sequence[float], rooms: Sequence[float], low: float, high: float) -> list[float]:
    """Middles as near as possible to the wanted ones so that no room overlaps another.

    The order is kept, equal wishes in the order given; all lie between `low` and `high` as long as
    the rooms fit there.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    tops = [0.0] * len(wanted)
    edge = low
    for i in order:
        tops[i] = max(wanted[i] - rooms[i] / 2, edge)
        edge = tops[i] + rooms[i]
    edge = high
    for i in reversed(order):
        tops[i] = min(tops[i], edge - rooms[i])
        edge = tops[i]
    return [top + room / 2 for top, room in zip(tops, rooms, strict=True)]
