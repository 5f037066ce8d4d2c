"""Expressions compiled into closures over the places of a questionnaire.

A path is resolved once, against the tree of slots: inside a repeat it means the node of the same
instance, outside all instances (JavaRosa's contextualisation). Reading several nodes where one
value is wanted is an error, as on the phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from surveys.instrument.encodings import seed_of, shuffled
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
)
from surveys.instrument.functions import ARITHMETIC, COMPARISONS, FUNCTIONS
from surveys.instrument.nodes import Labels, Repeat
from surveys.instrument.paths import (
    Items,
    UnknownPath,
    chain_of,
    climb,
    kept_instances,
    passing,
    passing_items,
    print_path,
    single,
    step_to,
)
from surveys.instrument.prompts import source_of
from surveys.instrument.scope import BUSY, STALE, Evaluator, Lister, Scope, Slot, Template
from surveys.instrument.special_forms import SPECIAL
from surveys.instrument.values import Value, equal, number, truth

if TYPE_CHECKING:
    from surveys.instrument.program import Program

Places = Callable[[Scope], list[Scope]]
Place = tuple[Slot, int, list[tuple[Template, list[Evaluator]]]]
CHANCE = frozenset({"random", "uuid", "now", "once"})
"""Results that can't be repeated from a finished submission."""


