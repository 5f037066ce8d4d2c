"""What the index holds of a text, and what a query asks of it.

Chinese is written without spaces, and a dictionary would cut some words wrongly. So each run of
characters is indexed as its overlapping pairs and its last character: 社会保险 as 社会 会保 保险 险.
A query for 保险 is the pair 保险, one for 社会保险 the three pairs in a row, and nothing else fits.
Words of other scripts are indexed whole, English ones by their stem.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.search.stemming import stem

MAX_QUERY_LENGTH = 200
MAX_TERMS = 12
MAX_TOKENS_PER_TERM = 24

# Han with its extensions and compatibility forms, the marks 々〆〇, kana and hangul.
CJK = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U000323af"
)
PIECE = re.compile(f"(?P<run>[{CJK}]+)|(?:(?![{CJK}_])\\w)+")
SEGMENT = re.compile(f'"(?P<quoted>[^"]+)"|[{CJK}]+|(?:(?![{CJK}_])[\\w.·\'’&/-])+')
QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„«»「」『』", '"'))
STOP_WORDS = {
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "how", "in", "is",
    "it", "its", "of", "on", "or", "that", "the", "their", "this", "to", "was", "were", "what",
    "when", "where", "which", "who", "why", "will", "with",
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """One entry of the index and where it stands in the text, which is taken in form NFC."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Term:
    """Tokens that must stand in a row; where `open_ended`, the last may go on."""

    tokens: tuple[str, ...]
    open_ended: bool = False


def composed(text: str) -> str:
    """The text in Unicode form NFC: looks the same, and letters carry their accents."""
    return unicodedata.normalize("NFC", text)


def tokenise(text: str, *, stemmed: bool = True) -> list[Token]:
    """The tokens of a text in order. Small letters, full-width forms as their usual ones."""
    plain, places = _folded(composed(text))
    found = []
    for piece in PIECE.finditer(plain):
        for token, start, end in _of_piece(piece, stemmed):
            found.append(Token(token, places[start], places[end - 1] + 1))
    return found


def indexed(text: str, *, stemmed: bool = True) -> str:
    """The tokens of a text as the index stores them."""
    return " ".join(token.text for token in tokenise(text, stemmed=stemmed))


def query_terms(
    query: str, *, stemmed: bool = True, last_is_beginning: bool = False
) -> tuple[Term, ...]:
    """What a text must hold to answer the query; empty where the query holds no word.

    Quoted words must stand in a row. Words such as "the" are left out beside others, unless
    quoted. With `last_is_beginning` the last word may be the beginning of a longer one.
    """
    text = composed(query[:MAX_QUERY_LENGTH]).translate(QUOTATION_MARKS)
    found, told = [], []
    for segment in SEGMENT.finditer(text):
        term = _term(segment["quoted"] or segment[0], stemmed)
        if term:
            found.append(term)
            told.append(segment["quoted"] is not None or segment[0].lower() not in STOP_WORDS)
    if last_is_beginning and found:
        found[-1], told[-1] = Term(found[-1].tokens, open_ended=True), True
    kept = [term for term, telling in zip(found, told, strict=True) if telling] or found
    return tuple(dict.fromkeys(kept))[:MAX_TERMS]


def parts(query: str) -> str:
    """The query cut into its smallest words, for a search that is content with some of them."""
    pieces = PIECE.finditer(_folded(composed(query[:MAX_QUERY_LENGTH]))[0])
    words = [part for piece in pieces for part in _pairs_or_word(piece)]
    return " ".join(dict.fromkeys(words))


def matches(tokens: Sequence[Token], terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in a text: begin and end of each place, in order, merged."""
    places: dict[str, list[int]] = {}
    for number, token in enumerate(tokens):
        places.setdefault(token.text, []).append(number)
    spans = sorted(span for term in dict.fromkeys(terms) for span in _spans(tokens, term, places))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged


def holds_all(tokens: Sequence[Token], terms: Sequence[Term]) -> bool:
    """Whether each term stands in the text."""
    return all(matches(tokens, [term]) for term in terms)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text in small letters and usual forms, and for each character where it came from."""
    forms = [unicodedata.normalize("NFKC", character).lower() for character in text]
    return "".join(forms), [place for place, form in enumerate(forms) for _character in form]


def _of_piece(piece: re.Match[str], stemmed: bool) -> Iterator[tuple[str, int, int]]:
    start, end = piece.span()
    if piece["run"] is None:
        yield stem(piece[0]) if stemmed else piece[0], start, end
        return
    for place in range(start, end):
        pair = piece.string[place : min(place + 2, end)]
        yield pair, place, place + len(pair)


def _pairs_or_word(piece: re.Match[str]) -> list[str]:
    run = piece["run"]
    if run is None:
        return [piece[0]] if piece[0] not in STOP_WORDS else []
    return [run[place : place + 2] for place in range(max(1, len(run) - 1))]


def _term(text: str, stemmed: bool) -> Term | None:
    """The term for words that follow each other.

    A run of characters need not end where the query's does, so its last single one is left out;
    where it is the only one, any pair may begin with it.
    """
    tokens = tokenise(text, stemmed=stemmed)
    if not tokens:
        return None
    texts = tuple(token.text for token in tokens)
    within_run = len(tokens) > 1 and tokens[-1].start < tokens[-2].end
    if within_run:
        texts = texts[:-1]
    alone = not within_run and re.fullmatch(f"[{CJK}]", texts[-1]) is not None
    return Term(texts[:MAX_TOKENS_PER_TERM], open_ended=alone)


def _spans(
    tokens: Sequence[Token], term: Term, places: dict[str, list[int]]
) -> Iterator[tuple[int, int]]:
    *before, last = term.tokens
    if before:
        firsts = places.get(before[0], [])
    elif term.open_ended:
        firsts = [number for number, token in enumerate(tokens) if token.text.startswith(last)]
    else:
        firsts = places.get(last, [])
    for first in firsts:
        row = tokens[first : first + len(term.tokens)]
        if len(row) < len(term.tokens) or [token.text for token in row[:-1]] != before:
            continue
        if row[-1].text == last:
            yield row[0].start, row[-1].end
        elif term.open_ended and row[-1].text.startswith(last):
            yield row[0].start, _end_of_beginning(row[-1], last)


def _end_of_beginning(token: Token, beginning: str) -> int:
    """A character alone ends in itself, the beginning of a word marks the whole word."""
    return token.start + 1 if re.fullmatch(f"[{CJK}]", beginning) else token.end
