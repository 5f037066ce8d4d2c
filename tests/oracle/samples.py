"""A text that a regular expression matches."""

from __future__ import annotations

import re
from re import _parser as grammar  # type: ignore[attr-defined]
from typing import Any

import numpy as np

CLASSES = {"CATEGORY_DIGIT": "0123456789", "CATEGORY_WORD": "abcXYZ_09", "CATEGORY_SPACE": " "}


def sample(pattern: str, random: np.random.Generator) -> str:
    """A random text for the common parts of a pattern's grammar; "" for a malformed pattern."""
    try:
        return _draw(grammar.parse(pattern), random)
    except re.error:
        return ""


def _draw(tree: Any, random: np.random.Generator) -> str:
    return "".join(_one(str(operation), argument, random) for operation, argument in tree)


def _one(name: str, argument: Any, random: np.random.Generator) -> str:
    if name == "LITERAL":
        return chr(argument)
    if name == "ANY":
        return "z"
    if name == "IN":
        return _member(argument, random)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, body = argument
        times = int(random.integers(least, min(int(most), least + 4), endpoint=True))
        return "".join(_draw(body, random) for _ in range(times))
    if name == "BRANCH":
        return _draw(argument[1][int(random.integers(len(argument[1])))], random)
    return _draw(argument[3], random) if name == "SUBPATTERN" else ""


def _member(items: Any, random: np.random.Generator) -> str:
    operation, argument = items[int(random.integers(len(items)))]
    if str(operation) == "LITERAL":
        return chr(argument)
    if str(operation) == "RANGE":
        return chr(int(random.integers(*argument, endpoint=True)))
    known = CLASSES.get(str(argument), "x")
    return known[int(random.integers(len(known)))]
