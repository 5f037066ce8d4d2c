"""The fields of a plan's records as a form shows them, and what is typed there as values of TOML.

What a field shows and nobody changes stays in the text as it was typed; what is no number stays as
it was typed too, so that the reader of plans can say what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import inf
from typing import Any

from surveys.errors.fields import (
    Allowed,
    Around,
    Choice,
    Flag,
    Margin,
    Names,
    allowed_in,
    defaults_of,
)
from surveys.plans.toml_text import value_text, with_value

Shown = str | bool | list[str]
BETWEEN = re.compile(r"[\s,，;；–]+")


def shown_in(record: type, table: Mapping[str, Any]) -> dict[str, Shown] | None:
    """What a form shows for a table; None where the table says what its fields cannot."""
    allowed, defaults = allowed_in(record), defaults_of(record)
    if table.keys() - allowed.keys() - {"kind"}:
        return None
    found = {
        name: shown(each, table[name]) if name in table else _unsaid(each, defaults.get(name))
        for name, each in allowed.items()
    }
    values = {name: value for name, value in found.items() if value is not None}
    return values if len(values) == len(found) else None


def shown(allowed: Allowed, value: Any) -> Shown | None:
    """What a field shows for a value; None where it cannot."""
    if isinstance(allowed, Names):
        return list(value) if Names(allowed.of, needed=False).holds(value) else None
    if isinstance(allowed, Flag):
        return value if isinstance(value, bool) else None
    if isinstance(allowed, Choice | Margin):
        return value if isinstance(value, str) else None
    numbers = value if isinstance(allowed, Around) and isinstance(value, list) else [value]
    if all(isinstance(each, int | float) and not isinstance(each, bool) for each in numbers):
        return ", ".join(map(_number_text, numbers))
    # A text that reads as a number would change its meaning.
    return value if isinstance(value, str) and typed(allowed, value) == value.strip() else None


def typed(allowed: Allowed, value: Shown) -> Any:
    """The value that somebody typed, ticked or chose; None for nothing."""
    if not isinstance(value, str):
        return value if isinstance(value, bool) else value or None
    text = value.strip()
    if isinstance(allowed, Choice | Margin) or not text:
        return text or None
    if not isinstance(allowed, Around):
        return _number(text)
    numbers = [_number(part) for part in BETWEEN.split(text)]
    return text if any(isinstance(each, str) for each in numbers) else numbers


def with_shown(text: str, record: type, now: Mapping[str, Any], then: Mapping[str, Shown]) -> str:
    """The text of a table that shows `now`, with what was changed `then`."""
    for name, allowed in allowed_in(record).items():
        old, new = now[name], then.get(name, now[name])
        if isinstance(old, list) and isinstance(new, list):
            # Ticks have no order: what was named keeps its place.
            new = [*filter(new.__contains__, old), *(each for each in new if each not in old)]
        if old != new:
            text = with_value(text, name, typed(allowed, new))
    return text


def _unsaid(allowed: Allowed, default: Any) -> Shown:
    """What a field shows for a key that is not there."""
    if isinstance(allowed, Names):
        return []
    return default if isinstance(default, bool | str) else ""


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        return number if abs(number) < inf else text
    return text


def _number_text(number: float) -> str:
    return value_text(number) if abs(number) < inf else str(number)
