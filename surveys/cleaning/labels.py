"""Labels in plan and design documents: a text per site language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveys.cleaning.variable import Labels
from surveys.errors import Problem


def read_labels(table: Mapping[str, Any], key: str, where: str, problems: list[Problem]) -> Labels:
    """The labels under `key`; {} where they are missing or wrong."""
    given = table.get(key, {})
    if isinstance(given, Mapping) and all(isinstance(text, str) for text in given.values()):
        return dict(given)
    problems.append(Problem("labels_form", f"{where} › {key}", repr(given)))
    return {}


def read_labels_by_code(
    table: Mapping[str, Any], key: str, where: str, problems: list[Problem]
) -> dict[str, Labels]:
    """The labels of each code under `key`; {} where they are missing or wrong."""
    given = table.get(key, {})
    if not isinstance(given, Mapping):
        problems.append(Problem("labels_by_code", f"{where} › {key}", repr(given)))
        return {}
    return {code: read_labels(given, code, f"{where} › {key}", problems) for code in given}


def read_text(table: Mapping[str, Any], key: str, where: str, problems: list[Problem]) -> str:
    """The text under `key`; "" where it is missing or wrong."""
    given = table.get(key, "")
    if isinstance(given, str):
        return given
    problems.append(Problem("not_a_text", f"{where} › {key}", repr(given)))
    return ""
