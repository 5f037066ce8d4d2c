"""Rules of good questionnaires: a form that breaks one is taken, and its author is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.errors import Problem
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
from surveys.instrument.nodes import Choice, Question, Repeat
from surveys.instrument.places import Places
from surveys.instrument.program import program_of
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.quotas import asked_after_a_quota
from surveys.instrument.scope import Slot

NONE = re.compile(
    r"(?i)none\b|no (one|consequence|problem)|以上都(没有|不是)|都没有|都不是|没有$|无$"
)
REFUSAL = re.compile(r"(?i)refus|prefer not|rather not|decline|拒答|拒绝|不愿|不便")
REFUSAL_CODES = frozenset({"99", "999", "-99", "refused"})
SENSITIVE = frozenset(
    {"income", "inc", "gross", "net", "wage", "wages", "salary", "earnings", "debt", "debts"}
    | {"savings", "religion", "ethnicity", "ethnic", "hiv", "disability", "pregnant", "violence"}
)
"""Parts of names by which a question counts as sensitive."""
GATHERING = frozenset({"sum", "min", "max"})


def warnings(
    questionnaire: Questionnaire, places: Places, weighting: frozenset[str]
) -> Iterator[Problem]:
    """Every rule that the questionnaire leaves, with its place."""
    program = program_of(questionnaire)
    yield from asked_after_a_quota(program, places, weighting)
    for slot in program.slots:
        if isinstance(slot.node, Repeat):
            yield from _unguarded(slot, places)
        elif isinstance(slot.node, Question):
            yield from _blank_in_sum(slot, program.slots, places)
            yield from _none_with_others(slot.node, places)
            yield from _without_refusal(slot.node, places)


def _tree(source: str) -> Expression | None:
    try:
        return parse(source) if source else None
    except ExpressionError:
        return None


def _calls(source: str, *names: str) -> Iterator[Call]:
    tree = _tree(source)
    for part in parts(tree) if tree is not None else ():
        if isinstance(part, Call) and part.name in names:
            yield part


def _unguarded(slot: Slot, places: Places) -> Iterator[Problem]:
    """A counted repeat whose questions are shown beyond the count after it was lowered."""
    assert isinstance(slot.node, Repeat)
    if not slot.node.count:
        return
    asked = [child for child in slot.children if not _is_computed(child)]
    if not all(any(_calls(child.node.relevant, "position")) for child in asked):
        where = places.of(slot.path, "repeat_count")
        yield Problem("repeat_without_guard", where, slot.node.name)


def _is_computed(slot: Slot) -> bool:
    return isinstance(slot.node, Question) and not slot.node.asked


def _blank_in_sum(slot: Slot, slots: list[Slot], places: Places) -> Iterator[Problem]:
    """Answers that may be blank as bare terms of a sum; older engines then give blank."""
    assert isinstance(slot.node, Question)
    tree = _tree(slot.node.calculation)
    by_path = {each.path: each for each in slots}
    for path in dict.fromkeys(_terms(tree)) if tree is not None else ():
        named = by_path.get("/" + "/".join(step.name for step in path.steps))
        if named is not None and _may_be_blank(named, slot):
            where = places.of_logic(slot.path, "calculate")
            yield Problem("blank_in_sum", where, named.node.name, {"name": named.node.name})


def _terms(tree: Expression) -> Iterator[Path]:
    """Bare paths that are added up: not in a condition, not filtered, not in coalesce()."""
    if isinstance(tree, Binary):
        for side in (tree.left, tree.right):
            if isinstance(side, Path) and tree.operator in ("+", "-"):
                yield from _bare(side)
            else:
                yield from _terms(side)
    elif isinstance(tree, Call) and tree.name != "if":
        for argument in tree.arguments:
            if isinstance(argument, Path) and tree.name in GATHERING:
                yield from _bare(argument)
            else:
                yield from _terms(argument)


def _bare(path: Path) -> Iterator[Path]:
    if path.absolute and not any(step.predicates for step in path.steps):
        yield path


def _may_be_blank(named: Slot, reader: Slot) -> bool:
    if not isinstance(named.node, Question) or not named.node.asked:
        return False
    around: Slot | None = reader
    known = set()
    while around is not None:
        known.add(around)
        around = around.parent
    above: Slot | None = named
    while above is not None and above not in known:
        relevant = above.node.relevant
        if (
            relevant
            and not any(_calls(relevant, "position"))
            and not isinstance(above.node, Repeat)
        ):
            return True
        above = above.parent
    return named.node.required in ("", "false()")


def _none_with_others(question: Question, places: Places) -> Iterator[Problem]:
    if question.kind != "select_multiple":
        return
    excluded = {
        call.arguments[1].value
        for call in _calls(question.constraint, "selected")
        if len(call.arguments) == 2 and isinstance(call.arguments[1], Text)
    }
    for choice in question.choices:
        if _is_none(choice) and choice.name not in excluded:
            found = next(iter(choice.labels.values()), choice.name)
            where = places.of_logic(question.path, "constraint")
            yield Problem("none_with_others", where, found, {"name": choice.name})


def _is_none(choice: Choice) -> bool:
    named = choice.name == "0" or choice.name.lower() == "none"
    return named or any(NONE.match(label) for label in choice.labels.values())


def _without_refusal(question: Question, places: Places) -> Iterator[Problem]:
    """A required question on a delicate matter without the choice not to say."""
    delicate = SENSITIVE & set(question.name.lower().split("_"))
    if not delicate or not question.asked or not question.required:
        return
    offered = any(
        choice.name.lower() in REFUSAL_CODES
        or any(REFUSAL.search(label) for label in choice.labels.values())
        for choice in question.choices
    )
    if not offered:
        yield Problem("refusal_missing", places.of(question.path, "required"), question.name)
