"""Functions of XForms expressions that only look at their arguments' values.

Semantics after JavaRosa 5.1.0, measured one by one; `FUNCTIONS` is the allow-list: what stands
neither here nor among the special forms does not exist.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

from surveys.instrument import dates, encodings, patterns
from surveys.instrument.values import (
    BLANKS,
    INT32,
    NOT_A_NUMBER,
    EvaluationError,
    Value,
    number,
    text,
    truth,
)

MANY = 99
MAX_PLACES = 30
WIDE = Context(prec=400)
SMALLEST = 5e-324
"""Java's `Double.MIN_VALUE`, with which the engine begins to look for a maximum."""


def selected(chosen: Value, code: Value) -> Value:
    """Whether the code stands among the space-separated codes."""
    if not isinstance(code, str):
        raise EvaluationError("selected() with a code without quotes")
    return f" {code.strip()} " in f" {text(chosen)} "


def count_selected(chosen: Value) -> Value:
    return float(len(text(chosen).split()))


def selected_at(chosen: Value, index: Value) -> Value:
    """The code at a place counted from 0; blank outside."""
    codes, place = text(chosen).split(), whole(index)
    return codes[place] if 0 <= place < len(codes) else ""


def whole(value: Value) -> int:
    """A number cut off as Java's `intValue` does: 0 for NaN, the limits beyond them."""
    amount = number(value)
    return 0 if amount != amount else int(min(max(amount, -INT32), INT32 - 1))


def round_half_up(value: Value, places: Value = 0.0) -> Value:
    """A half is rounded towards +∞: `round(-2.5)` is −2.

    With negative places a negative number is cut off instead: `round(-1260, -2)` is −1200.
    """
    amount, digits = number(value), whole(places)
    if not math.isfinite(amount):
        return amount
    if abs(digits) > MAX_PLACES:
        return NOT_A_NUMBER
    exact = Decimal(repr(amount))
    if digits < 0:
        cut = math.trunc(float(exact.scaleb(digits)) + 0.5)
        return float(Decimal(cut).scaleb(-digits))
    method = ROUND_HALF_DOWN if amount < 0 else ROUND_HALF_UP
    return float(exact.quantize(Decimal(1).scaleb(-digits), method, WIDE))


def to_int(value: Value) -> Value:
    amount = number(value)
    return float(math.trunc(amount)) if math.isfinite(amount) else amount


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
    before, found, _ = text(value).partition(text(part) or "\0")
    return before if found else ""


def substring_after(value: Value, part: Value) -> Value:
    wanted = text(part)
    return text(value).partition(wanted)[2] if wanted else text(value)


def translate(value: Value, old: Value, new: Value) -> Value:
    replacements = text(new)
    table: dict[int, str | None] = {}
    for place, character in enumerate(text(old)):
        known = replacements[place] if place < len(replacements) else None
        table.setdefault(ord(character), known)
    return text(value).translate(table)


def coalesce(*values: Value) -> Value:
    """The first value that is neither blank nor NaN, else the last."""
    for value in values:
        if value != "" and value == value:
            return value
    return values[-1]


def checklist(least: Value, most: Value, marks: list[Value]) -> Value:
    """Whether the number of true marks lies within bounds; a negative one is no bound."""
    low, high, count = whole(least), whole(most), sum(truth(mark) for mark in marks)
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def weighted_checklist(
    least: Value, most: Value, marks: list[Value], weights: list[Value]
) -> Value:
    """Whether the weights of the true marks add up to a sum within bounds."""
    if len(marks) != len(weights):
        raise EvaluationError(f"{len(marks)} marks with {len(weights)} weights")
    pairs = zip(marks, weights, strict=True)
    total_weight = sum(number(weight) for mark, weight in pairs if truth(mark))
    return number(least) <= total_weight <= number(most)


def divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    return NOT_A_NUMBER if left == 0 or math.isnan(left) else math.copysign(math.inf, left)


def remainder(left: float, right: float) -> float:
    """The remainder with the sign of the left side."""
    finite = math.isfinite(left) and right != 0 and not math.isnan(right)
    return math.fmod(left, right) if finite else NOT_A_NUMBER