class Compiler:
    """Compiles the expressions of one slot; `reads` gathers the slots they depend on."""

    def __init__(
        self,
        program: Program,
        context: Slot,
        *,
        owner: Slot | None = None,
        reads: set[Slot] | None = None,
        in_item: bool = False,
    ) -> None:
        self.program: Program = program
        self.context = context
        self.owner = owner or context
        self.reads: set[Slot] = set() if reads is None else reads
        self.in_item = in_item
        self.chance = False
        self.worded = False
        self.scattered: list[str] = []
        self.unknown: list[UnknownPath] = []

    def source(self, text_: str) -> Evaluator:
        """The evaluator of an expression; ExpressionError for what is not understood."""
        return self.value(parse(text_))

    def value(self, tree: Expression) -> Evaluator:
        """An evaluator that gives one value."""
        if isinstance(tree, Number | Text):
            known: Value = tree.value
            return lambda scope: known
        if isinstance(tree, Negate):
            operand = self.value(tree.operand)
            return lambda scope: -number(operand(scope))
        if isinstance(tree, Binary):
            return self._binary(tree)
        if isinstance(tree, Call):
            return self._call(tree)
        return self._path_value(tree)

    def values(self, tree: Expression) -> Lister:
        """An evaluator that gives all values of a path, one value of anything else."""
        if isinstance(tree, Path):
            return self._path_values(tree)
        if isinstance(tree, Call) and tree.name == "randomize":
            return self._randomize(tree)
        value = self.value(tree)
        return lambda scope: [value(scope)]

    def nodes(self, tree: Expression) -> Lister:
        """As `values`; ExpressionError for what names no nodes."""
        if not isinstance(tree, Path) and not (isinstance(tree, Call) and tree.name == "randomize"):
            raise ExpressionError("a value instead of a path")
        return self.values(tree)

    def all_of(self, arguments: Sequence[Expression]) -> Lister:
        """The values of one path; of several arguments each is one value."""
        if len(arguments) == 1:
            return self.values(arguments[0])
        each = [self.value(argument) for argument in arguments]
        return lambda scope: [value(scope) for value in each]

    def only(self, values: list[Value], tree: Expression) -> Value:
        """The only value of a path; EvaluationError for several."""
        assert isinstance(tree, Path)
        return single(values, tree)

    def caption(self, labels: Labels) -> str:
        """The label in the form's first language; on a phone it follows the phone's language."""
        questionnaire = self.program.questionnaire
        if len(questionnaire.languages) > 1 or any("${" in label for label in labels.values()):
            self.worded = True
        return source_of(labels.get(questionnaire.default_language, ""))

    def _randomize(self, tree: Call) -> Lister:
        """The nodes in an order that a seed gives, or chance."""
        _check_arity(tree, 1, 2)
        nodes = self.nodes(tree.arguments[0])
        if len(tree.arguments) == 1:
            self.chance = True
            return lambda scope: shuffled(nodes(scope), int(scope.interview.draw() * 2**31))
        seed = self.value(tree.arguments[1])
        return lambda scope: shuffled(nodes(scope), seed_of(seed(scope)))

    def _binary(self, tree: Binary) -> Evaluator:
        left, right, symbol = self.value(tree.left), self.value(tree.right), tree.operator
        if symbol == "and":
            return lambda scope: truth(left(scope)) and truth(right(scope))
        if symbol == "or":
            return lambda scope: truth(left(scope)) or truth(right(scope))
        if symbol == "=":
            return lambda scope: equal(left(scope), right(scope))
        if symbol == "!=":
            return lambda scope: not equal(left(scope), right(scope))
        if symbol in COMPARISONS:
            compare = COMPARISONS[symbol]
            return lambda scope: compare(number(left(scope)), number(right(scope)))
        calculate = ARITHMETIC[symbol]
        return lambda scope: calculate(number(left(scope)), number(right(scope)))

    def _call(self, tree: Call) -> Evaluator:
        self.chance = self.chance or tree.name in CHANCE
        if tree.name in FUNCTIONS:
            function, least, most = FUNCTIONS[tree.name]
            _check_arity(tree, least, most)
            return _apply(function, [self.value(argument) for argument in tree.arguments])
        if tree.name == "randomize":
            several = self._randomize(tree)
            return lambda scope: self.only(several(scope), tree.arguments[0])
        if tree.name not in SPECIAL:
            raise UnknownFunction(tree.name)
        build, least, most = SPECIAL[tree.name]
        _check_arity(tree, least, most)
        return build(self, tree)

    def _path_value(self, tree: Path) -> Evaluator:
        if self._is_column(tree):
            column = tree.steps[-1].name
            return lambda scope: scope.interview.item.get(column, "")
        if tree.origin is not None and tree.origin.name == "instance":
            listed = self._listed(tree)
            return lambda scope: single(listed(scope), tree)
        place = self._known(tree)
        if place is None:
            return lambda scope: ""
        slot, ups, downs = place
        index = slot.index
        if downs or tree.origin is not None:
            if any(not tests for _, tests in downs):
                self.scattered.append(print_path(tree))
            several = self._path_values(tree)
            return lambda scope: single(several(scope), tree)
        if ups:
            return lambda scope: climb(scope, ups).value(index)

        def read(scope: Scope) -> Value:
            known = scope.values[index]
            if known is STALE or known is BUSY:
                return scope.value(index)
            return known  # type: ignore[no-any-return]

        return read

    def _path_values(self, tree: Path) -> Lister:
        if self._is_column(tree):
            one = self._path_value(tree)
            return lambda scope: [one(scope)]
        if tree.origin is not None and tree.origin.name == "instance":
            return self._listed(tree)
        place = self._known(tree)
        if place is None:
            return lambda scope: []
        places, index = self.places(tree), place[0].index
        return lambda scope: [
            place.value(index) for place in places(scope) if place.relevant(index)
        ]

    def places(self, tree: Path) -> Places:
        """The scopes that hold the nodes of a path."""
        _, ups, downs = self._locate(tree)
        from_origin = tree.origin is not None
        steps = [(template.number, tests) for template, tests in downs]

        def find(scope: Scope) -> list[Scope]:
            start = (scope.interview.origin or scope) if from_origin else scope
            found = [climb(start, ups)]
            for number_, tests in steps:
                found = [
                    inner
                    for outer in found
                    for inner in passing(tests, outer.repeats.get(number_, []), start)
                ]
                start.interview.visit(len(found))
            return found

        return find

    def target(self, tree: Expression) -> Slot:
        """The slot that a path names; ExpressionError for anything else."""
        if not isinstance(tree, Path):
            raise ExpressionError("a value instead of a path")
        return self._locate(tree)[0]

    def _is_column(self, tree: Path) -> bool:
        """Whether the path names a column of the choice list whose items are being filtered."""
        return (
            self.in_item
            and tree.origin is None
            and not tree.absolute
            and len(tree.steps) == 1
            and tree.steps[0].name not in (".", "..")
        )

    def _known(self, tree: Path) -> Place | None:
        """As `_locate`; a path that leads nowhere is noted and has no nodes, as in the engine."""
        try:
            return self._locate(tree)
        except UnknownPath as error:
            self.unknown.append(error)
            return None

    def _locate(self, tree: Path) -> Place:
        """The slot of a path, the scopes to climb and the repeats to enter below."""
        if tree.origin is not None and tree.origin.name != "current":
            raise ExpressionError(f"a path below {tree.origin.name}()")
        start = self.owner if tree.origin is not None else self.context
        slot, tests = self._follow(tree, start)
        self.reads.add(slot)
        shared, chain = kept_instances(tree, start), chain_of(slot.template)
        while shared not in chain or any(t in tests for t in chain_of(shared)):
            assert shared.parent is not None
            shared = shared.parent
        below = chain[chain.index(shared) + 1 :]
        downs = [(template, tests.get(template, [])) for template in below]
        return slot, start.template.depth - shared.depth, downs

    def _follow(self, tree: Path, start: Slot) -> tuple[Slot, dict[Template, list[Evaluator]]]:
        steps = list(tree.steps)
        slot = start
        if tree.absolute:
            slot = self.program.root
            if steps.pop(0).name != self.program.root.node.name:
                raise UnknownPath(print_path(tree))
        tests: dict[Template, list[Evaluator]] = {}
        for step in steps:
            slot = step_to(slot, step.name, tree)
            if step.predicates:
                if not isinstance(slot.node, Repeat):
                    raise ExpressionError(f"a predicate on {slot.path}, which is no repeat")
                if any(isinstance(test, Number) for test in step.predicates):
                    raise ExpressionError("a number as predicate; write position() = …")
                inner = self._inner(slot, in_item=False)
                tests[slot.template] = [inner.value(test) for test in step.predicates]
                self.chance = self.chance or inner.chance
                self.worded = self.worded or inner.worded
        return slot, tests

    def _inner(self, context: Slot, in_item: bool) -> Compiler:
        """A compiler for a predicate: another context, the same owner."""
        inner = Compiler(self.program, context, owner=self.owner, reads=self.reads, in_item=in_item)
        inner.unknown = self.unknown
        return inner

    def _listed(self, tree: Path) -> Lister:
        """Values of `instance('list')/root/item[…]/column`."""
        assert tree.origin is not None
        names = [step.name for step in tree.steps]
        arguments = tree.origin.arguments
        if names[:2] != ["root", "item"] or len(names) > 3 or len(arguments) != 1:
            raise ExpressionError("instance() without /root/item/column")
        name = arguments[0].value if isinstance(arguments[0], Text) else ""
        items, column = self.rows(name), names[-1]
        inner = self._inner(self.context, in_item=True)
        tests = [inner.value(test) for test in tree.steps[1].predicates]
        if name in self.program.questionnaire.cases and not tests:
            self.chance = True  # a phone has the interviewer's own cases only

        def read(scope: Scope) -> list[Value]:
            return [item.get(column, "") for item in passing_items(tests, items(scope), scope)]

        return read

    def rows(self, name: str) -> Callable[[Scope], Items]:
        """The rows of a list beside the questionnaire."""
        questionnaire = self.program.questionnaire
        if name not in questionnaire.rows:
            raise UnknownPath(f"instance('{name}')")
        rows = questionnaire.rows[name]
        if name in questionnaire.cases:
            return lambda scope: scope.interview.lists.get(name, ())
        return lambda scope: rows


class UnknownFunction(ExpressionError):
    """A function that does not exist; the text is its name."""


def _check_arity(tree: Call, least: int, most: int) -> None:
    if not least <= len(tree.arguments) <= most:
        raise ExpressionError(f"{tree.name}() with {len(tree.arguments)} arguments")


def _apply(function: Callable[..., Value], arguments: list[Evaluator]) -> Evaluator:
    if len(arguments) == 1:
        (only,) = arguments
        return lambda scope: function(only(scope))
    if len(arguments) == 2:
        first, second = arguments
        return lambda scope: function(first(scope), second(scope))
    return lambda scope: function(*[argument(scope) for argument in arguments])


KNOWN_FUNCTIONS: frozenset[str] = frozenset(
    {*FUNCTIONS, *SPECIAL, "randomize", "instance", "current"}
)
REFUSED_FUNCTIONS = frozenset({"extract-signed", "jr:itext", "property"})
"""Known to phones, but their results rest on files, keys or words that only the phone has."""
