"""English words without their endings, so that a search for "schemes" finds "scheme".

M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), 130–137, with the author's two
later changes to step 2 (-bli and -logi). The names of the steps are those of the paper.
"""

import re

STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize",
    "bli": "ble", "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous",
    "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive",
    "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
STEP_3 = {
    "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize",
)  # fmt: skip
PLURALS = {"sses": "ss", "ies": "i", "ss": "ss", "s": ""}
SHORTEST = 3
LONGEST = 64


def stem(word: str) -> str:
    """The stem of an English word in small letters; anything else is given back as it is."""
    if not SHORTEST <= len(word) <= LONGEST or not (word.isascii() and word.isalpha()):
        return word
    word = _replaced(word, PLURALS, 0, always=True)
    word = _step_1b(word)
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _replaced(word, STEP_2, 0)
    word = _replaced(word, STEP_3, 0)
    return _step_5(_step_4(word))


def _shape(stem: str) -> str:
    """The stem with c for each consonant and v for each vowel; y after a consonant is a vowel."""
    shape = ""
    for letter in stem:
        vowel = letter in "aeiou" or (letter == "y" and shape.endswith("c"))
        shape += "v" if vowel else "c"
    return shape


def _measure(stem: str) -> int:
    """How many times vowels are followed by consonants: m in the paper."""
    return len(re.findall("v+c+", _shape(stem)))


def _has_vowel(stem: str) -> bool:
    return "v" in _shape(stem)


def _is_double(stem: str) -> bool:
    """Whether it ends in the same consonant twice."""
    return len(stem) > 1 and stem[-1] == stem[-2] and _shape(stem)[-1] == "c"


def _is_short(stem: str) -> bool:
    """Whether it ends consonant, vowel, consonant other than w, x and y: *o in the paper."""
    return _shape(stem)[-3:] == "cvc" and stem[-1] not in "wxy"


def _replaced(word: str, endings: dict[str, str], above: int, *, always: bool = False) -> str:
    """The word with its longest such ending replaced, if what stands before it is long enough."""
    for ending in sorted(endings, key=len, reverse=True):
        if word.endswith(ending):
            rest = word.removesuffix(ending)
            return rest + endings[ending] if always or _measure(rest) > above else word
    return word


def _step_1b(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word and _has_vowel(rest):
            return _mended(rest)
    return word


def _mended(rest: str) -> str:
    """What is left of a word without -ed or -ing, as the word is written without them."""
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if _is_double(rest) and rest[-1] not in "lsz":
        return rest[:-1]
    return rest + "e" if _measure(rest) == 1 and _is_short(rest) else rest


def _step_4(word: str) -> str:
    for ending in sorted(STEP_4, key=len, reverse=True):
        if word.endswith(ending):
            rest = word.removesuffix(ending)
            fits = ending != "ion" or rest.endswith(("s", "t"))
            return rest if fits and _measure(rest) > 1 else word
    return word


def _step_5(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        if _measure(rest) > 1 or (_measure(rest) == 1 and not _is_short(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
