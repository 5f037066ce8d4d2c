"""The record of one problem, and the exception that carries all problems of one document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """What was expected, and what to do next; both may hold `%(name)s` places for details."""

    expected: str
    remedy: str


MESSAGES: dict[str, Message] = {}


def register(messages: Mapping[str, Message]) -> None:
    """Add a stage's messages to the catalogue; a code belongs to one stage only."""
    twice = MESSAGES.keys() & messages.keys()
    if twice:
        raise ValueError(f"message codes registered twice: {sorted(twice)}")
    MESSAGES.update(messages)


def mark(text: str) -> str:
    """Mark a text for the translation catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `where` is a path that needs no translation ("survey › row 12 › relevant", "plan.toml › step 2").
    `found` is what stands there. `details` fill the places of the message.
    """

    code: str
    where: str
    found: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def expected(self, translate: Callable[[str], str] = mark) -> str:
        return translate(MESSAGES[self.code].expected) % self.details

    def remedy(self, translate: Callable[[str], str] = mark) -> str:
        return translate(MESSAGES[self.code].remedy) % self.details

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}; expected {self.expected()} → {self.remedy()}"


class SurveyError(Exception):
    """All problems of one document, plan or data file, reported at once."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def raise_if_any(problems: Iterable[Problem]) -> None:
    """Raise `SurveyError` when there is at least one problem."""
    found = tuple(problems)
    if found:
        raise SurveyError(found)
