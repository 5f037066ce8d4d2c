"""A record as the XML that Collect would send."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from surveys.imports.records import Record
from surveys.instrument.filling import FORBIDDEN, NAMESPACES
from surveys.instrument.nodes import Question, Repeat
from surveys.instrument.program import Program
from surveys.instrument.scope import Scope, Slot

NAMESPACE = uuid.UUID("5f1b7f6e-6a0c-4b0b-9c55-0d6a3a1f7c11")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def instance_id(survey: str, key: str) -> str:
    """The instance ID of a row: the same survey and key always give the same."""
    return f"uuid:{uuid.uuid5(NAMESPACE, chr(10).join((survey, key)))}"


def as_xml(program: Program, record: Record, identity: str) -> bytes:
    """The submission: every answer of the record, and blank nodes where a question was asked.

    What is not asked by the questionnaire's logic is left out, unless the file answers it:
    nothing of the file is lost. Calculations that the file does not hold are computed.
    """
    form = program.questionnaire
    now = _moment(record.answers.get("end", "") or record.answers.get("start", ""))
    day = _day(record.answers.get("today", "")) or now.date()
    interview = program.interview(now=now, today=day, recheck=True)
    writer = _Writer(len(form.root) + 2)
    writer.fill(interview.main, program.root, record.answers, record.repeats)
    head = f" id={quoteattr(form.form_id)}"
    head += f" version={quoteattr(form.version)}" if form.version else ""
    parts = [f"<?xml version='1.0' encoding='UTF-8' ?><{form.root}{head}{NAMESPACES}>"]
    for slot in program.root.children:
        if slot.node.name != "meta":
            writer.write(interview.main, slot, parts)
    parts.append(f"<meta><instanceID>{escape(identity)}</instanceID></meta></{form.root}>")
    return "".join(parts).encode()


class _Writer:
    """Puts answers into the scopes of an interview and writes them out; `cut` shortens paths."""

    def __init__(self, cut: int) -> None:
        self.cut = cut

    def fill(
        self,
        scope: Scope,
        slot: Slot,
        answers: Mapping[str, str],
        repeats: Mapping[str, Sequence[Record]],
    ) -> None:
        for child in slot.children:
            path = child.path[self.cut :]
            if isinstance(child.node, Repeat):
                for record in repeats.get(path, ()):
                    self.fill(scope.add(child.template), child, record.answers, record.repeats)
            elif isinstance(child.node, Question):
                scope.raw[child.index] = FORBIDDEN.sub("", answers.get(path, "")) or None
            else:
                self.fill(scope, child, answers, repeats)

    def write(self, scope: Scope, slot: Slot, parts: list[str]) -> None:
        if isinstance(slot.node, Repeat):
            for inside in scope.repeats.get(slot.template.number, ()):
                self._write_inside(inside, slot, parts, keep=True)
        elif not isinstance(slot.node, Question):
            self._write_inside(scope, slot, parts, keep=False)
        else:
            name, text = slot.node.name, scope.raw[slot.index] or ""
            if not text and not scope.relevant(slot.index):
                return
            if not text and slot.calculate is not None:
                text = FORBIDDEN.sub("", scope.written(slot))
            parts.append(f"<{name}>{escape(text)}</{name}>" if text else f"<{name} />")

    def _write_inside(self, scope: Scope, slot: Slot, parts: list[str], keep: bool) -> None:
        inside: list[str] = []
        for child in slot.children:
            self.write(scope, child, inside)
        if inside or keep:
            parts += [f"<{slot.node.name}>", *inside, f"</{slot.node.name}>"]


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return EPOCH
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
