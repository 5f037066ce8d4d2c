"""The answers of one interview while its logic runs.

A scope holds the nodes outside any repeat, and one scope more each instance of a repeat. Values
and relevance are computed when they are read and kept until an answer they depend on changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from surveys.instrument.data_types import as_calculated, typed
from surveys.instrument.nodes import Choice, Node
from surveys.instrument.values import NO_VALUE, EvaluationError, Value, settle, stored, text, truth

if TYPE_CHECKING:
    import numpy as np

Evaluator = Callable[["Scope"], Value]
Lister = Callable[["Scope"], list[Value]]
STALE: Any = object()
BUSY: Any = object()
MAX_VISITS = 2_000_000
"""Instances and list items one interview may look at; more is an attack or a runaway form."""


@dataclass(eq=False)
class Slot:
    """The place of one node in its template, with its compiled logic (None where there is none).

    What is `drawn` (by chance, or from the clock) keeps its first value; what is not `comparable`
    is believed in a finished interview.
    `settled` is what an action must have left there once `trigger` (if it has one) was answered.
    `readers` are the slots whose calculation or condition reads this one, and those inside it.
    """

    node: Node
    path: str
    template: Template
    index: int
    parent: Slot | None
    data_type: str = "string"
    children: list[Slot] = field(default_factory=list)
    relevant: Evaluator | None = None
    calculate: Evaluator | None = None
    constraint: Evaluator | None = None
    required: Evaluator | None = None
    choice_filter: Evaluator | None = None
    choice_nodes: Lister | None = None
    count: Evaluator | None = None
    seed: Evaluator | None = None
    comparable: bool = True
    drawn: bool = False
    settled: Evaluator | None = None
    trigger: Slot | None = None
    readers: list[Slot] = field(default_factory=list)

    @cached_property
    def affects(self) -> tuple[Slot, ...]:
        """The slots whose value or relevance may change with this one's answer.

        Found when asked for: all of a long chain together are as many as its length squared.
        """
        reached: set[Slot] = set()
        waiting = list(self.readers)
        while waiting:
            slot = waiting.pop()
            if slot not in reached:
                reached.add(slot)
                waiting += slot.readers
        return tuple(sorted(reached, key=lambda each: (each.template.number, each.index)))


@dataclass(eq=False)
class Template:
    """The slots of the whole form, or of one instance of a repeat (its own slot comes first)."""

    parent: Template | None
    depth: int
    number: int
    slots: list[Slot] = field(default_factory=list)


class Interview:
    """What all scopes of one interview share: time, chance, failures, and the current predicate.

    `recheck` says that a finished submission is read: calculates that depend on chance or on the
    clock keep what is stored. `lists` are rows that come with the interview, not the questionnaire.
    """

    def __init__(
        self,
        templates: list[Template],
        *,
        now: dt.datetime | None,
        today: dt.date | None,
        random: np.random.Generator | None = None,
        recheck: bool = False,
        language: str = "",
        lists: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    ) -> None:
        self.language = language
        self.name = ""
        self.lists = lists or {}
        self.moment = now
        self.day = today
        self.random = random
        self.recheck = recheck
        self.failures: dict[tuple[Scope, Slot], str] = {}
        self.visited = 0
        self.item: Mapping[str, str] = {}
        self.position = 0
        self.origin: Scope | None = None
        self.scopes: list[list[Scope]] = [[] for _ in templates]
        self.main = Scope(self, templates[0], None)

    @property
    def zone(self) -> dt.tzinfo | None:
        """The time zone of the device."""
        return self.moment.tzinfo if self.moment else None

    @property
    def now(self) -> dt.datetime:
        """The time of the interview."""
        if self.moment is None:
            raise EvaluationError("the time of the interview is unknown")
        return self.moment

    @property
    def today(self) -> dt.date:
        """The day of the interview."""
        if self.day is None:
            raise EvaluationError("the day of the interview is unknown")
        return self.day

    def visit(self, number: int) -> None:
        """Count instances and list items looked at; EvaluationError when they are too many."""
        self.visited += number
        if self.visited > MAX_VISITS:
            raise EvaluationError("too many instances and list items to look at")

    def draw(self) -> float:
        """A random number from 0 up to 1."""
        if self.random is None:
            raise EvaluationError("random numbers cannot be repeated")
        return float(self.random.random())

    def choose(self, slot: Slot, scope: Scope, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The choices that the filter lets through; all where it cannot be evaluated."""
        if slot.choice_nodes is not None:
            return self._offer(slot, scope, slot.choice_nodes)
        rows = self.lists.get(getattr(slot.node, "choice_list", ""))
        if rows is not None:
            choices = tuple(Choice(row["name"], {self.language: row["label"]}, row) for row in rows)
        if slot.choice_filter is None:
            return choices
        before, chosen = (self.item, self.position), []
        try:
            for self.position, choice in enumerate(choices, start=1):
                self.item = choice.columns
                if truth(slot.choice_filter(scope)):
                    chosen.append(choice)
        except NO_VALUE as error:
            scope.fail(slot, error)
            return choices
        finally:
            self.item, self.position = before
        return tuple(chosen)

    def _offer(self, slot: Slot, scope: Scope, nodes: Lister) -> tuple[Choice, ...]:
        """The answers of other nodes as choices."""
        try:
            names = [text(value) for value in nodes(scope)]
        except NO_VALUE as error:
            scope.fail(slot, error)
            return ()
        return tuple(Choice(name, {self.language: name}) for name in names if name)


