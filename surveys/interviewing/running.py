"""An interview made anew of the answers kept so far, each time something is asked of it.

Answers that are not relevant stay with the kept ones and come back when they are relevant again;
the logic reads them as blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from random import SystemRandom
from typing import Any

from surveys.instrument.answering import AnswerFault, fault_of
from surveys.instrument.data_types import fits
from surveys.instrument.encodings import seed_of, shuffled
from surveys.instrument.filling import as_collected, repeat_count
from surveys.instrument.nodes import Choice, Question, Repeat
from surveys.instrument.program import Program, program_of
from surveys.instrument.questionnaire import Questionnaire, Rows
from surveys.instrument.scope import Scope, Slot
from surveys.instrument.values import EvaluationError, Value
from surveys.interviewing.kept import MAX_INSTANCES, Kept
from surveys.interviewing.pages import Page, is_shown, pages_of


@dataclass(frozen=True)
class Circumstances:
    """What an interview knows besides the answers.

    `silent` are the paths that this person never meets, `fixed` the answers by name that stand
    already, `recorded` the metadata by kind, `reached` the number of the page that the person has
    come to (None = all of them), `cases` the list beside the questionnaire where it has one.
    """

    now: dt.datetime
    silent: frozenset[str] = frozenset()
    fixed: Mapping[str, str] = field(default_factory=dict)
    recorded: Mapping[str, str] = field(default_factory=dict)
    reached: int | None = None
    cases: Rows | None = None


@dataclass(frozen=True)
class Place:
    """One node in one instance of the repeats around it."""

    key: str
    scope: Scope
    slot: Slot

    @property
    def relevant(self) -> bool:
        return self.scope.relevant(self.slot.index)

    @property
    def question(self) -> Question:
        assert isinstance(self.slot.node, Question)
        return self.slot.node

    @property
    def value(self) -> str:
        return self.scope.written(self.slot)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.scope.interview.choose(self.slot, self.scope, self.question.choices)

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The choices in the order in which this person sees them, the same at every visit."""
        order, choices = self.question.order, self.choices
        if order is None:
            return choices
        seed: Value = f"{self.scope.interview.name} {self.key}"
        if self.slot.seed is not None:
            try:
                seed = self.slot.seed(self.scope)
            except (EvaluationError, ArithmeticError, RecursionError) as error:
                self.scope.fail(self.slot, error)
        return tuple(shuffled(choices, seed_of(seed)))

    @property
    def required(self) -> bool:
        return self.slot.required is not None and self.scope.test(self.slot, self.slot.required)

    @property
    def fault(self) -> AnswerFault | None:
        return fault_of(self.scope, self.slot, self.choices)


@lru_cache(maxsize=4096)
def read_by_condition(program: Program, slot: Slot) -> tuple[Slot, ...]:
    """The questions that a node's own condition reads, directly or through calculations."""
    slots: dict[Slot, None] = {}
    waiting = [*program.reads.get((slot, "relevant"), ())]
    while waiting:
        read = waiting.pop()
        if read not in slots:
            slots[read] = None
            waiting += program.reads.get((read, "calculate"), ())
    return tuple(read for read in slots if isinstance(read.node, Question) and read.node.asked)


def holder_of(scope: Scope | None, slot: Slot) -> Scope | None:
    """The instance around a scope, or itself, that holds this node."""
    while scope is not None and scope.template is not slot.template:
        scope = scope.parent
    return scope


def is_on(place: Place, page: Page) -> bool:
    """Whether a node is one of the page's, or in one of its groups."""
    return place.slot.path.startswith(tuple(f"{path}/" for path in page.paths)) or (
        place.slot.path in page.paths
    )


