"""Conditions on the columns of a frame, written as data in a plan.

    {column = "f_pension", one_of = ["1", "2"]}
    {column = "f_injury", contains_any = ["1", "2", "3"]}
    {column = "f_pen_m12", at_least = 10}
    {any = [condition, condition]}    {all = [...]}    {not = condition}

Codes are compared as texts, so that "1" is also the number 1.0.

A condition has three outcomes per row: true, false, and unknown (the answer is missing). As in
Kleene's logic, `any` is true when one part is true even if another is unknown.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import as_text
from surveys.errors import Problem

Test = Literal["one_of", "contains_any", "at_least", "at_most", "below", "above"]
TESTS: tuple[Test, ...] = ("one_of", "contains_any", "at_least", "at_most", "below", "above")
COMPARISONS: dict[str, Callable[[pd.Series, Any], pd.Series]] = {
    "at_least": pd.Series.ge,
    "at_most": pd.Series.le,
    "below": pd.Series.lt,
    "above": pd.Series.gt,
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A test of one column; `operand` is a tuple of codes or a number."""

    column: str
    test: Test
    operand: tuple[str, ...] | float


@dataclass(frozen=True, slots=True)
class Combination:
    """Parts joined by `all` or `any`; `not` has one part."""

    operator: Literal["all", "any", "not"]
    parts: tuple[Condition, ...]


Condition = Comparison | Combination


def read_condition(data: Any, where: str, problems: list[Problem]) -> Condition | None:
    """Read a condition from plan data; what is wrong is appended to `problems`."""
    if not isinstance(data, Mapping):
        problems.append(Problem("condition_form", where, repr(data)))
        return None
    for operator in ("all", "any", "not"):
        if data.keys() == {operator}:
            given = [data[operator]] if operator == "not" else data[operator]
            return _read_combination(operator, given, where, problems)
    return _read_comparison(data, where, problems)


def _read_combination(
    operator: Any, given: Any, where: str, problems: list[Problem]
) -> Combination | None:
    if not isinstance(given, list) or not given:
        problems.append(Problem("condition_form", f"{where} › {operator}", repr(given)))
        return None
    parts = [
        read_condition(part, f"{where} › {operator}[{number}]", problems)
        for number, part in enumerate(given, start=1)
    ]
    return Combination(operator, tuple(part for part in parts if part is not None))


def _read_comparison(
    data: Mapping[str, Any], where: str, problems: list[Problem]
) -> Comparison | None:
    tests = [test for test in TESTS if test in data]
    if len(tests) != 1 or not isinstance(data.get("column"), str) or len(data) != 2:
        problems.append(Problem("condition_form", where, repr(dict(data))))
        return None
    test, operand = tests[0], data[tests[0]]
    if test in ("one_of", "contains_any"):
        codes = read_codes(operand, f"{where} › {test}", problems)
        return Comparison(data["column"], test, codes) if codes else None
    if not is_number(operand):
        problems.append(Problem("condition_number", f"{where} › {test}", repr(operand)))
        return None
    return Comparison(data["column"], test, float(operand))


def read_codes(given: Any, where: str, problems: list[Problem]) -> tuple[str, ...]:
    """A list of codes as texts, 1 and 1.0 as "1"; () and a problem where it is no such list."""
    if not isinstance(given, list) or not given or not all(map(_is_code, given)):
        problems.append(Problem("condition_codes", where, repr(given)))
        return ()
    return tuple(f"{code:.15g}" if isinstance(code, float) else str(code) for code in given)


def _is_code(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Whether a value of a plan is a finite number; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= sys.float_info.max


def comparisons_of(condition: Condition | None) -> Iterator[Comparison]:
    """Every comparison in a condition."""
    if isinstance(condition, Comparison):
        yield condition
    elif condition is not None:
        for part in condition.parts:
            yield from comparisons_of(part)


def holds(condition: Condition, frame: Frame) -> pd.Series:
    """The outcome per row as a nullable boolean series."""
    if isinstance(condition, Comparison):
        return _compare(condition, frame.data[condition.column])
    outcomes = [holds(part, frame) for part in condition.parts]
    if condition.operator == "not":
        return ~outcomes[0]
    result = outcomes[0]
    for outcome in outcomes[1:]:
        result = result & outcome if condition.operator == "all" else result | outcome
    return result


def _compare(comparison: Comparison, values: pd.Series) -> pd.Series:
    if comparison.test not in ("one_of", "contains_any"):
        outcome = COMPARISONS[comparison.test](values, comparison.operand)
        return outcome.astype("boolean").mask(values.isna())
    texts, wanted = as_text(values), set(comparison.operand)  # type: ignore[arg-type]
    if comparison.test == "one_of":
        outcome = texts.isin(wanted)
    else:
        outcome = texts.map(lambda codes: not wanted.isdisjoint(codes.split()), na_action="ignore")
    return outcome.astype("boolean").mask(texts.isna())
