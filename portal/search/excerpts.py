"""The piece of a text that answers a query, with what was looked for marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.search.tokens import CJK, Term, composed, matches, tokenise

LENGTH = 220
CHINESE_LENGTH = 100
LEAD = 60  # characters before the first match, at most
MOST_MATCHES = 200
NO_BREAK_SPACE = "\u00a0"
SENTENCE_END = re.compile(r"[.!?;](?:\s+|$)|[。！？；]\s*")
BREAK = re.compile(r"(?:[\s，、：]|[,:](?!\d))+")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*[%‰]?")
AFTER_FULL_WIDTH = re.compile(r"(?<=[，。、；：！？）》]) ")


@dataclass(frozen=True)
class Fragment:
    """A piece of text in one go: marked, or not."""

    text: str
    marked: bool


def in_one_line(text: str) -> str:
    """The text with single spaces, and none after a mark that brings its own."""
    return AFTER_FULL_WIDTH.sub("", " ".join(composed(text).split()))


def marked(text: str, terms: Sequence[Term]) -> tuple[Fragment, ...]:
    """The whole text in fragments."""
    text = in_one_line(text)
    return _fragments(text, matches(tokenise(text), terms), 0, len(text))


def excerpt(text: str, terms: Sequence[Term]) -> tuple[Fragment, ...]:
    """The piece with most of what was looked for; the beginning where nothing of it occurs."""
    text = in_one_line(text)
    places = matches(tokenise(text), terms)
    length = CHINESE_LENGTH if len(re.findall(f"[{CJK}]", text)) > len(text) / 3 else LENGTH
    if len(text) <= length:
        return _fragments(text, places, 0, len(text))
    start = _start(text, _richest(text, places, length))
    return _fragments(text, places, start, _end(text, start, length))


def _richest(text: str, places: Sequence[tuple[int, int]], length: int) -> int:
    """Where the piece should begin: at the match after which most different words follow closest.

    Of as many words, the longer: the whole of 8.33亿 before a mere 亿.
    """
    best, most = 0, (0, 0, 0)
    for first, (start, _end_of_first) in enumerate(places[:MOST_MATCHES]):
        words: dict[str, int] = {}
        for begin, end in places[first:MOST_MATCHES]:
            if end <= start + length - LEAD:
                words.setdefault(text[begin:end].lower(), end)
        extent = max(words.values(), default=start) - start
        found = (len(words), sum(map(len, words)), -extent)
        if found > most:
            best, most = start, found
    return best


def _start(text: str, match: int) -> int:
    """The beginning of the sentence before the match if it is near, else of a word."""
    earliest = match - LEAD
    if earliest <= 0:
        return 0
    for boundary in (SENTENCE_END, BREAK):
        found = boundary.search(text, earliest, match)
        if found:
            return found.end()
    return next((number.end() for number in _numbers_over(text, earliest)), earliest)


def _end(text: str, start: int, length: int) -> int:
    """The last end of a word before the piece grows too long."""
    latest = start + length
    if latest >= len(text):
        return len(text)
    breaks = list(BREAK.finditer(text, start + length * 3 // 4, latest + 1))
    if breaks:
        return breaks[-1].start()
    return next((number.start() for number in _numbers_over(text, latest)), latest)


def _numbers_over(text: str, place: int) -> Iterator[re.Match[str]]:
    """The number that reaches over this place, if one does."""
    near = NUMBER.finditer(text, max(0, place - LEAD), place + LEAD)
    return (number for number in near if number.start() < place < number.end())


def _fragments(
    text: str, places: Sequence[tuple[int, int]], start: int, end: int
) -> tuple[Fragment, ...]:
    pieces = [Fragment(f"…{NO_BREAK_SPACE}", marked=False)] if start > 0 else []
    here = start
    for begin, stop in places:
        if begin < here or stop > end:
            continue
        pieces += [
            Fragment(text[here:begin], marked=False),
            Fragment(text[begin:stop], marked=True),
        ]
        here = stop
    pieces.append(Fragment(text[here:end], marked=False))
    if end < len(text):
        pieces.append(Fragment(f"{NO_BREAK_SPACE}…", marked=False))
    return tuple(piece for piece in pieces if piece.text)
