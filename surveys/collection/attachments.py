"""Files that belong to an interview: which it names, and under which names they are kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from surveys.collection.answers import ParsedSubmission
from surveys.instrument.nodes import Group, Node, Question
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.safe_xml import Element, by_name

MAX_NAME = 255


def named_files(questionnaire: Questionnaire, parsed: ParsedSubmission) -> tuple[str, ...]:
    """The file names that the answers hold, each once, in the order of the questionnaire."""
    names: dict[str, None] = {}
    _read(questionnaire.nodes, parsed.root, names)
    return tuple(name for name in names if name)


def _read(nodes: Sequence[Node], parent: Element, names: dict[str, None]) -> None:
    children = by_name(parent)
    for node in nodes:
        elements = children.get(node.name, [])
        if isinstance(node, Question):
            if node.data_type == "binary" or node.kind == "audit":
                names |= dict.fromkeys(file_name(element.text or "") for element in elements)
            continue
        # Only a repeat stands more than once.
        for element in elements[:1] if isinstance(node, Group) else elements:
            _read(node.children, element, names)


def file_name(sent: str) -> str:
    """A sender's file name without folders and control characters; "" where nothing is left.

    It is what people read and what the interview names; no path is ever made of it.
    """
    last = sent.replace("\\", "/").rpartition("/")[2]
    visible = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C")
    name = visible.strip()[:MAX_NAME]
    return "" if set(name) <= {"."} else name
