"""Filling a questionnaire: a respondent is asked question by question, the result is the XML
that ODK Collect would send.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from surveys.instrument.actions import Effects, first_load, follow, new_instance
from surveys.instrument.answering import fault_of
from surveys.instrument.nodes import Choice, Question, Repeat
from surveys.instrument.program import Program, program_of
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.scope import Interview, Scope, Slot
from surveys.instrument.values import NO_VALUE, number, print_double, timestamp

if TYPE_CHECKING:
    import numpy as np

Respondent = Callable[[Question, tuple[Choice, ...], Mapping[str, str]], str]
MAX_REPEATS = 1_000
NAMESPACES = (
    ' xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:orx="http://openrosa.org/xforms"'
    ' xmlns:odk="http://www.opendatakit.org/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:jr="http://openrosa.org/javarosa"'
)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def fill(
    questionnaire: Questionnaire,
    respondent: Respondent,
    *,
    instance_id: str,
    started: dt.datetime,
    ended: dt.datetime,
    random: np.random.Generator,
    device_id: str = "",
    audit: str = "",
) -> bytes:
    """The submission of one respondent, as UTF-8 XML.

    `respondent(question, choices, answers)` is called in the order of the sheet for each relevant
    question, once per instance inside a repeat with a count (a repeat without one gets none). It
    returns the raw answer ("" = blank, codes of several choices joined by spaces); `choices` are
    already filtered, `answers` maps names to the latest raw values, calculates included.
    Irrelevant nodes are left out, relevant unanswered ones are empty; `audit` names the file of the
    device's own record. ValueError names the first question whose answer breaks its type, choices,
    requirement or constraint.
    """
    program = program_of(questionnaire)
    interview = program.interview(now=started, today=started.date(), random=random)
    recorded = {
        "start": timestamp(started),
        "end": timestamp(ended),
        "today": started.date().isoformat(),
        "deviceid": device_id,
        "audit": audit,
        "instance_id": instance_id,
    }
    answers: dict[str, str] = {}
    first_load(program.effects, interview)
    for slot in program.root.children:
        _ask(interview.main, slot, respondent, answers, recorded, program.effects)
    _recheck(program, interview)
    if interview.failures:
        (_, slot), message = next(iter(interview.failures.items()))
        raise ValueError(f"{slot.path}: {message}")
    return write_submission(program, interview)


def _ask(
    scope: Scope,
    slot: Slot,
    respondent: Respondent,
    answers: dict[str, str],
    recorded: Mapping[str, str],
    effects: Effects,
) -> None:
    node = slot.node
    if isinstance(node, Repeat):
        for _ in range(repeat_count(scope, slot) or 0):
            inside = scope.add(slot.template)
            new_instance(effects, inside)
            if inside.relevant(slot.index):
                for child in slot.children:
                    _ask(inside, child, respondent, answers, recorded, effects)
        return
    if not scope.relevant(slot.index):
        return
    if not isinstance(node, Question):
        for child in slot.children:
            _ask(scope, child, respondent, answers, recorded, effects)
        return
    _answer(scope, slot, node, respondent, answers, recorded)
    for affected, target in follow(effects, scope, slot):
        answers[target.node.name] = affected.written(target)


def _answer(
    scope: Scope,
    slot: Slot,
    node: Question,
    respondent: Respondent,
    answers: dict[str, str],
    recorded: Mapping[str, str],
) -> None:
    """One question answered, recorded or computed."""
    if node.asked:
        choices = scope.interview.choose(slot, scope, node.choices)
        scope.answer(slot, str(respondent(node, choices, answers)))
        _refuse(scope, slot, choices)
        scope.raw[slot.index] = as_collected(node, scope.raw[slot.index] or "")
    elif slot.calculate is None and not node.actions:
        scope.answer(slot, recorded.get(node.kind, node.default))
        if node.kind == "note":
            _refuse(scope, slot, ())
    answers[node.name] = scope.written(slot)


def as_collected(question: Question, raw: str) -> str:
    """A well-typed number as Collect writes it: `40.0` for a decimal, no sign or zero in front."""
    if raw and question.data_type == "int":
        return str(int(raw))
    return print_double(float(raw)) if raw and question.data_type == "decimal" else raw


def repeat_count(scope: Scope, slot: Slot) -> int | None:
    """How many instances a repeat shall have; None where it has no count."""
    if slot.count is None:
        return None
    try:
        count = number(slot.count(scope))
    except NO_VALUE as error:
        scope.fail(slot, error)
        return None
    return int(min(max(count, 0), MAX_REPEATS)) if count == count else 0


def _refuse(scope: Scope, slot: Slot, choices: tuple[Choice, ...]) -> None:
    fault = fault_of(scope, slot, choices)
    if fault is not None:
        found = scope.raw[slot.index]
        raise ValueError(f"{slot.path}: {found!r} breaks the rule {fault.code} {fault.expected}")


def _recheck(program: Program, interview: Interview) -> None:
    """Judge again what a later answer may have made wrong."""
    for slot in program.judged_late:
        for scope in interview.scopes[slot.template.number]:
            if scope.relevant(slot.index) and isinstance(slot.node, Question):
                _refuse(scope, slot, interview.choose(slot, scope, slot.node.choices))


def write_submission(program: Program, interview: Interview) -> bytes:
    """The XML of an interview as Collect writes it: what is not relevant is left out."""
    form = program.questionnaire
    identity = f" id={quoteattr(form.form_id)}"
    if form.version:
        identity += f" version={quoteattr(form.version)}"
    parts = [f"<?xml version='1.0' encoding='UTF-8' ?><{form.root}{identity}{NAMESPACES}>"]
    for slot in program.root.children:
        _write_node(interview.main, slot, parts)
    parts.append(f"</{form.root}>")
    return "".join(parts).encode()


def _write_node(scope: Scope, slot: Slot, parts: list[str]) -> None:
    name = slot.node.name
    if isinstance(slot.node, Repeat):
        for inside in scope.repeats.get(slot.template.number, ()):
            if inside.relevant(slot.index):
                _write_children(inside, slot, parts)
    elif scope.relevant(slot.index):
        if slot.children:
            _write_children(scope, slot, parts)
            return
        written = scope.written(slot)
        if not written:
            parts.append(f"<{name} />")
        else:
            parts.append(f"<{name}>{escape(FORBIDDEN.sub('', written))}</{name}>")


def _write_children(scope: Scope, slot: Slot, parts: list[str]) -> None:
    parts.append(f"<{slot.node.name}>")
    for child in slot.children:
        _write_node(scope, child, parts)
    parts.append(f"</{slot.node.name}>")
