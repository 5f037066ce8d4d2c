"""A new version of an interview: answers changed by a person, the rest brought in line.

The bytes of the version before are read and never changed. What the questionnaire computes is
computed again; questions that the change makes relevant appear, unanswered, and those that it makes
irrelevant leave. Everything else stays as it was sent, also what breaks a rule.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress

from lxml import etree

from surveys.collection.answers import parse_submission
from surveys.collection.beginnings import begun
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
from surveys.instrument.scope import Interview, Scope, Slot
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
    interview, _strangers = load(program, parsed, received, cases)
    draft = _Draft(program, _strays(program, interview), removed)
    draft.begin = [add_entry(program, parsed.root, path) for path in added]
    for path, answer in changes.items():
        _leaf(parsed.root, path).text = FORBIDDEN.sub("", answer) or None
    remove_entries(parsed.root, removed)
    for _ in range(ROUNDS):
        content = etree.tostring(parsed.root)
        interview, _strangers = load(program, parse_submission(content), received, cases)
        draft.begin_entries(interview, parsed.root)
        for slot in program.root.children:
            draft.align(interview.main, slot, parsed.root, program.root.path)
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


def _strays(program: Program, interview: Interview) -> set[str]:
    """The paths of what was sent although it was not relevant: only a change takes things away."""
    return {
        path
        for slot in program.root.children
        for path, stray in _paths(interview.main, slot, program.root.path)
        if stray
    }


def _paths(scope: Scope, slot: Slot, above: str) -> Iterator[tuple[str, bool]]:
    for inside, path in instances(scope, slot, above):
        sent = isinstance(slot.node, Repeat) or inside.raw[slot.index] is not None
        yield path, sent and not inside.relevant(slot.index)
        for inner in slot.children:
            yield from _paths(inside, inner, path)


class _Draft:
    """The version while it is brought in line with its answers, round by round.

    `begin` are entries whose beginning is due, `starts` the texts that they begin with.
    """

    def __init__(self, program: Program, strays: set[str], removed: Collection[str]) -> None:
        self.program, self.strays, self.removed = program, strays, removed
        self.shortened = {PLACE.sub("", path) for path in removed}
        self.begin: list[str] = []
        self.starts: dict[str, str] = {}

    def begin_entries(self, interview: Interview, root: Element) -> None:
        """Find what new entries begin with; what that sets elsewhere is written at once."""
        for entry in self.begin:
            starts = begun(self.program, interview, entry)
            for path, raw in starts.items():
                if not path.startswith(f"{entry}/"):
                    with suppress(KeyError):  # a question that is not relevant has no place
                        _leaf(root, path).text = FORBIDDEN.sub("", raw)
            self.starts |= starts
        self.begin = []

    def align(self, scope: Scope, slot: Slot, parent: Element, above: str) -> None:
        """Bring one node and what is below it in line with the answers."""
        node, name = slot.node, slot.node.name
        if name == "meta" and slot.parent is self.program.root:
            return
        if isinstance(node, Repeat) and PLACE.sub("", f"{above}/{name}") not in self.shortened:
            self._grow(scope, slot, parent, above)
        elements = children(parent, name)
        for place, (inside, path) in enumerate(instances(scope, slot, above)):
            element = elements[place] if place < len(elements) else None
            if not inside.relevant(slot.index):
                if element is not None and restored(path, self.removed) not in self.strays:
                    parent.remove(element)
                continue
            if element is None:
                element = insert(parent, slot)
                if isinstance(node, Question):
                    element.text = self._start(node, path)
            if isinstance(node, Question):
                _compute(inside, slot, element)
                continue
            for inner in slot.children:
                self.align(inside, inner, element, path)

    def _start(self, question: Question, path: str) -> str | None:
        """What stands at a question that comes up: what nobody can answer has its default."""
        default = "" if question.asked else question.default
        return FORBIDDEN.sub("", self.starts.get(path, default)) or None

    def _grow(self, scope: Scope, slot: Slot, parent: Element, above: str) -> None:
        """Add the entries that a count asks for; the next round fills them. None is taken away."""
        wanted = wanted_entries(scope, slot) or 0
        present = len(children(parent, slot.node.name))
        if wanted > present and entry_is_relevant(scope, slot):
            for place in range(present + 1, wanted + 1):
                insert(parent, slot)
                self.begin.append(f"{above}/{slot.node.name}[{place}]")


def _compute(scope: Scope, slot: Slot, element: Element) -> None:
    """Write a computed value anew, unless what stands there is the same."""
    computed = computed_value(scope, slot)
    if computed is not None and not same_result(element.text or "", computed, slot):
        written = stored(computed, slot.data_type, scope.interview.zone)
        element.text = FORBIDDEN.sub("", written) or None


def _leaf(root: Element, path: str) -> Element:
    """The question's element; KeyError where there is none, or where it holds others."""
    element = element_at(root, path)
    if len(element):
        raise KeyError(path)
    return element
