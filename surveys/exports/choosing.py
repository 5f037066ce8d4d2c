"""Which columns leave: one or several for a choice among several, and none that names a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from surveys.collection.conventions import CASE_QUESTION
from surveys.exports.layout import OWN, Column, Layout
from surveys.instrument.nodes import Question
from surveys.instrument.questionnaire import Questionnaire

BOTH, ONE, SPLIT = "both", "one", "split"
"""How a choice among several is written: its codes in one column, 0 and 1 in many, or both."""
DROPPED = {BOTH: "", ONE: "flag", SPLIT: "multiple"}
PERSONAL_KINDS = frozenset(
    {"text", "hidden", "barcode", "geopoint", "geotrace", "geoshape", "image", "audio", "video"}
    | {"file", "background_audio", "audit", "start", "end", "deviceid", "username", "email"}
    | {"phonenumber", "subscriberid", "simserial", "instance_id"}
)
"""What a person wrote freely, where and when exactly they were, how they look and sound, and whose
the device is; none of it can be checked row by row.
"""
PERSONAL_OWN = frozenset({"meta-instanceID", "SubmitterID", "SubmitterName", "DeviceID", "CaseID"})
PATH = re.compile(r"/[\w/.-]+")


def with_choices(layout: Layout, how: str) -> Layout:
    """The layout with choices among several written in this way."""
    dropped = DROPPED[how]
    return _kept(layout, lambda column: column.kind != dropped) if dropped else layout


def without_identifiers(layout: Layout, questionnaires: Iterable[Questionnaire]) -> Layout:
    """The layout without what names a person, also through a calculation or an offered answer."""
    personal = {f"{OWN}{name}" for name in PERSONAL_OWN}
    for questionnaire in questionnaires:
        cut = len(questionnaire.root) + 2
        personal |= {path[cut:] for path in personal_paths(questionnaire)}
    return _kept(layout, lambda column: column.source not in personal)


def personal_paths(questionnaire: Questionnaire) -> set[str]:
    """The questions that name a person, and the texts that are made of them."""
    questions = questionnaire.questions
    found = {path for path, question in questions.items() if _names_a_person(question)}
    made = {
        path: set(PATH.findall(f"{question.calculation} {question.choice_nodes}"))
        for path, question in questions.items()
        if question.data_type == "string" and (question.calculation or question.choice_nodes)
    }
    while more := {path for path, used in made.items() if used & found} - found:
        found |= more
    return found


def _names_a_person(question: Question) -> bool:
    return question.kind in PERSONAL_KINDS or question.name == CASE_QUESTION


def _kept(layout: Layout, keeps: Callable[[Column], bool]) -> Layout:
    """The layout with the columns that pass."""
    return replace(
        layout,
        tables=tuple(
            replace(table, columns=tuple(filter(keeps, table.columns))) for table in layout.tables
        ),
    )
