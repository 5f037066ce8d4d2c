"""A new version of an interview: answers changed by a person, the rest brought in line.

The bytes of the version before are read and never changed. What the questionnaire computes is
computed again; questions that the change makes relevant appear, unanswered, and those that it makes
irrelevant leave. Everything else stays as it was sent, also what breaks a rule.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from lxml import etree

from surveys.collection.answers import parse_submission
from surveys.collection.checks import computed_value, same_result
from surveys.collection.instances import (
    add_entry,
    element_at,
    entry_is_relevant,
    insert,
    instances,
    remove_entries,
    restored,
    wanted_entries,
)
from surveys.collection.loading import load
from surveys.instrument.filling import FORBIDDEN
from surveys.instrument.nodes import Question, Repeat
from surveys.instrument.program import Program, program_of
from surveys.instrument.questionnaire import Questionnaire, Rows
from surveys.instrument.safe_xml import Element, child, children
from surveys.instrument.scope import Scope, Slot
from surveys.instrument.values import stored

ROUNDS = 5
"""A count may depend on an answer that a computed one brings; forms settle in two rounds."""
PLACE = re.compile(r"\[\d+\]")
OPENROSA = "http://openrosa.org/xforms"


def edited(
    questionnaire: Questionnaire,
    xml: bytes,
    changes: Mapping[str, str],
    *,
    instance_id: str,
    received: dt.datetime | None = None,
    added: Iterable[str] = (),
    removed: Collection[str] = (),
    cases: Rows | None = None,
) -> bytes:
    """The version that follows `xml`, with these answers by path (`/data/job[2]/hours`).

    Entries are `added` to repeats (`/data/job`) before the answers are set, and `removed`
    (`/data/job[2]`) after that. KeyError names a path that the interview has not.
    """
    parsed = parse_submission(xml)
    program = program_of(questionnaire)
    known = _relevance(program, xml, received, cases)
    for path in added:
        add_entry(program, parsed.root, path)
    for path, answer in changes.items():
        _leaf(parsed.root, path).text = FORBIDDEN.sub("", answer) or None
    remove_entries(parsed.root, removed)
    before = _Before(known, [path.removeprefix(program.root.path) for path in removed])
    for _ in range(ROUNDS):
        content = etree.tostring(parsed.root)
        interview, _strangers = load(program, parse_submission(content), received, cases)
        for slot in program.root.children:
            _align(interview.main, slot, parsed.root, before, "")
        if etree.tostring(parsed.root) == content:
            break
    return succeeding(etree.tostring(parsed.root), instance_id, parsed.instance_id)


def succeeding(xml: bytes, instance_id: str, deprecated_id: str = "") -> bytes:
    """The same answers under another instance ID, as the version after `deprecated_id`."""
    root = parse_submission(xml).root
    meta = child(root, "meta")
    if meta is None:
        meta = etree.SubElement(root, f"{{{OPENROSA}}}meta")
    root.attrib.pop("instanceID", "")
    _set(meta, "instanceID", instance_id)
    for known in children(meta, "deprecatedID"):
        meta.remove(known)
    if deprecated_id:
        _set(meta, "deprecatedID", deprecated_id)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _set(meta: Element, name: str, text: str) -> None:
    element = child(meta, name)
    if element is None:
        namespace = str(meta.tag).rpartition("}")[0]
        element = etree.SubElement(meta, f"{namespace}}}{name}" if namespace else name)
    element.text = text


def _relevance(
    program: Program, xml: bytes, received: dt.datetime | None, cases: Rows | None
) -> set[str]:
    """The paths of what was relevant before, so that only the change takes anything away."""
    interview, _ = load(program, parse_submission(xml), received, cases)
    return {
        path
        for slot in program.root.children
        for path, relevant in _paths(interview.main, slot, "")
        if relevant
    }


class _Before:
    """What was relevant before, and where entries were taken out, by the paths of now."""

    def __init__(self, relevant: set[str], removed: list[str]) -> None:
        self.relevant, self.removed = relevant, removed
        self.shortened = {PLACE.sub("", path) for path in removed}

    def __contains__(self, path: str) -> bool:
        return restored(path, self.removed) in self.relevant


def _paths(scope: Scope, slot: Slot, above: str) -> Iterator[tuple[str, bool]]:
    for inside, path in instances(scope, slot, above):
        yield path, inside.relevant(slot.index)
        for inner in slot.children:
            yield from _paths(inside, inner, path)


def _align(scope: Scope, slot: Slot, parent: Element, before: _Before, above: str) -> None:
    """Bring one node and what is below it in line with the answers."""
    if slot.node.name == "meta" and not above:
        return
    if (
        isinstance(slot.node, Repeat)
        and PLACE.sub("", f"{above}/{slot.node.name}") not in before.shortened
    ):
        _grow(scope, slot, parent)
    found = children(parent, slot.node.name)
    for place, (inside, path) in enumerate(instances(scope, slot, above)):
        element = found[place] if place < len(found) else None
        if not inside.relevant(slot.index):
            if element is not None and path in before:
                parent.remove(element)
            continue
        if element is None:
            element = insert(parent, slot)
        if isinstance(slot.node, Question):
            _compute(inside, slot, element)
            continue
        for inner in slot.children:
            _align(inside, inner, element, before, path)


def _compute(scope: Scope, slot: Slot, element: Element) -> None:
    """Write a computed value anew, unless what stands there is the same."""
    computed = computed_value(scope, slot)
    if computed is not None and not same_result(element.text or "", computed, slot):
        written = stored(computed, slot.data_type, scope.interview.zone)
        element.text = FORBIDDEN.sub("", written) or None


def _grow(scope: Scope, slot: Slot, parent: Element) -> None:
    """Add the entries that a count asks for; the next round fills them. None is taken away."""
    wanted = wanted_entries(scope, slot) or 0
    present = len(children(parent, slot.node.name))
    if wanted > present and entry_is_relevant(scope, slot):
        for _ in range(wanted - present):
            insert(parent, slot)


def _leaf(root: Element, path: str) -> Element:
    """The question's element; KeyError where there is none, or where it holds others."""
    element = element_at(root, path)
    if len(element):
        raise KeyError(path)
    return element
