"""What a new entry of a repeat begins with, as on a phone: defaults, what actions set, what is drawn."""

from __future__ import annotations

from random import SystemRandom
from typing import Any

from surveys.collection.instances import path_of, placed
from surveys.instrument.actions import new_instance
from surveys.instrument.nodes import Question, Repeat
from surveys.instrument.program import Program
from surveys.instrument.scope import Interview, Scope


def begun(program: Program, interview: Interview, entry: str) -> dict[str, str]:
    """The texts by path that an entry without answers begins with (`/data/job[3]`).

    An action may set something outside the entry too. The interview knows all of it afterwards.
    """
    scope = _scope(program, interview, entry)
    if scope is None:  # it went together with what is around it
        return {}
    own = [(scope, slot) for slot in scope.template.slots if isinstance(slot.node, Question)]
    for _scope_of, slot in own:
        if default := getattr(slot.node, "default", ""):
            scope.answer(slot, default)
    done = new_instance(program.effects, scope)
    _draw(interview, scope)
    found = {path_of(*each): each[0].raw[each[1].index] for each in [*own, *done]}
    return {path: raw for path, raw in found.items() if raw}


def _scope(program: Program, interview: Interview, entry: str) -> Scope | None:
    repeat, _bracket, place = entry.removesuffix("]").rpartition("[")
    for around, slot, path in placed(program, interview):
        if path == repeat and isinstance(slot.node, Repeat):
            inside = around.repeats.get(slot.template.number, [])
            return inside[int(place) - 1] if int(place) <= len(inside) else None
    return None


def _draw(interview: Interview, scope: Scope) -> None:
    """Compute once what hangs on chance or the clock; in a finished interview it is believed."""
    chance: Any = SystemRandom()
    interview.random, interview.recheck = chance, False
    for slot in scope.template.slots:
        if slot.drawn:
            scope.value(slot.index)
    interview.random, interview.recheck = None, True
