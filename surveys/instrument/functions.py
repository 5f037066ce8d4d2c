"""Functions of XForms expressions that only look at their arguments' values: numbers, and the list.

Semantics after JavaRosa 5.1.0, measured one by one; `FUNCTIONS` is the allow-list: what stands
neither here nor among the special forms does not exist.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

from surveys.instrument import dates, encodings, patterns, text_functions
from surveys.instrument.values import (
    NOT_A_NUMBER,
    EvaluationError,
    Value,
    number,
    text,
    truth,
    whole,
)

MANY = 99
MAX_PLACES = 30
WIDE = Context(prec=400)
SMALLEST = 5e-324
"""Java's `Double.MIN_VALUE`, with which the engine begins to look for a maximum."""


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
    """The number cut off towards zero."""
    amount = number(value)
    return float(math.trunc(amount)) if math.isfinite(amount) else amount


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
    """A division as of doubles: by zero it is infinite, 0 by 0 is NaN."""
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
    """A function without arguments that gives this value."""
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
    "selected": (text_functions.selected, 2, 2),
    "is-selected": (text_functions.selected, 2, 2),
    "count-selected": (text_functions.count_selected, 1, 1),
    "selected-at": (text_functions.selected_at, 2, 2),
    "normalize-space": (text_functions.normalize_space, 1, 1),
    "contains": (lambda value, part: text(part) in text(value), 2, 2),
    "starts-with": (lambda value, part: text(value).startswith(text(part)), 2, 2),
    "ends-with": (lambda value, part: text(value).endswith(text(part)), 2, 2),
    "substr": (text_functions.substr, 2, 3),
    "substring-before": (text_functions.substring_before, 2, 2),
    "substring-after": (text_functions.substring_after, 2, 2),
    "translate": (text_functions.translate, 3, 3),
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
    """How many nodes there are."""
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
    """How many nodes have a value."""
    return float(sum(value != "" for value in values))