class Scope:
    """The nodes of one template: raw answers (None = not in the submission), values, relevance."""

    __slots__ = (
        "interview",
        "parent",
        "position",
        "raw",
        "relevance",
        "repeats",
        "template",
        "values",
    )

    def __init__(self, interview: Interview, template: Template, parent: Scope | None) -> None:
        size = len(template.slots)
        self.interview = interview
        self.template = template
        self.parent = parent
        self.raw: list[str | None] = [None] * size
        self.values: list[Any] = [STALE] * size
        self.relevance: list[bool | None] = [None] * size
        self.repeats: dict[int, list[Scope]] = {}
        self.position = 1
        interview.scopes[template.number].append(self)

    def add(self, template: Template) -> Scope:
        """One instance more of a repeat; what depends on its nodes is computed anew."""
        scope = Scope(self.interview, template, self)
        siblings = self.repeats.setdefault(template.number, [])
        siblings.append(scope)
        scope.position = len(siblings)
        if not self.interview.recheck:
            for slot in template.slots:
                self._outdate(slot)
        return scope

    def value(self, index: int) -> Value:
        """The node's value as the logic reads it; blank while it is not relevant."""
        value = self.values[index]
        if value is STALE:
            value = self.values[index] = self._compute(self.template.slots[index])
        if value is BUSY:
            raise EvaluationError(f"{self.template.slots[index].path} depends on itself")
        return value  # type: ignore[no-any-return]

    def relevant(self, index: int) -> bool:
        """Whether the node is asked: its own condition and those of all groups around it."""
        known = self.relevance[index]
        if known is None:
            known = self.relevance[index] = self._ask(self.template.slots[index])
        return known

    def answer(self, slot: Slot, raw: str) -> None:
        """Set an answer and forget what depends on it."""
        self.raw[slot.index] = raw
        self.values[slot.index] = STALE
        self._outdate(slot)

    def written(self, slot: Slot) -> str:
        """The node's text for the submission; a calculate's computed value."""
        if slot.calculate is None:
            return self.raw[slot.index] or ""
        return stored(self.value(slot.index), slot.data_type, self.interview.zone)

    def fail(self, slot: Slot, error: Exception) -> None:
        """Note that some logic of this node has no value."""
        self.interview.failures[self, slot] = str(error) or type(error).__name__

    def test(self, slot: Slot, condition: Evaluator) -> bool:
        """The outcome of a condition on this node; true, and noted, where it has none."""
        try:
            return truth(condition(self))
        except NO_VALUE as error:
            self.fail(slot, error)
            return True

    def _outdate(self, slot: Slot) -> None:
        scopes = self.interview.scopes
        for affected in slot.affects:
            for scope in scopes[affected.template.number]:
                scope.values[affected.index] = STALE
                scope.relevance[affected.index] = None

    def _ask(self, slot: Slot) -> bool:
        parent = slot.parent
        if parent is not None:
            around = self if parent.template is self.template else self.parent
            if around is not None and not around.relevant(parent.index):
                return False
        return slot.relevant is None or self.test(slot, slot.relevant)

    def _compute(self, slot: Slot) -> Value:
        if not self.relevant(slot.index):
            return ""
        raw = self.raw[slot.index] or ""
        if slot.calculate is None:
            return typed(raw, slot.data_type)
        if (slot.drawn and raw) or (not slot.comparable and self.interview.recheck):
            return as_calculated(raw, slot.data_type)
        self.values[slot.index] = BUSY
        try:
            value = settle(slot.calculate(self), slot.data_type)
        except NO_VALUE as error:
            self.fail(slot, error)
            return as_calculated(raw, slot.data_type)
        if slot.drawn:
            self.raw[slot.index] = stored(value, slot.data_type)
        return value
