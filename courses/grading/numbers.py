"""Numbers as people type them: 15.32, 15,32, １５．３２, 183,885.59, 20 %."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

LONGEST = 40
"""Characters; whoever sends more is not typing a number."""

MINUS_SIGNS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
SPACES = re.compile(r"[\s'\u2019_]")
PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
DECIMAL_COMMA = re.compile(r"([+-]?[0-9]*),([0-9]+)")
GROUPED_BY_COMMAS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
GROUPED_BY_POINTS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*")
GROUPED_BY_POINTS_ALONE = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}")
TWO_READINGS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


class NumberError(ValueError):
    """A text that is not one number; `code` says why.

    too_long; two_readings (1,234 is 1234 to some and 1.234 to others); not_a_number.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_number(text: str, units: Iterable[str] = ()) -> Decimal:
    """The number in a text, whatever the writer's habits; one of the `units` may follow it.

    A comma is a decimal comma unless it groups thousands. Powers of ten and words for infinity
    are no numbers here. Raises `NumberError`.
    """
    if len(text) > LONGEST:
        raise NumberError("too_long")
    written = _without_unit(_normal(text), [_normal(unit) for unit in units])
    if TWO_READINGS.fullmatch(written):
        raise NumberError("two_readings")
    if match := DECIMAL_COMMA.fullmatch(written):
        written = f"{match[1]}.{match[2]}"
    elif GROUPED_BY_COMMAS.fullmatch(written):
        written = written.replace(",", "")
    elif GROUPED_BY_POINTS.fullmatch(written):
        written = written.replace(".", "").replace(",", ".")
    elif GROUPED_BY_POINTS_ALONE.fullmatch(written):
        written = written.replace(".", "")
    if not PLAIN.fullmatch(written):
        raise NumberError("not_a_number")
    return Decimal(written)


def _normal(text: str) -> str:
    """Full-width characters become narrow; spaces and apostrophes, which may group digits, go."""
    narrow = unicodedata.normalize("NFKC", text).translate(MINUS_SIGNS).replace("\u3002", ".")
    return SPACES.sub("", narrow).casefold()


def _without_unit(text: str, units: Iterable[str]) -> str:
    fitting = [unit for unit in units if unit and text.endswith(unit)]
    return text[: -max(map(len, fitting))] if fitting else text
