"""Faults of the logic that pyxform does not find; each finding names its cell or its node."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.errors import Problem
from surveys.instrument import patterns
from surveys.instrument.actions import ManyTargets
from surveys.instrument.compiler import KNOWN_FUNCTIONS, REFUSED_FUNCTIONS, UnknownFunction
from surveys.instrument.expressions import (
    Binary,
    Call,
    Expression,
    ExpressionError,
    Path,
    Text,
    parse,
    parts,
)
from surveys.instrument.nodes import Question
from surveys.instrument.paths import UnknownPath
from surveys.instrument.places import Places
from surveys.instrument.program import Fault, Program, Role, program_of
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.scope import Slot
from surveys.instrument.suggestions import nearest
from surveys.instrument.values import EvaluationError

COMPARING = frozenset({"=", "!=", "<", "<=", ">", ">="})


def lint_logic(questionnaire: Questionnaire, places: Places) -> list[Problem]:
    """What the expressions show: faults, circles, dates compared with texts, endless patterns."""
    program = program_of(questionnaire)
    problems = [_fault(fault, program, places) for fault in program.faults]
    problems += [_circle(circle, places) for circle in _circles(program)]
    for slot in program.slots:
        for role, source in _sources(slot):
            where = places.of_logic(slot.path, role)
            problems += _lint_expression(source, slot, program, where)
    for slot, role, path in program.scattered:
        where = places.of_logic(slot.path, role)
        problems.append(Problem("expression_many_values", where, path))
    return problems


def _fault(fault: Fault, program: Program, places: Places) -> Problem:
    where = places.of_logic(fault.slot.path, fault.role)
    found = str(fault.error)
    if isinstance(fault.error, ManyTargets):
        return Problem("action_many_targets", where, found)
    if isinstance(fault.error, UnknownFunction) and found in REFUSED_FUNCTIONS:
        return Problem("function_refused", where, f"{found}()")
    if isinstance(fault.error, UnknownFunction):
        near = nearest(found, KNOWN_FUNCTIONS)
        return Problem(
            "function_unknown", where, f"{found}()", {"nearest": f"{near}()" if near else "—"}
        )
    if isinstance(fault.error, UnknownPath):
        near = nearest(found.rpartition("/")[2], [slot.node.name for slot in program.slots])
        return Problem("path_unknown", where, found, {"nearest": near or "—"})
    return Problem("expression_unreadable", where, found)


def _circle(circle: list[Slot], places: Places) -> Problem:
    role: Role = "calculate" if circle[0].calculate else "relevant"
    found = " → ".join(slot.node.name for slot in [*circle, circle[0]])
    return Problem("expression_circular", places.of_logic(circle[0].path, role), found)


def _circles(program: Program) -> list[list[Slot]]:
    """Each circle of calculations and conditions once, as the slots on it."""
    circles: list[list[Slot]] = []
    done: set[object] = set()
    for start in program.dependencies:
        trail = {start: iter(program.dependencies[start])}
        while trail:
            last = next(reversed(trail))
            following = next((need for need in trail[last] if need not in done), None)
            if following is None:
                done.add(last)
                del trail[last]
            elif following in trail:
                facts = list(trail)
                slots = dict.fromkeys(slot for _, slot in facts[facts.index(following) :])
                circles.append(list(slots))
                done.add(following)
            else:
                trail[following] = iter(program.dependencies.get(following, ()))
    return circles


def _sources(slot: Slot) -> Iterator[tuple[Role, str]]:
    if slot.node.relevant:
        yield "relevant", slot.node.relevant
    if isinstance(slot.node, Question):
        yield "calculate", slot.node.calculation
        yield "constraint", slot.node.constraint
        yield "required", slot.node.required


def _lint_expression(source: str, slot: Slot, program: Program, where: str) -> Iterator[Problem]:
    try:
        tree = parse(source) if source else None
    except ExpressionError:
        return
    for part in parts(tree) if tree is not None else ():
        if isinstance(part, Call) and part.name == "regex" and len(part.arguments) == 2:
            yield from _lint_pattern(part.arguments[1], where)
        elif isinstance(part, Binary) and part.operator in COMPARING:
            sides = (part.left, part.right)
            dated = any(_is_date(side, slot, program) for side in sides)
            quoted = next((side.value for side in sides if isinstance(side, Text)), "")
            if dated and quoted:
                yield Problem("date_compared_with_text", where, f"'{quoted}'", {"date": quoted})


def _lint_pattern(pattern: Expression, where: str) -> Iterator[Problem]:
    try:
        if isinstance(pattern, Text):
            patterns.compile_pattern(pattern.value)
    except EvaluationError as error:
        yield Problem("pattern_refused", where, str(error))


def _is_date(tree: Expression, slot: Slot, program: Program) -> bool:
    if isinstance(tree, Call):
        return tree.name == "today"
    if not isinstance(tree, Path) or tree.origin is not None:
        return False
    if [step.name for step in tree.steps] == ["."]:
        return slot.data_type in ("date", "dateTime")
    path = "/" + "/".join(step.name for step in tree.steps)
    named = next((each for each in program.slots if each.path == path), None)
    return tree.absolute and named is not None and named.data_type in ("date", "dateTime")
