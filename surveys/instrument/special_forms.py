"""Functions that look at more than their arguments' values: nodes, time, chance, or one branch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from surveys.instrument import dates, functions, geography, text_functions
from surveys.instrument.data_types import as_calculated
from surveys.instrument.expressions import Call, ExpressionError, Path, Text, parse
from surveys.instrument.paths import UnknownPath, chain_of, climb
from surveys.instrument.scope import Evaluator, Scope
from surveys.instrument.values import EvaluationError, Value, text, truth, whole

if TYPE_CHECKING:
    from surveys.instrument.compiler import Compiler

MAX_TEXT = 200_000
FIGURES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _if(compiler: Compiler, tree: Call) -> Evaluator:
    condition, then, otherwise = (compiler.value(argument) for argument in tree.arguments)
    return lambda scope: then(scope) if truth(condition(scope)) else otherwise(scope)


def _over_nodes(function: Callable[[list[Value]], Value]) -> Builder:
    """A function of the nodes of one path."""

    def build(compiler: Compiler, tree: Call) -> Evaluator:
        nodes = compiler.nodes(tree.arguments[0])
        return lambda scope: function(nodes(scope))

    return build


def _over_all(function: Callable[[list[Value]], Value]) -> Builder:
    """A function of the nodes of one path, or of one value per argument."""

    def build(compiler: Compiler, tree: Call) -> Evaluator:
        values = compiler.all_of(tree.arguments)
        return lambda scope: function(values(scope))

    return build


def _concatenated(values: list[Value], separator: str = "") -> Value:
    """One text; bounded, because calculates that double each other grow without end."""
    parts = [text(value) for value in values]
    if sum(map(len, parts)) + len(separator) * len(parts) > MAX_TEXT:
        raise EvaluationError(f"a text of more than {MAX_TEXT} characters")
    return separator.join(parts)


def _join(compiler: Compiler, tree: Call) -> Evaluator:
    separator, values = compiler.value(tree.arguments[0]), compiler.all_of(tree.arguments[1:])
    return lambda scope: _concatenated(values(scope), text(separator(scope)))


def _checklist(compiler: Compiler, tree: Call) -> Evaluator:
    least, most = (compiler.value(argument) for argument in tree.arguments[:2])
    marks = compiler.all_of(tree.arguments[2:])
    return lambda scope: functions.checklist(least(scope), most(scope), marks(scope))


def _weighted_checklist(compiler: Compiler, tree: Call) -> Evaluator:
    """A weight after each mark, or the marks in one path and the weights in another."""
    least, most = (compiler.value(argument) for argument in tree.arguments[:2])
    if len(tree.arguments) % 2:
        raise ExpressionError("weighted-checklist() with a mark that has no weight")
    marks, weights = (compiler.all_of(tree.arguments[start::2]) for start in (2, 3))
    return lambda scope: functions.weighted_checklist(
        least(scope), most(scope), marks(scope), weights(scope)
    )


def _distance(compiler: Compiler, tree: Call) -> Evaluator:
    values = compiler.all_of(tree.arguments)
    return lambda scope: geography.distance(values(scope))


def _geofence(compiler: Compiler, tree: Call) -> Evaluator:
    point, fence = compiler.value(tree.arguments[0]), compiler.nodes(tree.arguments[1])
    return lambda scope: geography.inside(point(scope), fence(scope))


def _format_date(compiler: Compiler, tree: Call) -> Evaluator:
    """Names of days and months are those of the phone's language: not comparable."""
    value, pattern = (compiler.value(argument) for argument in tree.arguments)
    given = tree.arguments[1]
    if not isinstance(given, Text) or dates.WORDED.search(given.value):
        compiler.worded = True
    return lambda scope: dates.format_date(value(scope), pattern(scope))


def _position(compiler: Compiler, tree: Call) -> Evaluator:
    if not tree.arguments:
        return lambda scope: float(scope.interview.position)
    argument = tree.arguments[0]
    slot = compiler.target(argument)
    assert isinstance(argument, Path)
    places = compiler.places(argument)
    if slot.template.parent is None:
        raise ExpressionError("position() of what is in no repeat")
    return lambda scope: float(places(scope)[0].position) if places(scope) else 0.0


def _indexed_repeat(compiler: Compiler, tree: Call) -> Evaluator:
    """`indexed-repeat(node, repeat, n, …)`: blank beyond the end, the first for 0 and less."""
    if len(tree.arguments) % 2 == 0:
        raise ExpressionError("indexed-repeat() with a repeat that has no number")
    slot = compiler.target(tree.arguments[0])
    chain = chain_of(slot.template)
    chosen = {
        compiler.target(repeat).template: compiler.value(nth)
        for repeat, nth in zip(tree.arguments[1::2], tree.arguments[2::2], strict=True)
    }
    if not chosen.keys() <= set(chain[1:]):
        raise ExpressionError("indexed-repeat() of a node that is not in the repeat")
    own = chain_of(compiler.context.template)

    def read(scope: Scope) -> Value:
        outermost = climb(scope, scope.template.depth)
        found, above = [outermost], _ancestors(scope)
        for template in chain[1:]:
            inside = [each for outer in found for each in outer.repeats.get(template.number, ())]
            if template in chosen:
                place = max(whole(chosen[template](scope)), 1)
                inside = [each for each in inside if each.position == place]
            elif template in own:
                place = above[template.depth].position
                inside = [each for each in inside if each.position == place]
            found = inside
        scope.interview.visit(len(found))
        return compiler.only([each.value(slot.index) for each in found], tree.arguments[0])

    return read