def power(base: Value, exponent: Value) -> Value:
    """Java's `Math.pow`: too large is infinite, a negative base needs a whole exponent."""
    amount, by = number(base), number(exponent)
    if math.isinf(by) and abs(amount) == 1:
        return NOT_A_NUMBER
    try:
        return math.pow(amount, by)
    except OverflowError:
        return -math.inf if amount < 0 and by % 2 == 1 else math.inf
    except ValueError:
        return math.inf if amount == 0 else NOT_A_NUMBER


def _logarithm(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: -math.inf if value == 0 else function(value)


def _numeric(function: Callable[[float], float]) -> Callable[[Value], Value]:
    """A function of one number; NaN outside its domain, infinite where too large."""

    def call(value: Value) -> Value:
        try:
            return function(number(value))
        except ValueError:
            return NOT_A_NUMBER
        except OverflowError:
            return math.inf

    return call


def constant(value: Value) -> Callable[[], Value]:
    return lambda: value


FUNCTIONS: dict[str, tuple[Callable[..., Value], int, int]] = {
    "true": (constant(True), 0, 0),
    "false": (constant(False), 0, 0),
    "pi": (constant(math.pi), 0, 0),
    "not": (lambda value: not truth(value), 1, 1),
    "boolean": (truth, 1, 1),
    "boolean-from-string": (lambda value: text(value).lower() in ("true", "1"), 1, 1),
    "number": (number, 1, 1),
    "string": (text, 1, 1),
    "int": (to_int, 1, 1),
    "round": (round_half_up, 1, 2),
    "abs": (_numeric(abs), 1, 1),
    "sqrt": (_numeric(math.sqrt), 1, 1),
    "exp": (_numeric(math.exp), 1, 1),
    "exp10": (lambda value: power(10.0, value), 1, 1),
    "log": (_numeric(_logarithm(math.log)), 1, 1),
    "log10": (_numeric(_logarithm(math.log10)), 1, 1),
    "sin": (_numeric(math.sin), 1, 1),
    "cos": (_numeric(math.cos), 1, 1),
    "tan": (_numeric(math.tan), 1, 1),
    "asin": (_numeric(math.asin), 1, 1),
    "acos": (_numeric(math.acos), 1, 1),
    "atan": (_numeric(math.atan), 1, 1),
    "atan2": (lambda y, x: math.atan2(number(y), number(x)), 2, 2),
    "pow": (power, 2, 2),
    "coalesce": (coalesce, 2, 2),
    "selected": (selected, 2, 2),
    "is-selected": (selected, 2, 2),
    "count-selected": (count_selected, 1, 1),
    "selected-at": (selected_at, 2, 2),
    "normalize-space": (normalize_space, 1, 1),
    "contains": (lambda value, part: text(part) in text(value), 2, 2),
    "starts-with": (lambda value, part: text(value).startswith(text(part)), 2, 2),
    "ends-with": (lambda value, part: text(value).endswith(text(part)), 2, 2),
    "substr": (substr, 2, 3),
    "substring-before": (substring_before, 2, 2),
    "substring-after": (substring_after, 2, 2),
    "translate": (translate, 3, 3),
    "regex": (lambda value, pattern: patterns.matches(text(value), text(pattern)), 2, 2),
    "date": (dates.to_date, 1, 1),
    "date-time": (dates.to_moment, 1, 1),
    "decimal-date-time": (dates.decimal_date_time, 1, 1),
    "decimal-time": (dates.decimal_time, 1, 1),
    "depend": (lambda value, *others: value, 1, MANY),
    "digest": (encodings.digest, 2, 3),
    "base64-decode": (encodings.base64_decode, 1, 1),
}

Comparison = Callable[[float, float], bool]
COMPARISONS: dict[str, Comparison] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": divide,
    "mod": remainder,
}


def count(values: list[Value]) -> Value:
    return float(len(values))


def total(values: list[Value]) -> Value:
    """The sum of what is a number; 0 of nothing."""
    return float(sum(known for value in values if (known := number(value)) == known))


def extreme(choose: Callable[[list[float]], float]) -> Callable[[list[Value]], Value]:
    """The smallest or largest number; NaN when there is none."""

    def call(values: list[Value]) -> Value:
        known = [known for value in values if (known := number(value)) == known]
        return choose(known) if known else NOT_A_NUMBER

    return call


def largest(values: list[Value]) -> Value:
    """The largest number; where all are negative, the engine gives its smallest positive one."""
    found = number(extreme(max)(values))
    return max(found, SMALLEST)


def count_non_empty(values: list[Value]) -> Value:
    return float(sum(value != "" for value in values))
