"""XPath 1.0 expressions as XForms use them: text in, a tree of frozen records out.

Precedence climbing after the grammar of XPath 1.0, section 3. Paths are child steps, `.`, `..`
and predicates; axes, `//` and unions do not occur in questionnaires and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH = 20_000
MAX_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands with an operator between them."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negate:
    """A minus before an operand."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Step:
    """A child's name, `.` or `..`, with its predicates."""

    name: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root (`/…`), from the context node, or from a call (`instance('x')/…`)."""

    origin: Call | None
    absolute: bool
    steps: tuple[Step, ...]


Expression = Number | Text | Call | Binary | Negate | Path

BINDING = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)
    | (?P<symbol>\.\.|!=|<=|>=|[-+*=<>/.()\[\],])
    )""",
    re.VERBOSE,
)


class ExpressionError(ValueError):
    """Text that is no expression; says what stands where."""


@lru_cache(maxsize=4096)
def parse(source: str) -> Expression:
    """The tree of an expression; ExpressionError names the first thing that does not fit."""
    if len(source) > MAX_LENGTH:
        raise ExpressionError(f"{len(source)} characters")
    parser = _Parser(_tokens(source))
    tree = parser.expression(0)
    if parser.kind != "end":
        raise ExpressionError(f"{parser.value!r} after a complete expression")
    return tree


def _tokens(source: str) -> list[tuple[str, str]]:
    """Kind and text of each token; operators that look like names are told apart (XPath 3.7)."""
    tokens: list[tuple[str, str]] = []
    position, end = 0, len(source.rstrip())
    while position < end:
        match = TOKEN.match(source, position)
        if match is None:
            raise ExpressionError(f"{source[position:].strip()[:20]!r}")
        kind, value = str(match.lastgroup), match.group(str(match.lastgroup))
        if value in BINDING and _after_operand(tokens):
            kind = "operator"
        tokens.append((kind, value))
        position = match.end()
    return [*tokens, ("end", "")]


def _after_operand(tokens: list[tuple[str, str]]) -> bool:
    if not tokens:
        return False
    kind, value = tokens[-1]
    return kind in ("number", "text", "name") or value in (")", "]", ".", "..")


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.position][0]

    @property
    def value(self) -> str:
        return self.tokens[self.position][1]

    def take(self, value: str) -> bool:
        if self.value == value and self.kind == "symbol":
            self.position += 1
            return True
        return False

    def expect(self, value: str) -> None:
        if not self.take(value):
            raise ExpressionError(f"{self.value or 'the end'!r} instead of {value!r}")

    def expression(self, minimum: int) -> Expression:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"more than {MAX_DEPTH} levels")
        left = self.operand()
        while self.kind == "operator" and BINDING[self.value] > minimum:
            operator = self.value
            self.position += 1
            left = Binary(operator, left, self.expression(BINDING[operator]))
        self.depth -= 1
        return left

    def operand(self) -> Expression:
        kind, value = self.kind, self.value
        if self.take("-"):
            return Negate(self.expression(BINDING["*"]))
        if self.take("("):
            inner = self.expression(0)
            self.expect(")")
            return inner
        if kind in ("number", "text"):
            self.position += 1
            return Number(float(value)) if kind == "number" else Text(value[1:-1])
        if kind == "name" and self.tokens[self.position + 1] == ("symbol", "("):
            return self.call()
        return self.path(None)

    def call(self) -> Expression:
        name = self.value
        self.position += 2
        arguments: list[Expression] = []
        if not self.take(")"):
            arguments.append(self.expression(0))
            while self.take(","):
                arguments.append(self.expression(0))
            self.expect(")")
        made = Call(name, tuple(arguments))
        return self.path(made) if (self.kind, self.value) == ("symbol", "/") else made

    def path(self, origin: Call | None) -> Path:
        rooted = self.take("/")
        steps = [self.step()]
        while self.take("/"):
            steps.append(self.step())
        return Path(origin, rooted and origin is None, tuple(steps))

    def step(self) -> Step:
        name = self.value
        if self.kind != "name" and name not in (".", ".."):
            raise ExpressionError(f"{name or 'the end'!r} instead of a value")
        self.position += 1
        predicates: list[Expression] = []
        while self.take("["):
            predicates.append(self.expression(0))
            self.expect("]")
        return Step(name, tuple(predicates))


def parts(tree: Expression) -> Iterator[Expression]:
    """The expression and everything in it."""
    yield tree
    inner: tuple[Expression, ...] = ()
    if isinstance(tree, Binary):
        inner = (tree.left, tree.right)
    elif isinstance(tree, Negate):
        inner = (tree.operand,)
    elif isinstance(tree, Call):
        inner = tree.arguments
    elif isinstance(tree, Path):
        inner = tuple(test for step in tree.steps for test in step.predicates)
    for part in inner:
        yield from parts(part)