def _ancestors(scope: Scope) -> list[Scope]:
    """The scopes from the whole form down to this one."""
    return [*(_ancestors(scope.parent) if scope.parent is not None else []), scope]


def _once(compiler: Compiler, tree: Call) -> Evaluator:
    """The value the node has already, else the given one."""
    first, slot = compiler.value(tree.arguments[0]), compiler.context

    def keep(scope: Scope) -> Value:
        raw = scope.raw[slot.index]
        return as_calculated(raw, slot.data_type) if raw else first(scope)

    return keep


def _choice_name(compiler: Compiler, tree: Call) -> Evaluator:
    """The label of a choice in the form's first language; blank where there is none.

    On the phone it follows the interviewer's language, so in a form of several it is believed.
    """
    value, place = compiler.value(tree.arguments[0]), tree.arguments[1]
    if not isinstance(place, Text):
        raise ExpressionError("jr:choice-name() without a quoted question")
    labels: dict[str, str] = {}
    try:
        slot = compiler.target(parse(place.value))
    except UnknownPath:
        return lambda scope: ""
    for choice in getattr(slot.node, "choices", ()):
        labels.setdefault(choice.name, compiler.caption(choice.labels))
    return lambda scope: labels.get(text(value(scope)), "")


def _pulldata(compiler: Compiler, tree: Call) -> Evaluator:
    """`pulldata(list, column, key column, key)`: a cell of the first row with this key, else blank.

    Collect takes the list's name with or without its ending, and compares keys as texts.
    """
    named = tree.arguments[:3]
    if not all(isinstance(each, Text) for each in named):
        raise ExpressionError("pulldata() without quoted names")
    name, column, key = (each.value for each in named if isinstance(each, Text))
    rows = compiler.rows(name.removesuffix(".csv"))
    wanted = compiler.value(tree.arguments[3])

    def pull(scope: Scope) -> Value:
        found, items = text(wanted(scope)), rows(scope)
        scope.interview.visit(len(items))
        return next((row.get(column, "") for row in items if row.get(key, "") == found), "")

    return pull


def _version(compiler: Compiler, tree: Call) -> Evaluator:
    version = compiler.program.questionnaire.version
    return lambda scope: version


def _uuid(compiler: Compiler, tree: Call) -> Evaluator:
    """A random identifier, or as many random figures as wanted."""
    length = compiler.value(tree.arguments[0]) if tree.arguments else None

    def draw(scope: Scope) -> Value:
        interview = scope.interview
        if length is not None:
            figures = min(whole(length(scope)), functions.MANY)
            return "".join(FIGURES[int(interview.draw() * 36)] for _ in range(figures))
        digits = "".join(f"{int(interview.draw() * 65536):04x}" for _ in range(8))
        return "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])

    return draw


def _string_length(compiler: Compiler, tree: Call) -> Evaluator:
    argument = tree.arguments[0] if tree.arguments else parse(".")
    value = compiler.value(argument)
    return lambda scope: text_functions.string_length(value(scope))


Builder = Callable[["Compiler", Call], Evaluator]
SPECIAL: dict[str, tuple[Builder, int, int]] = {
    "if": (_if, 3, 3),
    "sum": (_over_nodes(functions.total), 1, 1),
    "count": (_over_nodes(functions.count), 1, 1),
    "count-non-empty": (_over_nodes(functions.count_non_empty), 1, 1),
    "min": (_over_all(functions.extreme(min)), 1, 99),
    "max": (_over_all(functions.largest), 1, 99),
    "concat": (_over_all(_concatenated), 0, 99),
    "join": (_join, 1, 99),
    "checklist": (_checklist, 2, 99),
    "weighted-checklist": (_weighted_checklist, 4, 99),
    "area": (_over_nodes(geography.area), 1, 1),
    "enclosed-area": (_over_nodes(geography.area), 1, 1),
    "distance": (_distance, 1, 99),
    "geofence": (_geofence, 2, 2),
    "format-date": (_format_date, 2, 2),
    "format-date-time": (_format_date, 2, 2),
    "string-length": (_string_length, 0, 1),
    "position": (_position, 0, 1),
    "indexed-repeat": (_indexed_repeat, 3, 11),
    "once": (_once, 1, 1),
    "jr:choice-name": (_choice_name, 2, 2),
    "pulldata": (_pulldata, 4, 4),
    "version": (_version, 0, 0),
    "today": (lambda compiler, tree: lambda scope: scope.interview.today, 0, 0),
    "now": (lambda compiler, tree: lambda scope: scope.interview.now, 0, 0),
    "random": (lambda compiler, tree: lambda scope: scope.interview.draw(), 0, 0),
    "uuid": (_uuid, 0, 1),
}
