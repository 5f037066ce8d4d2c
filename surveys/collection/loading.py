"""The answers of a submission put into their places in the questionnaire."""

from __future__ import annotations

import datetime as dt

from surveys.collection.answers import ParsedSubmission
from surveys.instrument.nodes import Question, Repeat
from surveys.instrument.program import Program
from surveys.instrument.questionnaire import Rows
from surveys.instrument.safe_xml import Element, local_name
from surveys.instrument.scope import Interview, Scope, Slot

MAX_SHOWN = 200
Strangers = list[tuple[str, str]]


def load(
    program: Program,
    parsed: ParsedSubmission,
    received: dt.datetime | None = None,
    cases: Rows | None = None,
) -> tuple[Interview, Strangers]:
    """The interview as it was sent, and the path and text of each node that has no place in it.

    A second node of the same name has a place only in a repeat. Without a time of its own the
    interview takes place when it is `received`. `cases` are those that its answers name.
    """
    now = parsed.ended or parsed.started or received
    today = parsed.day or (received.date() if received else None)
    interview = program.interview(now=now, today=today, recheck=True, cases=cases)
    strangers: Strangers = []
    _load(interview.main, program.root, parsed.root, strangers)
    replaced = f"{program.root.path}/meta/deprecatedID"
    return interview, [stranger for stranger in strangers if stranger[0] != replaced]


def _load(scope: Scope, slot: Slot, element: Element, strangers: Strangers) -> None:
    places = {child.node.name: child for child in slot.children}
    for child in element:
        place = places.get(local_name(child))
        if place is None or (
            not isinstance(place.node, Repeat) and scope.raw[place.index] is not None
        ):
            text = "".join(str(part) for part in child.itertext())[:MAX_SHOWN]
            strangers.append((f"{slot.path}/{local_name(child)}", text))
            continue
        inside = scope
        if isinstance(place.node, Repeat):
            inside = scope.add(place.template)
        else:
            scope.raw[place.index] = (child.text or "") if isinstance(place.node, Question) else ""
        _load(inside, place, child, strangers)
