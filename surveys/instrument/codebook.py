"""The codebook of a questionnaire: every column of its data, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.instrument.differences import by_place, calculation, plain
from surveys.instrument.nodes import Labels, Media, Question
from surveys.instrument.questionnaire import Questionnaire

HEADER = (
    "name", "path", "question", "kind", "type", "asked_by", "required", "code", "label",
    "relevant", "constraint", "message", "calculation",
)  # fmt: skip
"""Columns of the codebook as a table: one line per question, and one per choice of a question."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with its texts in one language and its logic with names instead of paths."""

    question: Question
    path: str
    label: str
    hint: str
    choices: tuple[tuple[str, str, Media], ...]
    required: str
    relevant: str
    constraint: str
    message: str
    calculation: str
    actions: tuple[tuple[str, str], ...] = ()
    """What the question is set to, and the question whose change sets it ("" = the beginning)."""


def codebook_of(questionnaire: Questionnaire, language: str) -> list[Entry]:
    """Every question in the order of the sheet; texts in another language where one is missing."""

    def said(labels: Labels) -> str:
        return labels.get(language) or next(iter(labels.values()), "")

    return [
        Entry(
            question=question,
            path=path,
            label=said(question.labels),
            hint=said(question.hints),
            choices=tuple(
                (choice.name, said(choice.labels), choice.media) for choice in question.choices
            ),
            required="" if question.required == "false()" else plain(question.required),
            relevant=plain(questionnaire.universes[question.path]),
            constraint=plain(question.constraint),
            message=said(question.constraint_messages),
            calculation=plain(question.calculation),
            actions=tuple(
                (plain(action.value), action.trigger.rpartition("/")[2])
                for action in question.actions
            ),
        )
        for path, question in by_place(questionnaire).items()
    ]


def lines_of(entries: list[Entry]) -> Iterator[tuple[str, ...]]:
    """The codebook as a table, its header first."""
    yield HEADER
    for entry in entries:
        question = entry.question
        head = (question.name, entry.path, entry.label, question.kind, question.data_type)
        computed = calculation(question)
        tail = (entry.relevant, entry.constraint, entry.message, computed)
        yield (*head, question.asked_by, entry.required, "", "", *tail)
        for code, label, _ in entry.choices:
            yield (question.name, entry.path, *[""] * 5, code, label, *[""] * 4)
