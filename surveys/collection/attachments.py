"""Files that belong to an interview: which it names, and under which names they are kept."""

from __future__ import annotations

import unicodedata

from surveys.collection.answers import ParsedSubmission
from surveys.instrument.nodes import Group, Node, Question
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.safe_xml import Element, children

MAX_NAME = 255


def named_files(questionnaire: Questionnaire, parsed: ParsedSubmission) -> tuple[str, ...]:
    """The file names that the answers hold, each once, in the order of the questionnaire."""
    names: dict[str, None] = {}
    for node in questionnaire.nodes:
        _read(node, parsed.root, names)
    return tuple(names)


def _read(node: Node, parent: Element, names: dict[str, None]) -> None:
    for element in children(parent, node.name):
        if not isinstance(node, Question):
            for inner in node.children:
                _read(inner, element, names)
            if isinstance(node, Group):
                return  # only a repeat stands more than once
        elif node.data_type == "binary" or node.kind == "audit":
            name = file_name(element.text or "")
            if name:
                names[name] = None


def file_name(sent: str) -> str:
    """A sender's file name without folders and control characters; "" where nothing is left.

    It is what people read and what the interview names; no path is ever made of it.
    """
    last = sent.replace("\\", "/").rpartition("/")[2]
    visible = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C")
    name = visible.strip()[:MAX_NAME]
    return "" if set(name) <= {"."} else name
