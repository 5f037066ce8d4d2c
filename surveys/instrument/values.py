"""Values of XPath expressions as JavaRosa, the engine of ODK Collect, reads and prints them.

A value is a number (float), a text, a truth value or a date. Blank is the empty text.
The rules were measured on JavaRosa 5.1.0; where it departs from XPath 1.0 the engine wins,
because what the phone did is what we must be able to repeat.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal

Value = float | str | bool | dt.date
"""A `datetime` is a `date` too: it compares by its own local day, and keeps its time for printing."""

NOT_A_NUMBER = math.nan
NUMERAL = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", re.ASCII)
DECIMAL = re.compile(
    r"[+-]?(?:[0-9]{1,20}\.?[0-9]{0,20}|\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,2})?", re.ASCII
)
"""A number as an answer; the engine writes large and small ones with an exponent."""
DATE_TEXT = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
BLANKS = "".join(map(chr, range(33)))
"""What Java's `trim` cuts off; the wide blank of Chinese texts is not among it."""
EPOCH = dt.date(1970, 1, 1).toordinal()
CLOSE = 1e-12
"""Numbers closer than this are equal."""
WHOLE = 1e-9
"""A calculated number this little above a whole number is stored as the whole number."""
INT32 = 2**31


class EvaluationError(ValueError):
    """An expression that has no value: unknown function, wrong kind of argument, impossible date."""


NO_VALUE = (EvaluationError, ArithmeticError, RecursionError)
"""What an evaluator raises where its expression has no value."""


def number(value: Value) -> float:
    """The value as a number; NaN for blank and for text that is none. Dates are days since 1970."""
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        numeral = value.replace(",", ".").strip(BLANKS)
        return float(numeral) if NUMERAL.fullmatch(numeral) else NOT_A_NUMBER
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    return float(value.toordinal() - EPOCH)


def whole(value: Value) -> int:
    """A number cut off as Java's `intValue` does: 0 for NaN, the limits beyond them."""
    amount = number(value)
    return 0 if amount != amount else int(min(max(amount, -INT32), INT32 - 1))


def text(value: Value) -> str:
    """The value as text; dates without their time, numbers as Java prints them."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return print_number(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.strftime("%Y-%m-%d") if value.year >= 1000 else value.isoformat()[:10]


def truth(value: Value) -> bool:
    """Numbers but zero and NaN, and texts but the empty one, are true; so is every date."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not math.isnan(value) and abs(value) > CLOSE
    return value != ""


def equal(left: Value, right: Value) -> bool:
    """Equality: as truth values if one is, else as numbers if one is, else as texts."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return abs(number(left) - number(right)) < CLOSE
    return text(left) == text(right)


def print_number(value: float) -> str:
    """A number inside a text, as Java's `XPathFuncExpr.toString` prints it."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if -INT32 <= value < INT32 and abs(value - int(value)) < CLOSE:
        return str(int(value))
    return print_double(value)


def print_double(value: float) -> str:
    """Java's `Double.toString`: plain from 0.001 up to 10,000,000, else with an exponent."""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return repr(value)
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    figures = "".join(map(str, digits)).rstrip("0") or "0"
    power = int(exponent) + len(digits) - 1
    return f"{'-' if sign else ''}{figures[0]}.{figures[1:] or '0'}E{power}"


def settle(value: Value, data_type: str) -> Value:
    """A calculated value as the engine keeps it: NaN becomes blank, integers are cut off."""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        if math.isinf(value):
            return float(math.copysign(INT32, value)) if data_type == "int" else value
        whole = float(int(value))
        return whole if data_type == "int" or abs(value - whole) < WHOLE else value
    return value


def stored(value: Value, data_type: str, zone: dt.tzinfo | None = None) -> str:
    """A calculated value as it stands in the submission; a date as midnight in `zone`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return "" if math.isnan(value) else _stored_number(value)
    if data_type == "date":
        return value.isoformat()[:10]
    if isinstance(value, dt.datetime):
        return timestamp(value)
    return timestamp(dt.datetime(value.year, value.month, value.day, tzinfo=zone))


def _stored_number(value: float) -> str:
    return str(int(value)) if math.isfinite(value) and value == int(value) else print_double(value)


def timestamp(moment: dt.datetime) -> str:
    """A moment with milliseconds and its own offset, `Z` for UTC, as Collect writes it."""
    written = moment.isoformat(timespec="milliseconds")
    return written.removesuffix("+00:00") + "Z" if written.endswith("+00:00") else written


def read_date(written: str) -> dt.date:
    """The date of `2026-2-3` or `2026-02-03T…`; EvaluationError where there is none."""
    match = DATE_TEXT.fullmatch(written.partition("T")[0])
    try:
        if match is None:
            raise ValueError(written)
        if "T" in written:
            return _read_moment(written)
        return dt.date(*map(int, match.groups()))
    except ValueError as error:
        raise EvaluationError(f"no such date: {written}") from error


def _read_moment(written: str) -> dt.datetime:
    """Hours alone are no time of day."""
    if ":" not in written:
        raise ValueError(written)
    return dt.datetime.fromisoformat(written)
