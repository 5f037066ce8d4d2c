"""A questionnaire as it stands on paper: sections, and in them numbered questions in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from surveys.instrument.conditions import Condition, Every, Rule, Some, condition_of, opposite
from surveys.instrument.nodes import Labels, Node, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its number, or a note ("" for a number), and when it is asked."""

    question: Question
    number: str
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Block:
    """Questions in a row that are asked under one condition; `rules` are told before them."""

    condition: Condition | None
    items: tuple[Item, ...]
    rules: tuple[str, ...] = ()

    @property
    def numbers(self) -> list[str]:
        """The numbers of its questions."""
        return [item.number for item in self.items if item.number]


@dataclass(frozen=True, slots=True)
class Section:
    """What stands together under a heading, or goes on after an inner group (without labels)."""

    labels: Labels = field(default_factory=dict)
    level: int = 0
    condition: Condition | None = None
    repeated: bool = False
    items: tuple[Item, ...] = ()
    rules: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections, the number of each question by its path, and the rules that come again by letter."""

    sections: tuple[Section, ...]
    numbers: dict[str, str]
    rules: dict[str, Condition] = field(default_factory=dict)

    def letter_of(self, part: Condition) -> str:
        """The letter of a rule that comes again; "" for every other one."""
        said = repr(part)
        return next((letter for letter, rule in self.rules.items() if repr(rule) == said), "")


def outline_of(questionnaire: Questionnaire) -> Outline:
    """Everything that is asked or shown; what is computed or recorded has no place on paper."""
    asked = (question for question in questionnaire.questions.values() if question.asked)
    numbers = {question.path: str(number) for number, question in enumerate(asked, start=1)}
    outliner = _Outliner(questionnaire, numbers)
    sections = tuple(outliner.sections(questionnaire.nodes, Section()))
    outline = Outline((), numbers, _rules_that_come_again(sections))
    return replace(outline, sections=tuple(_Told(outline).sections(sections)))


def _conditions(sections: tuple[Section, ...]) -> Iterator[Condition]:
    for section in sections:
        for condition in (section.condition, *(item.condition for item in section.items)):
            if condition is not None:
                yield condition


def rules_in(condition: Condition | None) -> Iterator[Condition]:
    """The rules within a condition, each as it says what holds."""
    if isinstance(condition, Rule):
        positive = isinstance(condition.part, Every)
        yield condition.part if positive else opposite(condition.part)
    elif isinstance(condition, Every | Some):
        for part in condition.parts:
            yield from rules_in(part)


def _rules_that_come_again(sections: tuple[Section, ...]) -> dict[str, Condition]:
    """The rules that stand in two conditions or more, by letter in the order of the sheet."""
    found: dict[str, list[Condition]] = {}
    for condition in _conditions(sections):
        for rule in rules_in(condition):
            found.setdefault(repr(rule), []).append(rule)
    again = [rules[0] for rules in found.values() if len(rules) > 1]
    return dict(zip(LETTERS, again, strict=False))


class _Told:
    """Gathers the questions of each section into blocks, and tells each rule where it comes first."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.told: set[str] = set()

    def sections(self, sections: tuple[Section, ...]) -> Iterator[Section]:
        for section in sections:
            rules = self._new(section.condition)
            runs = groupby(section.items, key=lambda item: repr(item.condition))
            blocks = [tuple(items) for _, items in runs]
            yield replace(
                section,
                rules=rules,
                blocks=tuple(
                    Block(items[0].condition, items, self._new(items[0].condition))
                    for items in blocks
                ),
            )

    def _new(self, condition: Condition | None) -> tuple[str, ...]:
        letters = dict.fromkeys(map(self.outline.letter_of, rules_in(condition)))
        new = tuple(letter for letter in letters if letter and letter not in self.told)
        self.told.update(new)
        return new


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
