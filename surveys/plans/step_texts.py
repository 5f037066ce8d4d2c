"""The weighting steps of a plan as texts: found, written, inserted, moved and removed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.plans.toml_text import is_whole, lines, tables
from surveys.plans.weighting.plan import ORDER
from surveys.plans.weighting.reading import STEPS


@dataclass(frozen=True, slots=True)
class StepText:
    """A step as somebody typed it, with the remarks above it, and its table."""

    text: str
    table: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """The kind that it names, or nothing."""
        kind = self.table.get("kind")
        return kind if isinstance(kind, str) else ""

    @property
    def order(self) -> int:
        return ORDER[STEPS[self.kind]] if self.kind in STEPS else 0


def steps_of(text: str) -> list[StepText] | None:
    """The steps of a text; None where it is no list of `[[weighting.steps]]`."""
    parts = [part.strip("\n") for part in tables(text) if part.strip()]
    if len(parts) == 1 and is_whole(text) and not tomllib.loads(text):
        return []
    steps = [step_of(part) for part in parts]
    found = [step for step in steps if step]
    return found if len(found) == len(steps) else None


def step_of(text: str) -> StepText | None:
    """The step of a text that is one and nothing else."""
    document: dict[str, Any] = tomllib.loads(text) if is_whole(text) else {}
    match document:
        case {"weighting": {"steps": [dict(table)], **others}, **rest} if not others and not rest:
            return StepText(text, {str(key): value for key, value in table.items()})
    return None


def step_text(values: Mapping[str, Any]) -> str:
    """A step as text."""
    return "\n".join(["[[weighting.steps]]", *lines(values)])


def insert_step(text: str, step: str) -> tuple[str, int]:
    """The steps with one more, and its number: before the first that must come later, or last."""
    steps, new = steps_of(text), step_of(step)
    if not steps or new is None:
        return f"{text}\n\n{step}".strip(), 1
    place = next((n for n, other in enumerate(steps) if other.order > new.order), len(steps))
    return joined([*steps[:place], new, *steps[place:]]), place + 1


def move_step(text: str, number: int, by: int) -> tuple[str, int]:
    """The steps with one, counted from 1, moved down by so many places, and its number then."""
    steps = steps_of(text) or []
    if not 0 < number <= len(steps):
        return text, number
    step = steps.pop(number - 1)
    place = min(max(0, number - 1 + by), len(steps))
    return joined([*steps[:place], step, *steps[place:]]), place + 1


def remove_step(text: str, number: int) -> str:
    """The steps without one, counted from 1."""
    steps = steps_of(text)
    if steps is None:
        return text
    return joined(step for place, step in enumerate(steps, start=1) if place != number)


def joined(steps: Iterable[StepText]) -> str:
    """The steps as one text."""
    return "\n\n".join(step.text for step in steps)
