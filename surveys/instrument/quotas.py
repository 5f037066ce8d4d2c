"""Questions that weights need must be asked before a quota ends an interview.

Who is sent away because a quota is full belongs to the population; who is not eligible does not.
A quota stop is a row whose name or label speaks of a quota, and whatever depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.errors import Problem
from surveys.instrument.nodes import Node, Question
from surveys.instrument.places import Places
from surveys.instrument.program import Program
from surveys.instrument.scope import Slot

QUOTA = re.compile(r"(?i)quota|配额")
SECTION = re.compile(r"[a-z][0-9]?_")
WEIGHTING = frozenset(
    {"stratum", "city", "sex", "gender", "age", "age_group", "birth_year", "educ", "education"}
    | {"hukou_type", "hukou_place", "work_type", "worker_type", "form", "degree"}
    | {"tls_days", "tls_sites"}
)
"""Names by which a question counts as needed for weighting, after a section's letter."""


def asked_after_a_quota(
    program: Program, places: Places, weighting: frozenset[str]
) -> Iterator[Problem]:
    """Each weighting question that is not asked of those whom a quota stop sends away."""
    order = {slot: number for number, slot in enumerate(_in_order(program.root))}
    stop = min((slot for slot in order if _stops(slot)), key=order.__getitem__, default=None)
    if stop is None:
        return
    behind = {slot for source in _sources(program, stop) for slot in source.affects}
    for slot, number in order.items():
        late = number > order[stop] or slot in behind
        if late and _needed(slot.node, weighting):
            found = {"stop": stop.node.name}
            yield Problem("weighting_after_quota", places.of(slot.path), slot.node.name, found)


def _in_order(slot: Slot) -> Iterator[Slot]:
    yield slot
    for child in slot.children:
        yield from _in_order(child)


def _stops(slot: Slot) -> bool:
    node = slot.node
    if not isinstance(node, Question) or node.asked:
        return False
    return any(QUOTA.search(text) for text in (node.name, *node.labels.values()))


def _sources(program: Program, stop: Slot) -> set[Slot]:
    """The stop, and the calculates around it that say quota by name."""
    return {slot for slot in program.slots if slot is stop or _stops(slot)}


def _needed(node: Node, weighting: frozenset[str]) -> bool:
    if not isinstance(node, Question) or not node.asked:
        return False
    name = node.name.lower()
    return node.name in weighting or not WEIGHTING.isdisjoint(
        {name, SECTION.sub("", name, count=1)}
    )
