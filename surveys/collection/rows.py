"""A submission as flat rows: a column per question, as it was sent.

None says the node is not in the submission (not asked); "" says it was asked and left blank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from surveys.collection.answers import ParsedSubmission
from surveys.instrument.nodes import Group, Node, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.safe_xml import Element, by_name

Row = dict[str, str | None]
KEY = "_key"
"""Column of repeat rows: the path of the instance, such as `grp_d/d_job[2]`."""


@lru_cache(maxsize=16)
def column_names(questionnaire: Questionnaire) -> Mapping[str, str]:
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
    _read(questionnaire.nodes, parsed.root, columns, row)
    return row


def repeat_rows(questionnaire: Questionnaire, parsed: ParsedSubmission) -> dict[str, list[Row]]:
    """The rows of each repeat by its name, one per instance, with its key under `_key`."""
    columns = column_names(questionnaire)
    rows: dict[str, list[Row]] = {
        node.name: [] for node in questionnaire.walk() if isinstance(node, Repeat)
    }
    _read_repeats(questionnaire.nodes, parsed.root, "", columns, rows)
    return rows


def _read(
    nodes: Sequence[Node], parent: Element | None, columns: Mapping[str, str], row: Row
) -> None:
    elements = by_name(parent)
    for node in nodes:
        element = elements[node.name][0] if node.name in elements else None
        if isinstance(node, Group):
            _read(node.children, element, columns, row)
        elif node.path in columns:
            row[columns[node.path]] = None if element is None else element.text or ""


def _read_repeats(
    nodes: Sequence[Node],
    parent: Element,
    above: str,
    columns: Mapping[str, str],
    rows: dict[str, list[Row]],
) -> None:
    elements = by_name(parent)
    for node in nodes:
        if isinstance(node, Question):
            continue
        for place, element in enumerate(elements.get(node.name, ()), start=1):
            key = f"{above}{node.name}"
            if isinstance(node, Repeat):
                key += f"[{place}]"
                row: Row = {KEY: key}
                _read(node.children, element, columns, row)
                rows[node.name].append(row)
            _read_repeats(node.children, element, f"{key}/", columns, rows)
