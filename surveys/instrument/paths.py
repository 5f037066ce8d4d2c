"""Where a path leads: from a slot to a slot, and from a scope to the scopes that hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from surveys.instrument.expressions import ExpressionError, Path
from surveys.instrument.scope import Evaluator, Scope, Slot, Template
from surveys.instrument.values import EvaluationError, Value, truth

Items = Sequence[Mapping[str, str]]


class UnknownPath(ExpressionError):
    """A path that leads nowhere; the text is the path."""


def step_to(slot: Slot, name: str, tree: Path) -> Slot:
    """The slot one step further; UnknownPath where there is none."""
    if name == ".":
        return slot
    if name == "..":
        if slot.parent is None:
            raise UnknownPath(print_path(tree))
        return slot.parent
    found = next((child for child in slot.children if child.node.name == name), None)
    if found is None:
        raise UnknownPath(print_path(tree))
    return found


def kept_instances(tree: Path, start: Slot) -> Template:
    """The instances a path stays in: all of its start, or those left after the steps `..`."""
    slot = start
    for step in tree.steps:
        if not tree.absolute and step.name == ".." and slot.parent is not None:
            slot = slot.parent
    return slot.template


def print_path(tree: Path) -> str:
    """The path as text, without its predicates."""
    origin = f"{tree.origin.name}()/" if tree.origin else "/" if tree.absolute else ""
    return origin + "/".join(step.name for step in tree.steps)


def chain_of(template: Template) -> list[Template]:
    """The templates from the whole form down to this one."""
    above = chain_of(template.parent) if template.parent is not None else []
    return [*above, template]


def climb(scope: Scope, ups: int) -> Scope:
    """The scope so many repeats further out."""
    for _ in range(ups):
        assert scope.parent is not None
        scope = scope.parent
    return scope


def passing(tests: list[Evaluator], scopes: list[Scope], origin: Scope) -> list[Scope]:
    """The instances that pass all predicates."""
    interview = origin.interview
    before = interview.origin, interview.position
    try:
        for test in tests:
            passed = []
            for position, scope in enumerate(scopes, start=1):
                interview.origin, interview.position = before[0] or origin, position
                if truth(test(scope)):
                    passed.append(scope)
            scopes = passed
    finally:
        interview.origin, interview.position = before
    return scopes


def passing_items(tests: list[Evaluator], items: Items, scope: Scope) -> Items:
    """The items of a choice list that pass all predicates."""
    interview = scope.interview
    before = interview.item, interview.position
    try:
        for test in tests:
            interview.visit(len(items))
            passed = []
            for interview.position, interview.item in enumerate(items, start=1):
                if truth(test(scope)):
                    passed.append(interview.item)
            items = passed
    finally:
        interview.item, interview.position = before
    return items


def single(values: list[Value], tree: Path) -> Value:
    """The only value, blank for none; EvaluationError for several."""
    if len(values) > 1:
        raise EvaluationError(f"{print_path(tree)} has {len(values)} values where one is wanted")
    return values[0] if values else ""
