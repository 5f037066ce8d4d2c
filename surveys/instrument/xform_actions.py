"""The actions of an XForm: which values it sets, and what sets them off."""

from __future__ import annotations

from surveys.instrument.nodes import FIRST_LOAD, NEW_INSTANCE, VALUE_CHANGED, Action
from surveys.instrument.safe_xml import Element, local_name

KNOWN_EVENTS = frozenset({FIRST_LOAD, NEW_INSTANCE, VALUE_CHANGED})
LATER_NAMES = {"xforms-ready": FIRST_LOAD, "jr-insert": NEW_INSTANCE}


def actions_of(model: Element, body: Element) -> dict[str, tuple[Action, ...]]:
    """The actions by the path they set, in the form's order."""
    found: dict[str, list[Action]] = {}
    for part in (model, body):
        for element in part.iter("{*}setvalue"):
            action = _action(element)
            if action.events:
                found.setdefault(str(element.get("ref", "")).strip(), []).append(action)
    return {path: tuple(actions) for path, actions in found.items()}


def _action(element: Element) -> Action:
    said = str(element.get("event") or element.get("{http://www.w3.org/2001/xml-events}event", ""))
    events = {LATER_NAMES.get(event, event) for event in said.split()} & KNOWN_EVENTS
    around = element.getparent()
    control = around is not None and local_name(around) not in ("model", "repeat", "group")
    trigger = str(around.get("ref", "")).strip() if control and around is not None else ""
    value = str(element.get("value", "")).strip() or _quoted(element.text or "")
    if not trigger:
        events -= {VALUE_CHANGED}
    return Action(frozenset(events), value, trigger if VALUE_CHANGED in events else "")


def _quoted(text: str) -> str:
    """A text as an expression."""
    mark = '"' if "'" in text else "'"
    return f"{mark}{text.replace(mark, '')}{mark}"
