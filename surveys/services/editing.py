"""Corrections of an interview by a person: drafted, looked at, then taken in as a new version."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from portal.models import User
from surveys.collection.answers import parse_submission
from surveys.collection.checks import NOTICE_CODES, Issue
from surveys.collection.editing import edited, succeeding
from surveys.collection.transcript import Entry, Section, entries, transcript
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Submission
from surveys.queries import questionnaire_of
from surveys.services.intake import Receipt, receive_submission
from surveys.services.judging import Origin, checked

DEPTH = 10
"""How often a new answer may bring up further questions that were answered in one sending."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A version that is not stored yet: its bytes, its transcript, and which checks it fails."""

    xml: bytes
    sections: tuple[Section, ...]
    issues: tuple[Issue, ...]
    changed: bool


def is_editable(entry: Entry) -> bool:
    """Whether a person may change this answer: one that was asked, and is no file."""
    question = entry.question
    return entry.raw is not None and question.asked and question.data_type != "binary"


def drafted(submission: Submission, answers: Mapping[str, str]) -> Correction:
    """The version that these answers by path make; answers to questions not asked are left out."""
    version = submission.versions.latest()
    assert submission.instrument is not None
    form, received = questionnaire_of(submission.instrument), submission.received_at
    content, changed, applied = bytes(version.xml), False, set[str]()
    for _ in range(DEPTH):
        known = _editable(form, content)
        given = {path: answers[path] for path in answers if path in known and path not in applied}
        if not given:
            break
        applied |= given.keys()
        changes = {path: answer for path, answer in given.items() if answer != known[path]}
        if changes:
            changed = True
            moment = timezone.localtime(received)
            content = edited(form, content, changes, instance_id=_new_id(), received=moment)
    xml = succeeding(content, _new_id(), version.instance_id)
    parsed = parse_submission(xml)
    found = [Issue(**mark) for mark in checked(submission, form, parsed)]
    failed = tuple(issue for issue in found if issue.code not in NOTICE_CODES)
    return Correction(xml, transcript(form, parsed), failed, changed)


def _editable(form: Questionnaire, content: bytes) -> dict[str, str]:
    found = entries(transcript(form, parse_submission(content)))
    return {path: entry.raw or "" for path, entry in found.items() if is_editable(entry)}


def _new_id() -> str:
    return f"uuid:{uuid.uuid4()}"


def keep_correction(
    *, submission: Submission, correction: Correction, actor: User, reason: str
) -> Receipt:
    """Take the corrected version in; it goes to review again."""
    return receive_submission(
        survey=submission.survey,
        xml=correction.xml,
        origin=Origin(source=submission.source, actor=actor, reason=reason),
    )
