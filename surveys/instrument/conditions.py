"""A rule of relevance as records that can be said in words: which answers to which questions.

Calculates that only sort answers (`if(…, 1, 0)`) are replaced by the answers they sort, because on
paper nobody computes them. What cannot be said so stays a formula.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveys.instrument.expressions import (
    Binary,
    Call,
    Expression,
    ExpressionError,
    Negate,
    Number,
    Path,
    Text,
    parse,
    parts,
)
from surveys.instrument.nodes import Choice, Question
from surveys.instrument.questionnaire import Questionnaire

LONG = 3
"""A calculate that stands for so many answers or more keeps a name of its own."""
MOST_STEPS = 8
"""How deep calculates are replaced; a circle would never end."""
FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "=": "!=", "!=": "="}
COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
    "=": operator.eq, "!=": operator.ne,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of these choices is the answer, or among the answers; with `negated`, none of them."""

    question: Question
    choices: tuple[Choice, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer is less than, more than, or just some value."""

    question: Question
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Answered:
    """There is an answer; with `negated`, there is none."""

    question: Question
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A rule that has no words."""

    text: str


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a calculate says of several answers; one that comes again is told once."""

    part: Condition


Condition = Rule | Chosen | Compared | Answered | Formula | Every | Some


def condition_of(source: str, questionnaire: Questionnaire) -> Condition | None:
    """The rule as records; None where it always holds or only counts repeats."""
    try:
        tree = parse(source) if source else None
    except ExpressionError:
        return Formula(source)
    if tree is None or _is_guard(tree):
        return None
    return _Reader(questionnaire).read(tree, source) or Formula(source)


def _is_guard(tree: Expression) -> bool:
    return any(isinstance(part, Call) and part.name == "position" for part in parts(tree))


class _Reader:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def read(self, tree: Expression, source: str, steps: int = 0) -> Condition | None:
        """The condition of a tree; None where a part of it has no words."""
        if steps > MOST_STEPS:
            return None
        if isinstance(tree, Binary) and tree.operator in ("and", "or"):
            parts = [self.read(side, source, steps + 1) for side in (tree.left, tree.right)]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return every(known) if tree.operator == "and" else some(known)
        if isinstance(tree, Binary) and tree.operator in COMPARE:
            return self._comparison(tree.left, tree.operator, tree.right, steps)
        if isinstance(tree, Call) and tree.name == "not" and len(tree.arguments) == 1:
            inner = self.read(tree.arguments[0], source, steps + 1)
            return None if inner is None else opposite(inner)
        if isinstance(tree, Call) and tree.name == "selected" and len(tree.arguments) == 2:
            return self._comparison(tree.arguments[0], "=", tree.arguments[1], steps)
        return None

    def _comparison(
        self, left: Expression, sign: str, right: Expression, steps: int
    ) -> Condition | None:
        if isinstance(left, Text | Number | Negate):
            left, sign, right = right, FLIPPED[sign], left
        value = _literal(right)
        if value is None:
            return None
        if isinstance(left, Call) and left.name == "string-length":
            return self._length(left, sign, value)
        question = self._question(left)
        if question is None:
            return None
        if question.calculation:
            return self._sorted(question, sign, value, steps)
        named = [choice for choice in question.choices if choice.name == value]
        if named and sign in ("=", "!="):
            return Chosen(question, tuple(named), negated=sign == "!=")
        if value == "" and sign in ("=", "!="):
            return Answered(question, negated=sign == "=")
        return Compared(question, sign, value)

    def _length(self, call: Call, sign: str, value: str) -> Condition | None:
        inner = call.arguments[0] if call.arguments else None
        if isinstance(inner, Call) and inner.name == "string" and inner.arguments:
            inner = inner.arguments[0]
        question = self._question(inner) if inner is not None else None
        if question is None or value != "0" or sign not in ("=", "!=", ">"):
            return None
        return Answered(question, negated=sign == "=")

    def _sorted(self, question: Question, sign: str, value: str, steps: int) -> Condition | None:
        """The answers for which a calculate of nested if() has such a value."""
        branches = _branches(_parsed(question.calculation))
        if branches is None:
            return None
        reached: list[Condition] = []
        passed: list[Condition] = []
        for test, result in branches:
            part = self.read(test, question.calculation, steps + 1) if test is not None else None
            if test is not None and part is None:
                return None
            if _holds(result, sign, value):
                here = [*(opposite(each) for each in passed), *([part] if part else [])]
                reached.append(every(here))
            elif part is not None:
                passed.append(part)
        if not reached:
            return None
        part = some(reached)
        return Rule(part) if _size(part) >= LONG else part

    def _question(self, tree: Expression) -> Question | None:
        if not isinstance(tree, Path) or not tree.absolute:
            return None
        path = "/" + "/".join(step.name for step in tree.steps)
        return self.questionnaire.questions.get(path)


def _size(part: Condition) -> int:
    """How many answers a condition speaks of."""
    return sum(map(_size, part.parts)) if isinstance(part, Every | Some) else 1


def _parsed(source: str) -> Expression | None:
    try:
        return parse(source)
    except ExpressionError:
        return None


def _literal(tree: Expression) -> str | None:
    if isinstance(tree, Text):
        return tree.value
    if isinstance(tree, Number):
        return f"{tree.value:g}" if tree.value != int(tree.value) else str(int(tree.value))
    if isinstance(tree, Negate):
        inner = _literal(tree.operand)
        return None if inner is None else f"-{inner}"
    return None


def _branches(tree: Expression | None) -> list[tuple[Expression | None, str]] | None:
    """Conditions and results of nested if(), the last one without a condition."""
    if isinstance(tree, Call) and tree.name == "if" and len(tree.arguments) == 3:
        test, then, otherwise = tree.arguments
        result, rest = _literal(then), _branches(otherwise)
        return None if result is None or rest is None else [(test, result), *rest]
    last = _literal(tree) if tree is not None else None
    return None if last is None else [(None, last)]


def _holds(result: str, sign: str, value: str) -> bool:
    if result == value:
        return sign in ("=", "<=", ">=")
    try:
        numbers = float(result), float(value)
    except ValueError:
        return sign == "!="
    return COMPARE[sign](*numbers) and not any(map(math.isnan, numbers))


def every(parts: list[Condition]) -> Condition:
    """The conditions together; one alone is itself."""
    flat = [
        inner for part in parts for inner in (part.parts if isinstance(part, Every) else [part])
    ]
    unique = list(dict.fromkeys(_Same(part) for part in flat))
    return unique[0].part if len(unique) == 1 else Every(tuple(same.part for same in unique))


def some(parts: list[Condition]) -> Condition:
    """The conditions as alternatives; choices of one question become one condition."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Some) else [part])]
    merged: list[Condition] = []
    for part in flat:
        last = merged[-1] if merged else None
        if _joins(last, part):
            assert isinstance(last, Chosen)
            assert isinstance(part, Chosen)
            merged[-1] = Chosen(part.question, (*last.choices, *part.choices))
        else:
            merged.append(part)
    return merged[0] if len(merged) == 1 else Some(tuple(merged))


def _joins(last: Condition | None, part: Condition) -> bool:
    return (
        isinstance(last, Chosen)
        and isinstance(part, Chosen)
        and last.question is part.question
        and not (last.negated or part.negated)
    )


def opposite(part: Condition) -> Condition:
    """What holds exactly when this does not."""
    if isinstance(part, Chosen):
        return Chosen(part.question, part.choices, not part.negated)
    if isinstance(part, Answered):
        return Answered(part.question, not part.negated)
    if isinstance(part, Compared):
        return Compared(part.question, OPPOSITE[part.operator], part.value)
    if isinstance(part, Rule):
        return Rule(opposite(part.part))
    if isinstance(part, Every):
        return some([opposite(inner) for inner in part.parts])
    if isinstance(part, Some):
        return every([opposite(inner) for inner in part.parts])
    return Formula(f"not({part.text})")


@dataclass(frozen=True)
class _Same:
    """Conditions compared by what they say; questions themselves cannot be hashed."""

    part: Condition

    def __hash__(self) -> int:
        return hash(repr(self.part))
