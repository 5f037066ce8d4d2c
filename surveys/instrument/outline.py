"""A questionnaire as it stands on paper: sections, and in them numbered questions in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from surveys.instrument.conditions import Condition, condition_of
from surveys.instrument.nodes import Labels, Node, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its number, or a note ("" for a number), and when it is asked."""

    question: Question
    number: str
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Section:
    """What stands together under a heading, or goes on after an inner group (without labels)."""

    labels: Labels = field(default_factory=dict)
    level: int = 0
    condition: Condition | None = None
    repeated: bool = False
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections, and the number of each question by its path."""

    sections: tuple[Section, ...]
    numbers: dict[str, str]


def outline_of(questionnaire: Questionnaire) -> Outline:
    """Everything that is asked or shown; what is computed or recorded has no place on paper."""
    asked = (question for question in questionnaire.questions.values() if question.asked)
    numbers = {question.path: str(number) for number, question in enumerate(asked, start=1)}
    outliner = _Outliner(questionnaire, numbers)
    sections = tuple(outliner.sections(questionnaire.nodes, Section()))
    return Outline(sections, numbers)


@dataclass(frozen=True)
class _Outliner:
    questionnaire: Questionnaire
    numbers: dict[str, str]

    def sections(self, nodes: tuple[Node, ...], heading: Section) -> Iterator[Section]:
        """A section for what stands together, and one for each group inside, in the sheet's order."""
        level, repeated = heading.level, heading.repeated
        items: list[Item] = []
        for node in nodes:
            if isinstance(node, Question):
                items += self._items(node)
                continue
            if items or heading.labels:
                yield replace(heading, items=tuple(items))
                items, heading = [], Section(level=level, repeated=repeated)
            within = Section(
                labels=node.labels,
                level=level + bool(node.labels),
                condition=condition_of(node.relevant, self.questionnaire),
                repeated=repeated or isinstance(node, Repeat),
            )
            yield from self.sections(node.children, within)
        if items or heading.labels:
            yield replace(heading, items=tuple(items))

    def _items(self, question: Question) -> Iterator[Item]:
        if question.asked or question.kind == "note":
            condition = condition_of(question.relevant, self.questionnaire)
            yield Item(question, self.numbers.get(question.path, ""), condition)
