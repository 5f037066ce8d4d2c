"""What changed between two versions of a questionnaire, question by question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from surveys.errors import Problem
from surveys.instrument.nodes import CHOICE_KINDS, Labels, Question
from surveys.instrument.questionnaire import Questionnaire

Aspect = Literal[
    "type", "label", "hint", "choices", "relevant", "constraint", "required", "calculation",
    "asked_by",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One aspect of a question, as it was and as it is."""

    aspect: Aspect
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Differences:
    """Questions by path: those that came, those that went, and what changed in the others."""

    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    changed: tuple[tuple[Question, tuple[Change, ...]], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def differences(old: Questionnaire, new: Questionnaire) -> Differences:
    """The questions that differ, in the order of the sheet; the root's name does not matter."""
    before, after = by_place(old), by_place(new)
    changed = tuple(
        (question, changes)
        for place, question in after.items()
        if place in before and (changes := tuple(_changes(before[place], question)))
    )
    return Differences(
        added=tuple(after[place] for place in after if place not in before),
        removed=tuple(before[place] for place in before if place not in after),
        changed=changed,
    )


def by_place(questionnaire: Questionnaire) -> dict[str, Question]:
    """Questions by their path below the root."""
    start = len(questionnaire.root) + 2
    return {path[start:]: question for path, question in questionnaire.questions.items()}


def changed_types(old: Questionnaire, new: Questionnaire, version: str) -> Iterator[Problem]:
    """Questions whose answers would no longer fit into one column with those collected so far."""
    before = by_place(old)
    for place, question in by_place(new).items():
        known = before.get(place)
        if known is not None and _type(known) != _type(question):
            found = {"type": _type(known), "version": version}
            yield Problem("type_changed", question.path, _type(question), found)


def _type(question: Question) -> str:
    """The type of the stored answers: what it is to a person, and the type of its value."""
    return question.kind if question.kind in CHOICE_KINDS else question.data_type


def _changes(old: Question, new: Question) -> Iterator[Change]:
    for aspect, read in ASPECTS.items():
        before, after = read(old), read(new)
        if before != after:
            yield Change(aspect, before, after)


def _texts(labels: Labels) -> str:
    return " / ".join(labels.values())


def _choices(question: Question) -> str:
    return "; ".join(f"{choice.name} = {_texts(choice.labels)}" for choice in question.choices)


def plain(source: str) -> str:
    """An expression with names instead of paths: a question that moved did not change its logic."""
    return spaced(PATH.sub(lambda match: f"${{{match.group(1)}}}", source))


def spaced(source: str) -> str:
    """An expression with one blank where one belongs: a conversion puts some around every path."""
    return BLANKS.sub(_space, source).strip()


def _space(match: re.Match[str]) -> str:
    if literal := match["literal"]:
        return literal
    return f" {operator} " if (operator := match["operator"]) else " " if match["between"] else ""


def calculation(question: Question) -> str:
    """What computes the value: a calculation, or actions with the question or event in brackets."""
    return plain(question.calculation) or "; ".join(
        f"{plain(action.value)} [{plain(action.trigger) or ' '.join(sorted(action.events))}]"
        for action in question.actions
    )


PATH = re.compile(r"(?<![\w'\"])/[\w./-]*?([A-Za-z_][\w.-]*)(?![\w/.-])")
BLANKS = re.compile(
    r"""(?P<literal>'[^']*'|"[^"]*")|\s*(?P<operator>[!<>]=|[=<>])\s*"""
    r"""|(?P<inside>(?<=\()\s+|\s+(?=[),]))|(?P<between>\s+)"""
)
ASPECTS: Mapping[Aspect, Callable[[Question], str]] = {
    "type": lambda question: question.kind,
    "label": lambda question: _texts(question.labels),
    "hint": lambda question: _texts(question.hints),
    "choices": _choices,
    "relevant": lambda question: plain(question.relevant),
    "constraint": lambda question: plain(question.constraint),
    "required": lambda question: plain(question.required),
    "calculation": calculation,
    "asked_by": lambda question: question.asked_by,
}
