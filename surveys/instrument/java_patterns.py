"""Java's regular expressions, which phones use, written as Python's.

What means something else in Python is rewritten; what Python lacks (sets within sets, `&&`) is
refused, because a pattern that matches other texts than on the phone would be worse.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from surveys.instrument.values import EvaluationError

HAN = r"⺀-⿕々〇〡-〩〸-〻㐀-䶿一-鿿豈-龎\U00020000-\U000323af"
LINE_ENDS = r"\n\x0b\f\r\x85\u2028\u2029"
SETS = {
    "h": r" \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000",
    "v": LINE_ENDS,
    "Lower": "a-z",
    "Upper": "A-Z",
    "Alpha": "a-zA-Z",
    "Digit": "0-9",
    "Alnum": "a-zA-Z0-9",
    "Punct": r"!-/:-@\[-`{-~",
    "Graph": "!-~",
    "Print": " -~",
    "Blank": r" \t",
    "Cntrl": r"\x00-\x1f\x7f",
    "XDigit": "0-9a-fA-F",
    "Space": r" \t\n\x0b\f\r",
    "ASCII": r"\x00-\x7f",
    "IsHan": HAN,
    "script=Han": HAN,
    "InCJK_Unified_Ideographs": "一-鿿",
}
CATEGORIES = frozenset({
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No",
    "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp",
})  # fmt: skip
TOKEN = re.compile(
    r"""\\Q(?P<quoted>.*?)(?:\\E|$)
    | \\(?P<negated>[pP])(?:\{(?P<property>[^}]*)\}|(?P<letter>[A-Z]))
    | \\k<(?P<back>\w+)>
    | \\0(?P<octal>[0-3]?[0-7]{1,2})
    | \\x\{(?P<code>[0-9a-fA-F]{1,6})\}
    | (?P<escape>\\.)
    | (?P<named>\(\?<(?=[A-Za-z]))
    | (?P<one>.)""",
    re.VERBOSE | re.DOTALL,
)
COUNT = re.compile(r"\{\d+(,\d*)?\}", re.ASCII)
ESCAPES = {r"\z": r"\Z", r"\R": f"(?:\\r\\n|[{LINE_ENDS}])", r"\e": r"\x1b"}


def to_python(pattern: str) -> str:
    """The same pattern for Python's `re`; EvaluationError for what it cannot express."""
    written: list[str] = []
    any_line = re.search(r"\(\?[a-z]*s", pattern) is not None
    start = 0
    """Where the set begins that the character stands in; 0 outside."""
    for match in TOKEN.finditer(pattern):
        if match["one"] is None:
            written.append(_escaped(match, start > 0))
        elif start:
            first = pattern[start : match.start()] in ("", "^")
            written.append(_in_set(match, first))
            start = 0 if match["one"] == "]" and not first else start
        else:
            written.append(_outside(match, any_line))
            start = match.end() if match["one"] == "[" else 0
    return "".join(written)


def _outside(match: re.Match[str], any_line: bool) -> str:
    pattern, place = match.string, match.start()
    if match["one"] == "{" and not COUNT.match(pattern, place):
        raise EvaluationError(f"pattern {pattern}: a brace that is no count")
    if pattern.startswith("(?#", place):
        raise EvaluationError(f"pattern {pattern}: a comment")
    return r"[^\n\r\x85\u2028\u2029]" if match["one"] == "." and not any_line else match["one"]


def _in_set(match: re.Match[str], first: bool) -> str:
    """A character of a set; those that Python may read as operators get a backslash."""
    one, pattern, place = match["one"], match.string, match.start()
    doubled = pattern.startswith(one * 2, place)
    if one == "[" or (doubled and (one == "&" or (one == "-" and not first))):
        raise EvaluationError(f"pattern {pattern}: a set within a set")
    return f"\\{one}" if one in "~|&" or (one == "-" and first) else one


def _escaped(match: re.Match[str], inside: bool) -> str:
    """What stands for a token of several characters."""
    token = match.group()
    if match["quoted"] is not None:
        return re.escape(match["quoted"])
    if match["code"] or match["octal"]:
        return _character(int(match["code"] or match["octal"], 16 if match["code"] else 8))
    if match["back"]:
        return f"(?P={match['back']})"
    if match["named"]:
        return token if inside else "(?P<"
    if match["negated"] or token[1] in "hHvV":
        return _class(match, inside)
    return ESCAPES.get(token, token)


def _class(match: re.Match[str], inside: bool) -> str:
    """A class of characters such as `\\p{L}` or `\\h`; in upper case all others."""
    token = match.group()
    wanted = _set_of(match["property"] or match["letter"] or token[1].lower())
    if not token[1].isupper():
        return wanted if inside else f"[{wanted}]"
    if inside:
        raise EvaluationError(f"pattern {match.string}: {token} within a set")
    return f"[^{wanted}]"


def _character(code: int) -> str:
    if code > 0x10FFFF:
        raise EvaluationError(f"no character has the number {code:x}")
    return f"\\U{code:08x}"


def _set_of(name: str) -> str:
    if name in SETS:
        return SETS[name]
    category = name.removeprefix("Is").removeprefix("general_category=")
    if category not in CATEGORIES:
        raise EvaluationError(f"unknown class of characters {name}")
    return _category(category)


@lru_cache(maxsize=8)
def _category(name: str) -> str:
    """The ranges of the characters of a Unicode category."""
    ranges: list[list[int]] = []
    for code in range(0x110000):
        if unicodedata.category(chr(code)).startswith(name):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{_character(first)}-{_character(last)}" for first, last in ranges)
