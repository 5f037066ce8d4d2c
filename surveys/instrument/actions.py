"""Values that are set once, when something happens: defaults that are computed, and triggers.

As in JavaRosa: what is set stays an ordinary answer, which a person may change. A change is noticed
by the question's own actions after everything computed follows it; what they set may set off more.
While a form loads, and in a new instance, nothing is computed yet: a calculate reads as blank there,
and everything as relevant, unless it depends on what an earlier action has set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys.instrument.compiler import Compiler
from surveys.instrument.expressions import ExpressionError
from surveys.instrument.nodes import FIRST_LOAD, NEW_INSTANCE, Action, Question
from surveys.instrument.paths import chain_of, climb
from surveys.instrument.scope import STALE, Evaluator, Interview, Scope, Slot, Template
from surveys.instrument.values import NO_VALUE, EvaluationError, Value, settle, stored

if TYPE_CHECKING:
    from surveys.instrument.program import Program

MAX_CHAIN = 20
"""So many actions set each other off before they are taken for a circle."""
Set = tuple[Scope, Slot]


class ManyTargets(ExpressionError):
    """An action that would set a question in every instance of a repeat, which phones refuse."""


@dataclass(frozen=True, eq=False)
class Effect:
    """What an action sets, and to which value."""

    target: Slot
    value: Evaluator


class Effects:
    """The actions of a questionnaire by what sets them off; `faults` are those that cannot run."""

    def __init__(self, program: Program) -> None:
        self.first: list[Effect] = []
        self.begun: dict[Template, list[Effect]] = {}
        self.following: dict[Slot, list[Effect]] = {}
        self.faults: list[tuple[Slot, ExpressionError]] = []
        by_path = {slot.path: slot for slot in program.slots}
        for slot in program.slots:
            for action in slot.node.actions if isinstance(slot.node, Question) else ():
                self._add(program, slot, action, by_path.get(action.trigger))

    def __bool__(self) -> bool:
        return bool(self.first or self.begun or self.following)

    def _add(self, program: Program, slot: Slot, action: Action, trigger: Slot | None) -> None:
        compiler = Compiler(program, slot)
        try:
            if trigger is not None and slot.template not in chain_of(trigger.template):
                raise ManyTargets(f"{trigger.node.name} → {slot.node.name}")
            effect = Effect(slot, compiler.source(action.value))
        except ExpressionError as error:
            self.faults.append((slot, error))
            return
        self.faults += [(slot, error) for error in compiler.unknown]
        if FIRST_LOAD in action.events:
            self.first.append(effect)
        if NEW_INSTANCE in action.events:
            self.begun.setdefault(slot.template, []).append(effect)
        if trigger is not None:
            self.following.setdefault(trigger, []).append(effect)
        self._settle(slot, effect, compiler, trigger)

    def _settle(self, slot: Slot, effect: Effect, compiler: Compiler, trigger: Slot | None) -> None:
        """Note what a finished interview must hold, where its answers alone tell that."""
        node = slot.node
        assert isinstance(node, Question)
        fixed = trigger is None or not getattr(trigger.node, "default", "")
        known = {trigger} if trigger is not None else set()
        told = compiler.reads <= known and not compiler.chance and not compiler.worded
        if told and fixed and len(node.actions) == 1 and not node.asked:
            slot.settled, slot.trigger = effect.value, trigger


def first_load(effects: Effects, interview: Interview) -> list[Set]:
    """Carry out what happens when a form is opened for the first time; what was set, in order."""
    scopes = [scope for several in interview.scopes for scope in several]
    return _at_rest(scopes, _places(effects.first, interview), effects)


def new_instance(effects: Effects, scope: Scope) -> list[Set]:
    """Carry out what happens in a new instance of a repeat; what was set, in order."""
    begun = effects.begun.get(scope.template, ())
    return _at_rest([scope], [(scope, effect) for effect in begun], effects)


def follow(effects: Effects, scope: Scope, slot: Slot, depth: int = 0) -> Iterator[Set]:
    """Carry out what the change of an answer sets off, and give what was set, in order."""
    for effect in effects.following.get(slot, ()):
        outwards = scope.template.depth - effect.target.template.depth
        yield from _carry_out(effects, climb(scope, outwards), effect, depth)


def settled_value(scope: Scope, slot: Slot) -> Value | None:
    """What an action must have left at a node; None where the answers do not tell."""
    if slot.settled is None:
        return None
    trigger = slot.trigger
    if trigger is not None:
        outer = climb(scope, scope.template.depth - trigger.template.depth)
        if not outer.raw[trigger.index] or not outer.relevant(trigger.index):
            return None
    try:
        return settle(slot.settled(scope), slot.data_type)
    except NO_VALUE as error:
        scope.fail(slot, error)
        return None


def _places(effects: Iterable[Effect], interview: Interview) -> list[tuple[Scope, Effect]]:
    """Where each effect's target stands when a form is opened: repeats have one instance then."""
    return [
        (scope, effect)
        for effect in effects
        for scope in interview.scopes[effect.target.template.number]
        if _is_first(scope)
    ]


def _is_first(scope: Scope) -> bool:
    return scope.position == 1 and (scope.parent is None or _is_first(scope.parent))


def _at_rest(
    scopes: list[Scope], places: list[tuple[Scope, Effect]], effects: Effects
) -> list[Set]:
    """Carry effects out before anything in these scopes is computed."""
    if not places:
        return []
    for scope in scopes:
        scope.relevance = [True] * len(scope.relevance)
        scope.values = [STALE if slot.calculate is None else "" for slot in scope.template.slots]
    done = [each for scope, effect in places for each in _carry_out(effects, scope, effect, 0)]
    for scope in scopes:
        scope.relevance = [None] * len(scope.relevance)
        scope.values = [STALE] * len(scope.values)
    return done


def _carry_out(effects: Effects, scope: Scope, effect: Effect, depth: int) -> Iterator[Set]:
    """Set the target, and do what follows; where the action has no value, what stands there stays."""
    slot = effect.target
    try:
        value = settle(effect.value(scope), slot.data_type)
        if depth > MAX_CHAIN:
            raise EvaluationError("actions that set each other off without end")
    except NO_VALUE as error:
        scope.fail(slot, error)
        yield scope, slot
        return
    before, raw = scope.raw[slot.index] or "", stored(value, slot.data_type, scope.interview.zone)
    scope.answer(slot, raw)
    yield scope, slot
    if raw != before:
        yield from follow(effects, scope, slot, depth + 1)
