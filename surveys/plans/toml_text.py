"""TOML as text: cut, changed and written so that remarks and spacing stay as somebody typed them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

HEADING = re.compile(r"""\s*\[\[?\s*["'\w][^\[\]]*\]\]?\s*(#.*)?""")
KEY = re.compile(r"""\s*["'\w-][^=]*=.*""")
# Strings come first, so that a # inside one is no remark.
REMARK = re.compile(
    r'"""(?:\\.|[^\\])*?"""' r"|'''.*?'''" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|(#[^\n]*)",
    re.DOTALL,
)
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
WIDEST = 100


def tables(text: str) -> list[str]:
    """The text cut before each heading and the remarks above it."""
    return _cut(text, HEADING)


def is_headed(table: str) -> bool:
    """Whether a text begins, after its remarks, with a heading."""
    rows = (row.strip() for row in table.splitlines())
    return next((row for row in rows if row and not row.startswith("#")), "").startswith("[")


def remarks(text: str) -> list[str]:
    """The remarks of a text, each from its # on."""
    return [match[1].rstrip() for match in REMARK.finditer(text) if match[1]]


def with_value(text: str, key: str, value: Any) -> str:
    """The text of one table with another value under a key; None takes the key out.

    Every remark stays: one behind the value at its place, those inside a list above it.
    """
    parts = _cut(text, KEY)
    place = next((n for n, part in enumerate(parts) if key in _keys(part)), None)
    if place is None:
        return text if value is None else "\n".join([text.rstrip("\n"), *lines({key: value})])
    parts[place] = "".join(f"{line}\n" for line in _changed(parts[place], key, value))
    return "".join(parts).strip("\n")


def _changed(entry: str, key: str, value: Any) -> Iterator[str]:
    """The lines of a key and the remarks above it, with another value."""
    rows = entry.strip("\n").split("\n")
    start = next(
        n for n, row in enumerate(rows) if row.strip() and not row.lstrip().startswith("#")
    )
    end = next(n for n in range(start + 1, len(rows) + 1) if is_whole("\n".join(rows[start:n])))
    yield from rows[:start]
    kept = remarks("\n".join(rows[start:end]))
    if value is None or end > start + 1:
        yield from kept
        kept = []
    if value is not None:
        yield "  ".join([*lines({key: value}), *kept])
    yield from rows[end:]


def lines(values: Mapping[str, Any]) -> list[str]:
    """Keys with their values, each in a line, or in several where it would be too long."""
    return [f"{key_text(key)} = {value_text(value)}" for key, value in values.items()]


def key_text(name: str) -> str:
    """A key as it stands in a heading or before its value."""
    return name if BARE_KEY.fullmatch(name) else value_text(name)


def value_text(value: Any) -> str:
    """A value in one line, or a list in several where one would be too long."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(lines(value))} }}"
    if isinstance(value, list | tuple):
        items = [value_text(each) for each in value]
        line = f"[{', '.join(items)}]"
        return line if len(line) <= WIDEST else "[\n  " + ",\n  ".join(items) + ",\n]"
    # TOML's strings, numbers and truth values are written as JSON's.
    return json.dumps(value, ensure_ascii=False)


def is_whole(text: str) -> bool:
    """Whether a text is a document by itself."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _keys(part: str) -> set[str]:
    return set(tomllib.loads(part)) if is_whole(part) else set()


def _cut(text: str, start: re.Pattern[str]) -> list[str]:
    """The text cut before each line that looks like a start, and the remarks above it.

    A line that looks like one inside a value is none: what stands before it is no document.
    """
    parts, held, above = [], "", ""
    for line in text.splitlines(keepends=True):
        if not line.strip() or line.lstrip().startswith("#"):
            above += line
            continue
        if held.strip() and start.fullmatch(line.rstrip()) and is_whole(held):
            parts.append(held)
            held = ""
        held, above = held + above + line, ""
    return [*parts, held + above]
