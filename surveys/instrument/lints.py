"""House rules that pyxform does not check; each finding names sheet, row and column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from surveys.errors import Problem
from surveys.instrument import patterns
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
from surveys.instrument.program import Fault, Program, Role, program_of
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.scope import Slot
from surveys.instrument.suggestions import nearest
from surveys.instrument.values import EvaluationError
from surveys.instrument.workbook import TRANSLATED, Row, Workbook

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
FORM_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
COLUMNS: dict[Role, str] = {
    "relevant": "relevant",
    "calculate": "calculation",
    "constraint": "constraint",
    "required": "required",
    "choice_filter": "choice_filter",
    "count": "repeat_count",
}
COMPARING = frozenset({"=", "!=", "<", "<=", ">", ">="})
Places = dict[str, Row]


def lint_workbook(workbook: Workbook) -> list[Problem]:
    """What the sheets themselves show: settings, names, and texts that lack a language."""
    problems = [*_lint_settings(workbook), *_lint_names(workbook)]
    for sheet, rows in (("survey", workbook.survey), ("choices", workbook.choices)):
        problems += _lint_languages(sheet, rows)
    return problems


def lint_logic(questionnaire: Questionnaire, workbook: Workbook) -> list[Problem]:
    """What the expressions show: faults, circles, dates compared with texts, endless patterns."""
    program = program_of(questionnaire)
    places = dict(workbook.paths(questionnaire.root))
    problems = [_fault(fault, program, places) for fault in program.faults]
    problems += [_circle(circle, places) for circle in _circles(program)]
    for slot in program.slots:
        for role, source in _sources(slot):
            where = _where(slot, role, places)
            problems += _lint_expression(source, slot, program, where)
    for slot, role, path in program.scattered:
        where = _where(slot, role, places)
        problems.append(Problem("expression_many_values", where, path))
    return problems


def _lint_settings(workbook: Workbook) -> Iterator[Problem]:
    row = workbook.settings[0] if workbook.settings else Row(2, {})
    where = f"settings › row {row.number}"
    for column in ("form_id", "version"):
        if not row.get(column).strip():
            yield Problem("settings_missing", f"{where} › {column}", "—", {"column": column})
    form_id = row.get("form_id").strip()
    if form_id and (".." in form_id or not FORM_ID.fullmatch(form_id)):
        yield Problem("settings_form_id", f"{where} › form_id", form_id)
    for column in ("submission_url", "public_key"):
        if row.get(column).strip():
            yield Problem(f"settings_{column}", f"{where} › {column}", row.get(column)[:80])


def _lint_names(workbook: Workbook) -> Iterator[Problem]:
    for row in workbook.survey:
        name = row.get("name").strip()
        if name and not NAME.fullmatch(name):
            yield Problem("question_name", f"survey › row {row.number} › name", name)
    for row in workbook.choices:
        name = row.get("name").strip()
        if re.search(r"\s", name):
            yield Problem("choice_name", f"choices › row {row.number} › name", name)


def _lint_languages(sheet: str, rows: Iterable[Row]) -> Iterator[Problem]:
    """Texts given in one language of the sheet and missing (or `-`) in another."""
    rows = list(rows)
    columns = Counter(column for row in rows for column in row.cells)
    for base in TRANSLATED:
        languages = sorted(column for column in columns if column.startswith(f"{base}::"))
        for row in rows:
            given = [column for column in languages if row.get(column).strip() not in ("", "-")]
            for column in languages if given else ():
                if column not in given:
                    where = f"{sheet} › row {row.number} › {column}"
                    found = row.get(column).strip() or "—"
                    other = row.get(given[0])[:60]
                    yield Problem("translation_missing", where, found, {"other": other})


def _fault(fault: Fault, program: Program, places: Places) -> Problem:
    where = _where(fault.slot, fault.role, places)
    found = str(fault.error)
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
    return Problem("expression_circular", _where(circle[0], role, places), found)


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


def _where(slot: Slot, role: Role, places: Places) -> str:
    """The cell of an expression; pyxform keeps the count of repeat `x` in a node `x_count`."""
    row, column = places.get(slot.path), COLUMNS[role]
    if row is None and slot.path.endswith("_count"):
        row, column = places.get(slot.path.removesuffix("_count")), "repeat_count"
    place = f"survey › row {row.number}" if row is not None else slot.path
    return f"{place} › {column}"
