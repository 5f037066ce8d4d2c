"""Reading plan documents: what several stages check in the same way, and how lists are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from surveys.errors.fields import Names
from surveys.errors.problem import Problem

SHOWN = 5
# A category with more levels tells cases apart instead of grouping them.
MOST_LEVELS = 1000


def listed(items: Iterable[object]) -> str:
    """The first items joined by commas, and how many there are when not all are shown."""
    texts = [str(item) for item in items]
    if len(texts) <= SHOWN:
        return ", ".join(texts)
    return f"{', '.join(texts[:SHOWN])} … ({len(texts)})"


def check_keys(
    table: Mapping[str, Any], allowed: Collection[str], where: str, problems: list[Problem]
) -> None:
    """A problem for every key that nothing reads: an unused option is never ignored silently."""
    for key in table.keys() - set(allowed):
        details = {"keys": ", ".join(sorted(allowed))}
        problems.append(Problem("unknown_key", f"{where} › {key}", repr(key), details))


def read_names(
    table: Mapping[str, Any], key: str, where: str, problems: list[Problem], *, needed: bool = True
) -> tuple[str, ...]:
    """A list of different, non-empty texts under `key`; () where it is missing or wrong."""
    names, given = Names("variables", needed=needed), table.get(key, [])
    if names.holds(given):
        return tuple(given)
    found = repr(given) if key in table else "—"
    problems.append(Problem(names.code, f"{where} › {key}", found))
    return ()


def unknown_variable(name: str, columns: Iterable[str], where: str) -> Problem:
    """The problem of a name that is no column, with the nearest columns."""
    known = list(columns)
    nearest = get_close_matches(name, known, n=2, cutoff=0.5) or known[:SHOWN]
    return Problem("unknown_variable", where, repr(name), {"nearest": listed(nearest)})


def too_many_levels(found: int, where: str, most: int = MOST_LEVELS) -> list[Problem]:
    """A problem where a category has more levels than can be worked with, as a case number has."""
    if found <= most:
        return []
    return [Problem("too_many_levels", where, str(found), {"most": most})]
