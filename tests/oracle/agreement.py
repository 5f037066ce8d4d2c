"""Our verdicts and values beside JavaRosa's, node by node."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
from collections.abc import Iterator

from lxml import etree

from surveys.collection.answers import parse_submission
from surveys.collection.checks import check_submission
from surveys.collection.loading import load
from surveys.instrument.filling import write_submission
from surveys.instrument.nodes import CHOICE_KINDS, Question, Repeat
from surveys.instrument.program import Program
from surveys.instrument.safe_xml import local_name
from surveys.instrument.scope import Slot
from tests.oracle.engine import Answer, plain

ORDER = ("error", "type", "required", "choice", "constraint")
PLACE = re.compile(r"\[\d+\]")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")
TOLERANCE = 1e-9
Leaves = dict[str, str]
Verdicts = dict[str, set[str]]


class Comparison:
    """Compares results on the submissions of one form."""

    def __init__(self, program: Program, today: dt.date) -> None:
        self.program, self.today = program, today
        self.received = dt.datetime.combine(today, dt.time(12), dt.UTC)
        self.slots = {slot.path: slot for slot in program.slots}
        self.repeats = frozenset(
            slot.path for slot in program.slots if isinstance(slot.node, Repeat)
        )
        by_chance = {slot for slot in program.slots if not slot.comparable}
        self.by_chance = by_chance | {each for slot in by_chance for each in slot.affects}
        self.loose = self.by_chance

    def differences(self, xml: str, engine: Answer) -> list[str]:
        """What differs, as sentences; empty when both engines agree."""
        parsed = dataclasses.replace(parse_submission(xml.encode()), today=self.today)
        interview, _ = load(self.program, parsed, self.received)
        ours = leaves(write_submission(self.program, interview), self.repeats)
        theirs = leaves(engine.xml.encode(), self.repeats)
        sent = leaves(xml.encode(), self.repeats)
        found: Verdicts = {}
        for issue in check_submission(self.program.questionnaire, parsed, self.received):
            found.setdefault(issue.code, set()).add(issue.path)
        mistyped = found.get("type", set())
        expected = self._expected(sent, theirs, engine)
        self.loose = self.by_chance | self._dropped(found, expected, theirs)
        return [
            *self._values(ours, theirs, mistyped),
            *self._verdicts(found, expected, mistyped, sent),
        ]

    def _dropped(self, found: Verdicts, expected: Verdicts, theirs: Leaves) -> set[Slot]:
        """What follows from a wrong choice, where the engine has deleted it while computing."""
        both = found.get("choice", set()) & expected.get("choice", set())
        slots = {self.slots[PLACE.sub("", path)] for path in both if theirs.get(path) == ""}
        slots |= {each for slot in slots for each in slot.affects}
        return slots | {slot for (slot, _), read in self.program.reads.items() if read & slots}

    def _values(self, ours: Leaves, theirs: Leaves, mistyped: set[str]) -> Iterator[str]:
        for path in {**ours, **theirs}:
            slot = self.slots[PLACE.sub("", path)]
            if slot in self.loose or path in mistyped or _of_the_device(slot):
                continue
            if (path in ours) != (path in theirs):
                yield f"{path}: {'' if path in ours else 'not '}relevant here"
            elif not same(ours[path], theirs[path], slot):
                yield f"{path}: {ours[path]!r} here, {theirs[path]!r} there"

    def _expected(self, sent: Leaves, theirs: Leaves, engine: Answer) -> Verdicts:
        """The engine's verdicts in our terms."""
        first: dict[str, str] = {}
        for code, place in engine.verdicts:
            path = plain(place, self.repeats)
            first[path] = min(first.get(path, code), code, key=ORDER.index)
        expected: Verdicts = {}
        for path, code in first.items():
            expected.setdefault(code, set()).add(path)
        for path, text in sent.items():
            slot = self.slots[PLACE.sub("", path)]
            if text and path in theirs and not theirs[path] and _offers_choices(slot):
                expected.setdefault("choice", set()).add(path)
                expected.setdefault("required", set()).discard(path)
            if text and path not in theirs:
                expected.setdefault("answered_although_irrelevant", set()).add(path)
            elif path in theirs and slot.calculate and not same(text, theirs[path], slot):
                expected.setdefault("calculate_differs", set()).add(path)
        for place, wanted in engine.counts.items():
            path = plain(place, self.repeats)
            there = len(
                {p[: p.index("]", len(path) - 3)] for p in sent if p.startswith(path[:-3] + "[")}
            )
            if there > max(float(wanted or 0), 0):
                expected.setdefault("more_repeats_than_count", set()).add(path[:-3])
        return expected

    def _verdicts(
        self,
        found: Verdicts,
        expected: Verdicts,
        mistyped: set[str],
        sent: Leaves,
    ) -> Iterator[str]:
        codes = {
            "required": "required",
            "choice": "choice",
            "constraint": "constraint",
            "could_not_evaluate": "error",
            "answered_although_irrelevant": "answered_although_irrelevant",
            "calculate_differs": "calculate_differs",
            "more_repeats_than_count": "more_repeats_than_count",
        }
        for ours, theirs in codes.items():
            here, there = found.get(ours, set()), expected.get(theirs, set())
            for path in sorted((here ^ there) - mistyped):
                slot = self.slots[PLACE.sub("", path)]
                known = path in sent or isinstance(slot.node, Repeat)
                ranged = isinstance(slot.node, Question) and slot.node.parameters
                mine = ours == "calculate_differs" and slot.settled is not None
                if (
                    known
                    and slot not in self.loose
                    and not mine
                    and not (ours == "constraint" and ranged)
                ):
                    yield f"{path}: {ours} {'here' if path in here else 'there'} only"


