"""Functions that look at more than their arguments' values: nodes, time, chance, or one branch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from surveys.instrument.expressions import Call, ExpressionError, Path
from surveys.instrument.paths import climb
from surveys.instrument.scope import Evaluator, Scope
from surveys.instrument.values import Value, number, text, truth

if TYPE_CHECKING:
    from surveys.instrument.compiler import Compiler


def _if(compiler: Compiler, tree: Call) -> Evaluator:
    condition, then, otherwise = (compiler.value(argument) for argument in tree.arguments)
    return lambda scope: then(scope) if truth(condition(scope)) else otherwise(scope)


def _join(compiler: Compiler, tree: Call) -> Evaluator:
    separator = compiler.value(tree.arguments[0])
    parts = [compiler.values(argument) for argument in tree.arguments[1:]]
    return lambda scope: text(separator(scope)).join(
        text(value) for part in parts for value in part(scope)
    )


def _concat(compiler: Compiler, tree: Call) -> Evaluator:
    """One argument may be several nodes; of several arguments each is one value."""
    if len(tree.arguments) == 1:
        all_of = compiler.values(tree.arguments[0])
        return lambda scope: "".join(map(text, all_of(scope)))
    parts = [compiler.value(argument) for argument in tree.arguments]
    return lambda scope: "".join([text(part(scope)) for part in parts])


def _position(compiler: Compiler, tree: Call) -> Evaluator:
    if not tree.arguments:
        return lambda scope: float(scope.interview.position)
    argument = tree.arguments[0]
    slot = compiler.target(argument)
    assert isinstance(argument, Path)
    places = compiler.places(argument)
    if slot.template.parent is None:
        raise ExpressionError("position() of what is in no repeat")
    return lambda scope: float(places(scope)[0].position) if places(scope) else 1.0


def _indexed_repeat(compiler: Compiler, tree: Call) -> Evaluator:
    """`indexed-repeat(node, repeat, n)`: blank beyond the end, the first for 0."""
    slot, repeat = compiler.target(tree.arguments[0]), compiler.target(tree.arguments[1])
    index, nth = slot.index, compiler.value(tree.arguments[2])
    template = repeat.template
    if slot.template is not template or template.parent is None:
        raise ExpressionError("indexed-repeat() of a node that is not directly in the repeat")
    number_, outer = template.number, template.parent
    ups = max(compiler.context.template.depth - outer.depth, 0)

    def read(scope: Scope) -> Value:
        instances = climb(scope, ups).repeats.get(number_, [])
        place = number(nth(scope))
        if place != place or not 0 <= place < len(instances) + 1:
            return ""
        found = instances[max(int(place) - 1, 0)] if instances else None
        return found.value(index) if found else ""

    return read


def _once(compiler: Compiler, tree: Call) -> Evaluator:
    """The first value it got; the scope keeps it, because such a node is not comparable."""
    return compiler.value(tree.arguments[0])


def _uuid(scope: Scope) -> Value:
    digits = "".join(f"{int(scope.interview.draw() * 65536):04x}" for _ in range(8))
    return "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])


Builder = Callable[["Compiler", Call], Evaluator]
SPECIAL: dict[str, tuple[Builder, int, int]] = {
    "if": (_if, 3, 3),
    "concat": (_concat, 1, 99),
    "join": (_join, 2, 99),
    "position": (_position, 0, 1),
    "indexed-repeat": (_indexed_repeat, 3, 3),
    "once": (_once, 1, 1),
    "today": (lambda compiler, tree: lambda scope: scope.interview.today, 0, 0),
    "now": (lambda compiler, tree: lambda scope: scope.interview.now, 0, 0),
    "random": (lambda compiler, tree: lambda scope: scope.interview.draw(), 0, 0),
    "uuid": (lambda compiler, tree: _uuid, 0, 1),
}
