"""A questionnaire ready to run: places for its nodes, compiled logic, and what depends on what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from surveys.instrument.actions import Effects
from surveys.instrument.compiler import Compiler
from surveys.instrument.expressions import ExpressionError, parse
from surveys.instrument.nodes import Group, Node, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire, Rows
from surveys.instrument.scope import Evaluator, Interview, Lister, Scope, Slot, Template
from surveys.instrument.values import EvaluationError, Value

if TYPE_CHECKING:
    import numpy as np

Role = Literal[
    "relevant", "calculate", "constraint", "required", "choice_filter", "count", "action", "order"
]
Fact = tuple[Literal["value", "relevance"], Slot]
Dependencies = dict[Fact, set[Fact]]


@dataclass(frozen=True)
class Fault:
    """An expression that cannot be compiled, or names a node that is not there."""

    slot: Slot
    role: Role
    error: ExpressionError


class Program:
    """The compiled form of a questionnaire; `faults` lists the expressions that cannot run.

    A faulty expression fails when it is evaluated, and only then. `scattered` lists paths that
    read a repeated node as one value from outside its repeat.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.templates: list[Template] = []
        self.faults: list[Fault] = []
        name = questionnaire.root
        top = Group(f"/{name}", name, questionnaire.nodes)
        self.root = self._place(top, self._template(None), None)
        self.slots = [slot for template in self.templates for slot in template.slots]
        self.dependencies: Dependencies = {}
        self.reads: dict[tuple[Slot, Role], set[Slot]] = {}
        self.scattered: list[tuple[Slot, Role, str]] = []
        for slot in self.slots:
            self._compile(slot)
        self._link()
        self.effects = Effects(self)
        self.faults += [Fault(slot, "action", error) for slot, error in self.effects.faults]
        self.judged_late = self._judged_late()

    def interview(
        self,
        *,
        now: dt.datetime | None,
        today: dt.date | None,
        random: np.random.Generator | None = None,
        recheck: bool = False,
        cases: Rows | None = None,
    ) -> Interview:
        """An empty interview; `cases` is the list that stands beside the questionnaire."""
        return Interview(
            self.templates,
            now=now,
            today=today,
            random=random,
            recheck=recheck,
            language=self.questionnaire.default_language,
            lists={} if cases is None else dict.fromkeys(self.questionnaire.cases, cases),
        )

    def _template(self, parent: Template | None) -> Template:
        depth = 0 if parent is None else parent.depth + 1
        self.templates.append(Template(parent, depth, len(self.templates)))
        return self.templates[-1]

    def _place(self, node: Node, template: Template, parent: Slot | None) -> Slot:
        slot = Slot(node, node.path, template, len(template.slots), parent)
        template.slots.append(slot)
        if isinstance(node, Question):
            slot.data_type = node.data_type
            return slot
        for child in node.children:
            inside = self._template(template) if isinstance(child, Repeat) else template
            slot.children.append(self._place(child, inside, slot))
        return slot

    def _compile(self, slot: Slot) -> None:
        node = slot.node
        slot.relevant = self._evaluator(slot, "relevant", node.relevant)
        if isinstance(node, Repeat):
            slot.count = self._evaluator(slot, "count", node.count)
        if isinstance(node, Question):
            slot.calculate = self._evaluator(slot, "calculate", node.calculation)
            slot.constraint = self._evaluator(slot, "constraint", node.constraint)
            slot.required = self._evaluator(slot, "required", node.required)
            slot.choice_filter = self._evaluator(slot, "choice_filter", node.choice_filter)
            slot.seed = self._evaluator(slot, "order", node.order or "")
            slot.choice_nodes = self._lister(slot, node.choice_nodes)
        value: Fact = ("value", slot)
        relevance: Fact = ("relevance", slot)
        calculated = self.reads.get((slot, "calculate"), set())
        conditions = self.reads.get((slot, "relevant"), set())
        self.dependencies[value] = {relevance} | {("value", read) for read in calculated}
        self.dependencies[relevance] = {("value", read) for read in conditions}
        if slot.parent is not None:
            self.dependencies[relevance].add(("relevance", slot.parent))

    def _evaluator(self, slot: Slot, role: Role, source: str) -> Evaluator | None:
        if not source:
            return None
        around = slot.parent
        context = slot
        if role == "count" and around is not None:
            # A count is asked for before there is an instance: in the scope around the repeat.
            context = Slot(slot.node, slot.path, around.template, around.index, around)
        compiler = Compiler(self, context, in_item=role == "choice_filter")
        try:
            evaluator = compiler.source(source)
        except ExpressionError as error:
            self.faults.append(Fault(slot, role, error))
            return _failing(str(error))
        self.faults += [Fault(slot, role, error) for error in compiler.unknown]
        self.reads[slot, role] = compiler.reads
        self.scattered += [(slot, role, path) for path in compiler.scattered]
        if role == "calculate":
            editable = isinstance(slot.node, Question) and slot.node.kind != "calculate"
            slot.drawn = compiler.chance
            believed = compiler.chance or compiler.worded
            slot.comparable = not believed and not (editable and not _fixed(slot.node))
        return evaluator

    def _lister(self, slot: Slot, source: str) -> Lister | None:
        """The values of the nodes that are offered as choices."""
        if not source:
            return None
        compiler = Compiler(self, slot)
        try:
            values = compiler.values(parse(source))
        except ExpressionError as error:
            self.faults.append(Fault(slot, "choice_filter", error))
            return None
        self.reads[slot, "choice_filter"] = compiler.reads
        return values

    def _link(self) -> None:
        """Give each slot its readers."""
        for slot in self.slots:
            slot.readers += slot.children
        for (slot, role), reads in self.reads.items():
            if role in ("calculate", "relevant"):
                for read in reads:
                    read.readers.append(slot)

    def _judged_late(self) -> list[Slot]:
        """Questions whose rules read a later answer, directly or through a calculate."""
        order = {node.path: place for place, node in enumerate(self.questionnaire.walk())}
        latest = self._latest(order)
        late = {
            slot
            for (slot, role), reads in self.reads.items()
            if role in ("constraint", "required", "choice_filter")
            and any(latest[read] > order.get(slot.path, 0) for read in reads)
        }
        return [slot for slot in self.slots if slot in late]

    def _latest(self, order: dict[str, int]) -> dict[Slot, int]:
        """The place of the last node that each slot depends on, or its own; each is met once."""
        latest: dict[Slot, int] = {}
        places = [(order.get(slot.path, 0), slot) for slot in self.slots]
        for place, source in sorted(places, key=itemgetter(0), reverse=True):
            waiting = [source]
            while waiting:
                slot = waiting.pop()
                if slot not in latest:
                    latest[slot] = place
                    waiting += slot.readers
        return latest


def _fixed(node: Node) -> bool:
    return isinstance(node, Question) and node.read_only


def _failing(message: str) -> Evaluator:
    def fail(scope: Scope) -> Value:
        raise EvaluationError(message)

    return fail


@lru_cache(maxsize=64)
def program_of(questionnaire: Questionnaire) -> Program:
    """The compiled form, kept for the questionnaires used last."""
    return Program(questionnaire)
