"""A submission as flat rows: a column per question, as it was sent.

None says the node is not in the submission (not asked); "" says it was asked and left blank.
"""

from __future__ import annotations

from collections import Counter

from surveys.collection.answers import ParsedSubmission
from surveys.instrument.nodes import Group, Node, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.safe_xml import Element, child, children

Row = dict[str, str | None]
KEY = "_key"
"""Column of repeat rows: the path of the instance, such as `grp_d/d_job[2]`."""


def column_names(questionnaire: Questionnaire) -> dict[str, str]:
    """The column of each question by path: its name, or its whole path where names repeat."""
    names = Counter(question.name for question in questionnaire.questions.values())
    cut = len(questionnaire.root) + 2
    return {
        path: question.name if names[question.name] == 1 else path[cut:].replace("/", "-")
        for path, question in questionnaire.questions.items()
        if question.kind != "note"
    }


def flat_row(questionnaire: Questionnaire, parsed: ParsedSubmission) -> Row:
    """The answers outside repeats by column name, calculates and metadata included."""
    columns = column_names(questionnaire)
    row: Row = {}
    for node in questionnaire.nodes:
        _read(node, parsed.root, columns, row)
    return row


def repeat_rows(questionnaire: Questionnaire, parsed: ParsedSubmission) -> dict[str, list[Row]]:
    """The rows of each repeat by its name, one per instance, with its key under `_key`."""
    columns = column_names(questionnaire)
    rows: dict[str, list[Row]] = {
        node.name: [] for node in questionnaire.walk() if isinstance(node, Repeat)
    }
    for node in questionnaire.nodes:
        _read_repeats(node, parsed.root, "", columns, rows)
    return rows


def _read(node: Node, parent: Element | None, columns: dict[str, str], row: Row) -> None:
    if isinstance(node, Repeat):
        return
    element = child(parent, node.name) if parent is not None else None
    if isinstance(node, Group):
        for inner in node.children:
            _read(inner, element, columns, row)
    elif node.path in columns:
        row[columns[node.path]] = None if element is None else element.text or ""


def _read_repeats(
    node: Node, parent: Element, above: str, columns: dict[str, str], rows: dict[str, list[Row]]
) -> None:
    if isinstance(node, Question):
        return
    for place, element in enumerate(children(parent, node.name), start=1):
        repeated = isinstance(node, Repeat)
        key = f"{above}{node.name}[{place}]" if repeated else f"{above}{node.name}"
        if repeated:
            row: Row = {KEY: key}
            for inner in node.children:
                _read(inner, element, columns, row)
            rows[node.name].append(row)
        for inner in node.children:
            _read_repeats(inner, element, f"{key}/", columns, rows)