def _offers_choices(slot: Slot) -> bool:
    return isinstance(slot.node, Question) and slot.node.kind in CHOICE_KINDS


def _of_the_device(slot: Slot) -> bool:
    """Whether the phone itself writes the node: times come back a millisecond off."""
    node = slot.node
    return isinstance(node, Question) and not node.shown and not node.calculation


def leaves(xml: bytes, repeats: frozenset[str]) -> Leaves:
    """The text of each leaf by its path, without the submission's own metadata."""
    found: Leaves = {}
    root = etree.fromstring(xml)
    _leaves(root, f"/{local_name(root)}", f"/{local_name(root)}", repeats, found)
    return found


def _leaves(
    element: etree._Element, bare: str, path: str, repeats: frozenset[str], found: Leaves
) -> None:
    seen: dict[str, int] = {}
    for child in element:
        name = local_name(child)
        inner, place = f"{bare}/{name}", f"{path}/{name}"
        if inner in repeats:
            seen[name] = seen.get(name, 0) + 1
            place += f"[{seen[name]}]"
        if len(child):
            _leaves(child, inner, place, repeats, found)
        elif name not in ("instanceID", "deprecatedID") and inner not in repeats:
            found[place] = child.text or ""


def same(ours: str, theirs: str, slot: Slot) -> bool:
    """Whether two texts hold one value: equal as numbers, or as dates."""
    if ours.strip() == theirs.strip():
        return True
    if MOMENT.fullmatch(ours) and MOMENT.fullmatch(theirs) and ours[:10] == theirs[:10]:
        return slot.data_type != "dateTime" or slot.calculate is not None
    pairs = list(zip(ours.split(), theirs.split(), strict=False))
    return len(ours.split()) == len(theirs.split()) and all(_near(*pair) for pair in pairs)


def _near(ours: str, theirs: str) -> bool:
    """Whether two numbers are equal but for the last figures; places have several numbers."""
    try:
        first, second = (float(text.rstrip(";")) for text in (ours, theirs))
    except ValueError:
        return ours == theirs
    return math.isclose(first, second, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
