"""The questionnaire over all its versions, and which version a row of a file answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from surveys.imports.records import Record
from surveys.instrument.nodes import Choice, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire


@dataclass(frozen=True)
class Codebook:
    """All questions and repeats by their path below the root; `versions` have the newest last.

    A question is what its newest version says, with the choices of all versions.
    """

    versions: Sequence[Questionnaire]

    @property
    def newest(self) -> Questionnaire:
        return self.versions[-1]

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        found: dict[str, Question] = {}
        for version in reversed(self.versions):
            for path, question in below_root(version).items():
                known = found.get(path)
                found[path] = _with_choices(known, question.choices) if known else question
        return found

    @cached_property
    def repeats(self) -> Mapping[str, Repeat]:
        """Repeats in the order of the sheet, those of the newest version first."""
        found: dict[str, Repeat] = {}
        for version in reversed(self.versions):
            for node in version.walk():
                if isinstance(node, Repeat):
                    found.setdefault(node.path[len(version.root) + 2 :], node)
        return found

    @cached_property
    def _paths(self) -> list[frozenset[str]]:
        return [frozenset(below_root(version)) for version in self.versions]

    def fitting(self, record: Record) -> tuple[Questionnaire, list[str]]:
        """The version that a row answers, and the paths of its answers that this one lacks.

        It is the version that the row names, where that was published; else the newest one that
        has all questions that the row answers, or the most of them.
        """
        given = set(_answered(record))
        named = [version for version in self.versions if version.version == record.version]
        if record.version and named:
            chosen = self.versions.index(named[-1])
        else:
            places = range(len(self.versions))
            chosen = max(places, key=lambda place: (len(given & self._paths[place]), place))
        return self.versions[chosen], sorted(given - self._paths[chosen])


def below_root(questionnaire: Questionnaire) -> dict[str, Question]:
    """The questions of one version by their path below its root."""
    cut = len(questionnaire.root) + 2
    return {path[cut:]: question for path, question in questionnaire.questions.items()}


def _with_choices(question: Question, others: tuple[Choice, ...]) -> Question:
    known = {choice.name for choice in question.choices}
    more = tuple(choice for choice in others if choice.name not in known)
    return replace(question, choices=question.choices + more) if more else question


def _answered(record: Record) -> Iterator[str]:
    yield from (path for path, answer in record.answers.items() if answer)
    for entries in record.repeats.values():
        for entry in entries:
            yield from _answered(entry)
