"""What the weights of a survey read of its questionnaire."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from surveys.models import Survey
from surveys.queries.plans import current_plan

TERMS = frozenset({"plus", "minus", "blank_is_zero"})
"""Keys of a derived variable under which columns stand as a list of names."""


def weighting_columns(survey: Survey) -> set[str]:
    """The columns that the control totals name, and those that the plan derives them from."""
    plan = current_plan(survey)
    document = tomllib.loads(plan.text) if plan else {}
    recodes = {recode.get("name"): recode for recode in document.get("recodes", [])}
    totals = survey.control_totals.values_list("variables", flat=True)
    waiting = [name for variables in totals for name in variables]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _columns(recodes.get(name, {}))
    return found


def _columns(part: Any) -> Iterator[str]:
    """Every column that a part of a plan document names."""
    if isinstance(part, list):
        for inner in part:
            yield from _columns(inner)
    elif isinstance(part, dict):
        for key, inner in part.items():
            if key == "column":
                yield str(inner)
            elif key in TERMS:
                yield from map(str, inner)
            else:
                yield from _columns(inner)
