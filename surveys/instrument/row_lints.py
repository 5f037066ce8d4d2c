"""Rows at which pyxform stops. It tells only the first; these checks name every such cell at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from surveys.errors import Problem
from surveys.instrument.expressions import ExpressionError, parse
from surveys.instrument.suggestions import nearest
from surveys.instrument.workbook import CLOSING, LOGIC, OPENING, Row, Workbook

REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")
LISTED = re.compile(
    r"(select[ _]one|select[ _]multiple|rank)(?: +(\S+)(?: +or[ _](?:specify[ _])?other)?)?"
)
FURTHER = re.compile(r"(select|rank|osm|begin[ _]loop|end[ _]loop)")
"""Beginnings of types that pyxform reads by their words."""
UNNAMED = ("audit",)
WORDS = ("label", "hint", "media", "image", "audio", "video")


def problems(workbook: Workbook) -> list[Problem]:
    """What stops the conversion, row by row."""
    names = [row.get("name").strip() for row in workbook.survey]
    lists = {row.get("list_name").strip() for row in workbook.choices}
    found = [*_nesting(workbook.survey)]
    typed = any(row.get("type").strip() for row in workbook.survey)
    if workbook.survey and not typed:
        columns = dict.fromkeys(column for row in workbook.survey for column in row.cells)
        found.append(Problem("type_column_missing", "survey › row 1", ", ".join(columns)[:200]))
    for row in workbook.survey:
        found += [
            *(_type(row, lists) if typed else ()),
            *_references(row, names),
            *_expressions(row),
        ]
    doubles = workbook.setting("allow_choice_duplicates").lower() in ("yes", "true", "true()")
    return found + [*_choices(workbook.choices, doubles=doubles)]


def _cell(row: Row, column: str, sheet: str = "survey") -> str:
    return f"{sheet} › row {row.number} › {column}"


def _nesting(rows: Iterable[Row]) -> Iterator[Problem]:
    """Groups and repeats that are not closed, or not opened, and names that stand twice in one."""
    opened: list[tuple[str, Row]] = []
    names: list[set[str]] = [set()]
    for row in rows:
        kind, name = row.get("type").strip().lower(), row.get("name").strip()
        if name in names[-1]:
            yield Problem("name_twice", _cell(row, "name"), name)
        elif name and not CLOSING.match(kind):
            names[-1].add(name)
        if opening := OPENING.match(kind):
            opened.append((opening.group(1), row))
            names.append(set())
        elif closing := CLOSING.match(kind):
            kinds = [each for each, _ in opened]
            if closing.group(1) not in kinds:
                yield Problem("end_alone", _cell(row, "type"), row.get("type"))
                continue
            while (last := opened.pop())[0] != closing.group(1):
                yield _unclosed(last[1])
                names.pop()
            names.pop()
    yield from (_unclosed(row) for _, row in opened)


def _unclosed(row: Row) -> Problem:
    end = re.sub(r"(?i)^begin", "end", row.get("type").strip())
    found = f"{row.get('type').strip()} {row.get('name').strip()}"
    return Problem("begin_alone", _cell(row, "type"), found, {"end": end})


def _type(row: Row, lists: Collection[str]) -> Iterator[Problem]:
    """Whether the row says what it is, with all that a row of its type needs."""
    kind, name = row.get("type").strip(), row.get("name").strip()
    if not kind:
        if name or _has_words(row):
            yield Problem("type_unknown", _cell(row, "type"), "—", {"nearest": "—"})
        return
    if not name and kind not in UNNAMED and not kind.lower().startswith("end"):
        yield Problem("question_name", _cell(row, "name"), "—")
    if listed := LISTED.fullmatch(kind):
        chosen = listed.group(2) or ""
        if chosen not in lists and not chosen.startswith("${"):
            near = nearest(chosen, lists) or "—"
            yield Problem("list_unknown", _cell(row, "type"), chosen or kind, {"nearest": near})
    elif not _is_known(kind):
        near = nearest(kind.lower(), _types()) or "—"
        yield Problem("type_unknown", _cell(row, "type"), kind[:80], {"nearest": near})
    if kind == "calculate" and not (row.get("calculation") or row.get("default")).strip():
        yield Problem("calculation_missing", _cell(row, "calculation"), "—")
    if (listed or "control" in _types().get(kind, {})) and not _has_words(row):
        yield Problem("label_missing", _cell(row, "label"), "—")


def _has_words(row: Row) -> bool:
    """Whether the row has a text, or a medium in its place."""
    return any(column.partition("::")[0] in WORDS for column, cell in row.cells.items() if cell)


def _types() -> Mapping[str, Mapping[str, object]]:
    """The types that pyxform knows, and what it makes of each."""
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    known: Mapping[str, Mapping[str, object]] = QUESTION_TYPE_DICT
    return known


def _is_known(kind: str) -> bool:
    """Whether pyxform knows the type, with what may stand after its first word."""
    return kind in _types() or bool(
        OPENING.fullmatch(kind) or CLOSING.fullmatch(kind) or FURTHER.match(kind)
    )


def _references(row: Row, names: Collection[str]) -> Iterator[Problem]:
    for column, cell in row.cells.items():
        for name in REFERENCE.findall(cell):
            if name not in names:
                near = nearest(name, [each for each in names if each]) or "—"
                yield Problem("path_unknown", _cell(row, column), name, {"nearest": near})


def _expressions(row: Row) -> Iterator[Problem]:
    """Logic that cannot be read, whatever its references lead to."""
    for column in LOGIC:
        source = REFERENCE.sub("/x", row.get(column)).strip()
        try:
            if source:
                parse(source)
        except ExpressionError as error:
            yield Problem("expression_unreadable", _cell(row, column), str(error))


def _choices(rows: Iterable[Row], *, doubles: bool) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        listed, name = row.get("list_name").strip(), row.get("name").strip()
        if listed and not name:
            yield Problem("choice_name", _cell(row, "name", "choices"), "—")
        elif (listed, name) in seen and not doubles:
            yield Problem("choice_twice", _cell(row, "name", "choices"), name, {"list": listed})
        seen.add((listed, name))
