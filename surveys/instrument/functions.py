"""Functions of XForms expressions that only look at their arguments' values.

Semantics after JavaRosa 5.1.0, measured one by one; `FUNCTIONS` is the allow-list: what stands
neither here nor among the special forms of `compiler` does not exist.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from decimal import Decimal

from surveys.instrument import dates, patterns
from surveys.instrument.values import (
    NOT_A_NUMBER,
    Value,
    number,
    text,
    truth,
)

MANY = 99


def selected(chosen: Value, code: Value) -> Value:
    """Whether the code stands among the space-separated codes."""
    return f" {text(code).strip()} " in f" {text(chosen)} "


def count_selected(chosen: Value) -> Value:
    return float(len(text(chosen).split()))


def selected_at(chosen: Value, index: Value) -> Value:
    """The code at a place counted from 0; blank outside."""
    codes, place = text(chosen).split(), number(index)
    return codes[int(place)] if 0 <= place < len(codes) else ""


def round_half_up(value: Value, places: Value = 0.0) -> Value:
    """A half is rounded towards +∞: `round(-2.5)` is −2. `places` may be negative."""
    amount = number(value)
    if not math.isfinite(amount) or not math.isfinite(number(places)):
        return amount
    digits = int(number(places))
    shifted = math.floor(float(Decimal(repr(amount)).scaleb(digits)) + 0.5)
    return float(Decimal(shifted).scaleb(-digits))


def to_int(value: Value) -> Value:
    amount = number(value)
    return float(math.trunc(amount)) if math.isfinite(amount) else amount


def string_length(value: Value) -> Value:
    """Length in UTF-16 units, as Java counts."""
    characters = text(value)
    return float(len(characters) + sum(character > "\uffff" for character in characters))


def substr(value: Value, start: Value, end: Value = math.inf) -> Value:
    """Characters from `start`, counted from 0, up to but not with `end`; negative from the end."""
    characters = text(value)
    size = len(characters)
    first, last = (_place(number(place), size) for place in (start, end))
    return characters[first:last] if first < last else ""


def _place(place: float, size: int) -> int:
    if math.isnan(place):
        return 0
    return int(min(max(place + size if place < 0 else place, 0), size))


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


def checklist(least: Value, most: Value, *marks: Value) -> Value:
    """Whether the number of true marks lies within bounds; −1 stands for no bound."""
    return _within(float(sum(truth(mark) for mark in marks)), least, most)


def weighted_checklist(least: Value, most: Value, *marks: Value) -> Value:
    """As `checklist`, with a weight after each mark."""
    weights = zip(marks[::2], marks[1::2], strict=False)
    return _within(sum(number(weight) for mark, weight in weights if truth(mark)), least, most)


def _within(total: float, least: Value, most: Value) -> bool:
    low, high = number(least), number(most)
    return (low < 0 or total >= low) and (high < 0 or total <= high)


def divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    return NOT_A_NUMBER if left == 0 or math.isnan(left) else math.copysign(math.inf, left)


def remainder(left: float, right: float) -> float:
    """The remainder with the sign of the left side."""
    finite = math.isfinite(left) and right != 0 and not math.isnan(right)
    return math.fmod(left, right) if finite else NOT_A_NUMBER


def power(base: Value, exponent: Value) -> Value:
    result = number(base) ** number(exponent)
    return result if isinstance(result, float) else NOT_A_NUMBER


def _logarithm(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: -math.inf if value == 0 else function(value)


def _numeric(function: Callable[[float], float]) -> Callable[[Value], Value]:
    """A function of one number; NaN outside its domain."""

    def call(value: Value) -> Value:
        try:
            return function(number(value))
        except ValueError:
            return NOT_A_NUMBER

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
    "string-length": (string_length, 1, 1),
    "normalize-space": (lambda value: " ".join(text(value).split()), 1, 1),
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
    "format-date": (dates.format_date, 2, 2),
    "format-date-time": (dates.format_date, 2, 2),
    "decimal-date-time": (dates.decimal_date_time, 1, 1),
    "checklist": (checklist, 3, MANY),
    "weighted-checklist": (weighted_checklist, 4, MANY),
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


def total(values: list[Value]) -> Value:
    """The sum of what is a number; 0 of nothing."""
    return float(sum(known for value in values if (known := number(value)) == known))


def extreme(choose: Callable[[list[float]], float]) -> Callable[[list[Value]], Value]:
    """The smallest or largest number; NaN when there is none."""

    def call(values: list[Value]) -> Value:
        known = [known for value in values if (known := number(value)) == known]
        return choose(known) if known else NOT_A_NUMBER

    return call


def count_non_empty(values: list[Value]) -> Value:
    return float(sum(value != "" for value in values))


AGGREGATES: dict[str, Callable[[list[Value]], Value]] = {
    "sum": total,
    "count": lambda values: float(len(values)),
    "count-non-empty": count_non_empty,
    "min": extreme(min),
    "max": extreme(max),
}
