"""A submission judged against its questionnaire: what is odd is listed, nothing is refused.

Every answer is judged by its type, its choices, its requirement and its constraint; relevance and
calculations are evaluated again. Results of chance and of the clock can't be repeated and are
believed. So is what an action sets (a default that is computed, a trigger), unless no person can
change it and it follows from its trigger alone, or from nothing. JavaRosa never removes surplus
repeats, so those are listed and still counted.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from surveys.collection.answers import ParsedSubmission
from surveys.collection.instances import entry_is_relevant, path_of, wanted_entries
from surveys.collection.loading import load
from surveys.instrument.actions import settled_value
from surveys.instrument.answering import fault_of
from surveys.instrument.data_types import fits
from surveys.instrument.nodes import Question, Repeat
from surveys.instrument.program import program_of
from surveys.instrument.questionnaire import Questionnaire, Rows
from surveys.instrument.scope import Scope, Slot
from surveys.instrument.values import Value, stored

CODES = (
    "version",
    "unknown_node",
    "missing",
    "type",
    "choice",
    "required",
    "constraint",
    "answered_although_irrelevant",
    "calculate_differs",
    "more_repeats_than_count",
    "fewer_repeats_than_count",
    "could_not_evaluate",
)
NOTICE_CODES = frozenset({"more_repeats_than_count"})
"""What may be so, as engines keep surplus repeats: somebody looks, but nothing is wrong."""
MAX_ISSUES = 1_000
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Issue:
    """One oddity of a submission.

    `code` is one of `CODES`; `path` has the place of each repeat, as `/data/job[2]/hours`;
    `question` is the node's name; `value` is what was sent; `expected` is the rule, the recomputed
    value or the count, as far as it can be quoted.
    """

    code: str
    path: str
    question: str
    value: str = ""
    expected: str = ""


def check_submission(
    questionnaire: Questionnaire,
    parsed: ParsedSubmission,
    received: dt.datetime | None = None,
    cases: Rows | None = None,
) -> tuple[Issue, ...]:
    """All issues of a submission in the order of the questionnaire; at most 1,000.

    A submission that does not say when it was made counts as made when it was `received`. `cases`
    are those that its answers name, where the questionnaire has a list of cases beside it.
    """
    return tuple(islice(_issues(questionnaire, parsed, received, cases), MAX_ISSUES))


def _issues(
    form: Questionnaire,
    parsed: ParsedSubmission,
    received: dt.datetime | None,
    cases: Rows | None,
) -> Iterator[Issue]:
    if (parsed.form_id, parsed.version) != (form.form_id, form.version):
        found = f"{parsed.form_id} {parsed.version}".strip()
        yield Issue("version", "/", form.root, found, f"{form.form_id} {form.version}".strip())
    program = program_of(form)
    interview, strangers = load(program, parsed, received, cases)
    for path, value in strangers:
        yield Issue("unknown_node", path, path.rpartition("/")[2], value)
    for slot in program.root.children:
        yield from _check(interview.main, slot)
    for (scope, slot), message in interview.failures.items():
        yield Issue("could_not_evaluate", path_of(scope, slot), slot.node.name, "", message)


def _check(scope: Scope, slot: Slot) -> Iterator[Issue]:
    if isinstance(slot.node, Repeat):
        yield from _check_repeat(scope, slot)
    elif isinstance(slot.node, Question):
        issue = _judge(scope, slot, slot.node)
        if issue is not None:
            yield issue
    else:
        for child in slot.children:
            yield from _check(scope, child)


def _check_repeat(scope: Scope, slot: Slot) -> Iterator[Issue]:
    instances = scope.repeats.get(slot.template.number, [])
    wanted = wanted_entries(scope, slot)
    if wanted is not None and wanted != len(instances):
        more = len(instances) > wanted
        if more or entry_is_relevant(scope, slot):
            code = "more_repeats_than_count" if more else "fewer_repeats_than_count"
            found = str(len(instances))
            yield Issue(code, path_of(scope, slot), slot.node.name, found, str(wanted))
    for instance in instances:
        for child in slot.children:
            yield from _check(instance, child)


def _judge(scope: Scope, slot: Slot, question: Question) -> Issue | None:
    raw = scope.raw[slot.index]

    def issue(code: str, expected: str = "") -> Issue:
        return Issue(code, path_of(scope, slot), question.name, raw or "", expected)

    if not scope.relevant(slot.index):
        return issue("answered_although_irrelevant", question.relevant) if raw else None
    computed = computed_value(scope, slot)
    if computed is not None:
        if not same_result(raw or "", computed, slot):
            return issue("calculate_differs", stored(computed, slot.data_type))
    elif not question.asked and raw and not fits(raw, question.data_type):
        return issue("type", question.data_type)
    if not question.shown:
        return None
    choices = scope.interview.choose(slot, scope, question.choices)
    fault = fault_of(scope, slot, choices)
    if fault is not None and (question.asked or fault.code in ("required", "constraint")):
        return issue(fault.code, fault.expected)
    return issue("missing") if raw is None and question.asked else None


def computed_value(scope: Scope, slot: Slot) -> Value | None:
    """What the questionnaire itself puts there; None where that does not follow from the answers."""
    if slot.calculate is not None:
        return scope.value(slot.index) if slot.comparable else None
    return settled_value(scope, slot)


def same_result(raw: str, computed: Value, slot: Slot) -> bool:
    """Whether a stored result is the computed one: numbers within a tolerance, dates by day."""
    again = stored(computed, slot.data_type)
    if raw == again:
        return True
    if isinstance(computed, dt.date):
        return raw[:10] == again[:10]
    first, second = _amount(raw), _amount(again)
    return (
        first is not None
        and second is not None
        and math.isclose(first, second, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    )


def _amount(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None
