"""Names of variables that SPSS and Stata take: short, valid, and different in any case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from surveys.exports.layout import Column

SPSS_WORDS = "all and by eq ge gt le lt ne not or to with"
STATA_WORDS = "byte double float if in int long strl using with"
RESERVED = frozenset((*SPSS_WORDS.split(), *STATA_WORDS.split()))
STRING_TYPE = re.compile(r"str\d+")


@dataclass(frozen=True, slots=True)
class Rules:
    """How long a name may be."""

    longest: int


def variable_names(columns: Sequence[Column], rules: Rules) -> list[str]:
    """A name per column: the question's own where it stands alone, else with its groups."""
    short = [_last(column) for column in columns]
    used: set[str] = set()
    names = []
    for column, own in zip(columns, short, strict=True):
        name = _valid(own if short.count(own) == 1 else column.name)
        name = _unique(name, rules.longest, used)
        used.add(name.lower())
        names.append(name)
    return names


def _last(column: Column) -> str:
    """The column's name without groups, which end where the question's own name begins."""
    own = column.source.rpartition("/")[2]
    place = column.name.rfind(own)
    return column.name[place:] if place > 0 else column.name


def _valid(name: str) -> str:
    cleaned = re.sub(r"[^A-Za-z0-9_]+", "_", name).rstrip("_") or "v"
    if not cleaned[0].isalpha():
        cleaned = f"v{cleaned}"
    if cleaned.lower() in RESERVED or STRING_TYPE.fullmatch(cleaned):
        cleaned += "1"
    return cleaned


def _unique(name: str, longest: int, used: set[str]) -> str:
    made, number = name[:longest].rstrip("_"), 1
    while made.lower() in used:
        number += 1
        ending = f"_{number}"
        made = name[: longest - len(ending)].rstrip("_") + ending
    return made