class RunningInterview:
    """The interview at one moment.

    `places` holds every node by key, in the order of the sheet, and `repeats` where repeats stand.
    """

    def __init__(
        self, questionnaire: Questionnaire, kept: Kept, circumstances: Circumstances
    ) -> None:
        self.questionnaire = questionnaire
        self.kept = kept
        self.circumstances = circumstances
        self.program = program_of(questionnaire)
        chance: Any = SystemRandom()
        now = circumstances.now
        self.interview = self.program.interview(
            now=now, today=now.date(), random=chance, cases=circumstances.cases
        )
        self.interview.name = circumstances.recorded.get("instance_id", "")
        self.places: dict[str, Place] = {}
        self.repeats: dict[str, Place] = {}
        for slot in self.program.root.children:
            self._load(self.interview.main, slot, "")

    def _load(self, scope: Scope, slot: Slot, above: str) -> None:
        key = f"{above}{slot.node.name}"
        if isinstance(slot.node, Repeat):
            self.repeats[key] = Place(key, scope, slot)
            for number in range(1, self._count(scope, slot, key) + 1):
                self._load_instance(scope.add(slot.template), slot, f"{key}[{number}]")
            return
        self.places[key] = Place(key, scope, slot)
        if isinstance(slot.node, Question):
            self._load_answer(scope, slot, slot.node, key)
        for child in slot.children:
            self._load(scope, child, f"{key}/")

    def _load_instance(self, scope: Scope, slot: Slot, key: str) -> None:
        self.places[key] = Place(key, scope, slot)
        for child in slot.children:
            self._load(scope, child, f"{key}/")

    def open_instance(self, key: str) -> None:
        """Add an empty instance to the repeat that stands here, for as long as this object lives."""
        repeat = self.repeats[key]
        instance = repeat.scope.add(repeat.slot.template)
        self._load_instance(instance, repeat.slot, f"{key}[{instance.position}]")

    def _count(self, scope: Scope, slot: Slot, key: str) -> int:
        counted = repeat_count(scope, slot)
        return self.kept.instances.get(key, 0) if counted is None else counted

    def _load_answer(self, scope: Scope, slot: Slot, question: Question, key: str) -> None:
        known = self.circumstances
        if slot.calculate is not None:
            if slot.drawn:  # what chance has given once stays
                scope.raw[slot.index] = self.kept.answers.get(key)
        elif question.kind in known.recorded:
            scope.answer(slot, known.recorded[question.kind])
        elif question.name in known.fixed and question.path in known.silent:
            scope.answer(slot, known.fixed[question.name])
        else:
            start = known.fixed.get(question.name, question.default)
            raw = self.kept.answers.get(key, start)
            scope.answer(
                slot, as_collected(question, raw) if fits(raw, question.data_type) else raw
            )

    @property
    def pages(self) -> tuple[Page, ...]:
        return pages_of(self.questionnaire, self.circumstances.silent)

    def shown(self, page: Page) -> list[Place]:
        """The questions and texts that stand on the page now, in their order.

        What depends on a question of the same page that still lacks a needed answer comes after
        it: on a phone nobody would have got there yet.
        """
        on_page = [place for place in self.places.values() if is_on(place, page)]
        return [place for place in on_page if self.is_shown(place) and not self._waits(place, page)]

    def _waits(self, place: Place, page: Page) -> bool:
        for slot in read_by_condition(self.program, place.slot):
            scope = holder_of(place.scope, slot)
            if scope is None or scope.raw[slot.index] or not scope.relevant(slot.index):
                continue
            first = Place("", scope, slot)
            if self.stands_on(first, page) and first.required:
                return True
        return False

    def stands_on(self, place: Place, page: Page) -> bool:
        """Whether this person may answer this question on this page, now or after other answers."""
        node = place.slot.node
        may = isinstance(node, Question) and node.asked and is_shown(node)
        return may and node.path not in self.circumstances.silent and is_on(place, page)

    def is_shown(self, place: Place) -> bool:
        """Whether this person sees this question now."""
        node = place.slot.node
        return (
            isinstance(node, Question)
            and node.path not in self.circumstances.silent
            and is_shown(node)
            and place.relevant
        )

    def faults(self, places: list[Place]) -> dict[str, AnswerFault]:
        """What is wrong with these answers, by key."""
        judged = {place.key: place.fault for place in places if place.question.shown}
        return {key: fault for key, fault in judged.items() if fault is not None}

    def first_faulty_page(self) -> int | None:
        """The number of the first page with an answer that breaks a rule."""
        for number, page in enumerate(self.pages):
            if self.faults(self.shown(page)):
                return number
        return None

    def may_grow(self, key: str) -> bool:
        """Whether a person may add an instance to the repeat that stands here."""
        repeat = self.repeats[key]
        around, slot = repeat.scope, repeat.slot
        if slot.count is not None or self.kept.instances.get(key, 0) >= MAX_INSTANCES:
            return False
        return Scope(self.interview, slot.template, around).relevant(slot.index)

    def is_wanted(self, page: Page) -> bool:
        """Whether there is anything to read or to do on the page."""
        return bool(self.shown(page)) or bool(self.growing(page))

    def growing(self, page: Page) -> list[str]:
        """The keys of the repeats on the page that may be added to."""
        found = [key for key, repeat in self.repeats.items() if is_on(repeat, page)]
        return [key for key in found if self.may_grow(key)]

    def neighbour(self, number: int, step: int) -> int:
        """The number of the next page that shows something; one beyond the last is the end."""
        number += step
        while 0 <= number < len(self.pages) and not self.is_wanted(self.pages[number]):
            number += step
        return number

    @property
    def to_keep(self) -> dict[str, str]:
        """The answers, and what chance has given."""
        return {**self.kept.answers, **self.drawn()}

    def drawn(self) -> dict[str, str]:
        """What chance has given in this interview, to be kept."""
        return {
            place.key: place.value
            for place in self.places.values()
            if place.slot.calculate is not None and place.slot.drawn and place.relevant
        }
