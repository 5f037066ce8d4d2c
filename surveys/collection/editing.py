"""A new version of an interview: answers changed by a person, the rest brought in line.

The bytes of the version before are read and never changed. What the questionnaire computes is
computed again; questions that the change makes relevant appear, unanswered, and those that it makes
irrelevant leave. Everything else stays as it was sent, also what breaks a rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from lxml import etree

from surveys.collection.answers import parse_submission
from surveys.collection.checks import computed_value, same_result
from surveys.collection.loading import load
from surveys.instrument.filling import FORBIDDEN, repeat_count
from surveys.instrument.nodes import Question, Repeat
from surveys.instrument.program import Program, program_of
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.safe_xml import Element, child, children, local_name
from surveys.instrument.scope import Scope, Slot
from surveys.instrument.values import stored

ROUNDS = 5
"""A count may depend on an answer that a computed one brings; forms settle in two rounds."""
OPENROSA = "http://openrosa.org/xforms"


def edited(
    questionnaire: Questionnaire,
    xml: bytes,
    changes: Mapping[str, str],
    *,
    instance_id: str,
    received: dt.datetime | None = None,
) -> bytes:
    """The version that follows `xml`, with these answers by path (`/data/job[2]/hours`).

    KeyError names a path that is no question of the interview.
    """
    parsed = parse_submission(xml)
    program = program_of(questionnaire)
    before = _relevance(program, xml, received)
    for path, answer in changes.items():
        _at(parsed.root, path).text = FORBIDDEN.sub("", answer) or None
    for _ in range(ROUNDS):
        content = etree.tostring(parsed.root)
        interview, _strangers = load(program, parse_submission(content), received)
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


def _relevance(program: Program, xml: bytes, received: dt.datetime | None) -> set[str]:
    """The paths of what was relevant before, so that only the change takes anything away."""
    interview, _ = load(program, parse_submission(xml), received)
    return {
        path
        for slot in program.root.children
        for path, relevant in _paths(interview.main, slot, "")
        if relevant
    }


def _paths(scope: Scope, slot: Slot, above: str) -> Iterator[tuple[str, bool]]:
    for inside, path in _instances(scope, slot, above):
        yield path, inside.relevant(slot.index)
        for inner in slot.children:
            yield from _paths(inside, inner, path)


def _instances(scope: Scope, slot: Slot, above: str) -> list[tuple[Scope, str]]:
    """The scopes of a node: one each entry of a repeat, its own scope for every other node."""
    path = f"{above}/{slot.node.name}"
    if not isinstance(slot.node, Repeat):
        return [(scope, path)]
    inside = scope.repeats.get(slot.template.number, [])
    return [(each, f"{path}[{place}]") for place, each in enumerate(inside, start=1)]


def _align(scope: Scope, slot: Slot, parent: Element, before: set[str], above: str) -> None:
    """Bring one node and what is below it in line with the answers."""
    if slot.node.name == "meta" and not above:
        return
    if isinstance(slot.node, Repeat):
        _grow(scope, slot, parent)
    found = children(parent, slot.node.name)
    for place, (inside, path) in enumerate(_instances(scope, slot, above)):
        element = found[place] if place < len(found) else None
        if not inside.relevant(slot.index):
            if element is not None and path in before:
                parent.remove(element)
            continue
        if element is None:
            element = _insert(parent, slot)
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
    around = slot.parent is None or scope.relevant(slot.parent.index)
    wanted = (repeat_count(scope, slot) or 0) if around else 0
    present = len(children(parent, slot.node.name))
    if wanted > present and Scope(scope.interview, slot.template, scope).relevant(slot.index):
        for _ in range(wanted - present):
            _insert(parent, slot)


def _insert(parent: Element, slot: Slot) -> Element:
    """A new element in the order of the questionnaire, after what stands before it there."""
    siblings = slot.parent.children if slot.parent else []
    names = [sibling.node.name for sibling in siblings]
    earlier = set(names[: names.index(slot.node.name) + 1]) if slot.node.name in names else set()
    place = 0
    for number, element in enumerate(parent, start=1):
        if local_name(element) in earlier:
            place = number
    namespace = etree.QName(parent).namespace
    made = etree.Element(f"{{{namespace}}}{slot.node.name}" if namespace else slot.node.name)
    parent.insert(place, made)
    return made


def _at(root: Element, path: str) -> Element:
    """The element at a path with places of repeats; KeyError where there is none."""
    element: Element | None = root
    for step in path.strip("/").split("/")[1:]:
        name, _, place = step.partition("[")
        found = children(element, name) if element is not None else []
        number = int(place.rstrip("]") or 1) if place else 1
        element = found[number - 1] if 0 < number <= len(found) else None
    if element is None or len(element):
        raise KeyError(path)
    return element
