"""Regular expressions of questionnaires, bounded: authors write them, respondents feed them.

Python's matcher backtracks, so a pattern such as `(a+)+` can take for ever. Patterns whose shape
allows that are refused, and so are values too long for a pattern to be worth matching.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import _parser as grammar  # type: ignore[attr-defined]
from typing import Any

from surveys.instrument.java_patterns import to_python
from surveys.instrument.values import EvaluationError

MAX_PATTERN = 300
LONGEST = (20_000, 20_000, 4_000, 500, 150)
"""The longest value by the number of open repeats: the time grows with that power of the length."""
OPEN = 20
"""A repeat that may match this many times more than it must counts as open."""
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


def matches(value: str, pattern: str) -> bool:
    """Whether the whole value matches; EvaluationError for a bad pattern or too long a value."""
    compiled, longest = _compile(pattern)
    if len(value) > longest:
        raise EvaluationError(f"a text of {len(value)} characters is not matched")
    return compiled.fullmatch(value) is not None


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The compiled pattern; EvaluationError if it is malformed or could run for ever."""
    return _compile(pattern)[0]


@lru_cache(maxsize=512)
def _compile(pattern: str) -> tuple[re.Pattern[str], int]:
    """The compiled pattern and the longest value that is matched with it."""
    if len(pattern) > MAX_PATTERN:
        raise EvaluationError(f"a pattern of {len(pattern)} characters")
    translated = to_python(pattern)
    try:
        tree = grammar.parse(translated, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise EvaluationError(f"pattern {pattern}: {error}") from error
    repeats = _open_repeats(tree, inside=False)
    if repeats >= len(LONGEST):
        raise EvaluationError(f"pattern {pattern} has too many open repeats")
    return re.compile(translated, re.ASCII), LONGEST[repeats]


def _open_repeats(tree: Any, inside: bool) -> int:
    """How many open repeats there are; EvaluationError for one whose body can vary."""
    found = 0
    for operation, argument in tree:
        name = str(operation)
        if inside and name in ({"BRANCH", "GROUPREF"} | REPEATS) and _varies(name, argument):
            raise EvaluationError("a repeat within a repeat, or a choice within a repeat")
        is_open = name in REPEATS and int(argument[1]) - int(argument[0]) >= OPEN
        found += is_open
        found += sum(_open_repeats(body, inside or is_open) for body in _bodies(name, argument))
    return found


def _varies(name: str, argument: Any) -> bool:
    return name not in REPEATS or argument[0] != argument[1]


def _bodies(name: str, argument: Any) -> list[Any]:
    """The parts of a pattern's tree that stand within one operation."""
    if name in REPEATS:
        return [argument[2]]
    if name == "BRANCH":
        return list(argument[1])
    if name == "SUBPATTERN":
        return [argument[3]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    return [argument] if name == "ATOMIC_GROUP" else []
