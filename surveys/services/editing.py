"""Corrections of an interview by a person: drafted, looked at, then taken in as a new version."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from portal.models import User
from surveys.collection.answers import parse_submission
from surveys.collection.checks import NOTICE_CODES, Issue
from surveys.collection.editing import edited, succeeding
from surveys.collection.instances import Place, offers, places, restored
from surveys.collection.loading import load
from surveys.collection.transcript import Entry, Section, entries, transcript
from surveys.instrument.nodes import Choice
from surveys.instrument.program import program_of
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Submission, Survey
from surveys.queries import questionnaire_of
from surveys.queries.case_lists import cases_named
from surveys.services.intake import Receipt, receive_submission
from surveys.services.judging import Origin, checked

DEPTH = 10
"""How often a new answer may bring up further questions that were answered in one sending."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A version that is not stored yet: its bytes, its transcript, and which checks it fails.

    Entries that go are still in the transcript, and issues stand at the paths that it has. `offers`
    are the choices that hang on other answers, by path; `places` where entries may be added.
    """

    xml: bytes
    sections: tuple[Section, ...]
    issues: tuple[Issue, ...]
    changed: bool
    offers: Mapping[str, tuple[Choice, ...]]
    places: Sequence[Place]


def is_editable(entry: Entry) -> bool:
    """Whether a person may change this answer: one that was asked, and is no file."""
    question = entry.question
    return entry.raw is not None and question.asked and question.data_type != "binary"


def drafted(
    submission: Submission,
    answers: Mapping[str, str],
    added: Iterable[str] = (),
    removed: Collection[str] = (),
) -> Correction:
    """The version that these answers by path make; answers to questions not asked are left out.

    `added` are repeats that get one more entry, `removed` entries that go, by their paths before.
    """
    version = submission.versions.latest()
    assert submission.instrument is not None
    form = questionnaire_of(submission.instrument)
    moment = timezone.localtime(submission.received_at)
    draft = _Draft(submission.survey, form, moment, bytes(version.xml), answers, list(added))
    while draft.step():
        pass
    program = program_of(form)
    parsed = parse_submission(draft.content)
    cases = cases_named(submission.survey, form, parsed)
    interview, _strangers = load(program, parsed, moment, cases)
    found = places(program, interview)
    known = {f"{each.path}[{place}]" for each in found for place in range(1, each.entries + 1)}
    gone = _outermost(known & set(removed))
    content = draft.edit(removed=gone) if gone else draft.content
    xml = succeeding(content, _new_id(), version.instance_id)
    issues = _failed(submission, form, xml, gone)
    changed = draft.changed or bool(gone)
    choices = offers(program, interview)
    return Correction(xml, transcript(form, parsed), issues, changed, choices, found)


class _Draft:
    """The content while answers are put in that may bring up further questions."""

    def __init__(
        self,
        survey: Survey,
        form: Questionnaire,
        moment: dt.datetime,
        content: bytes,
        answers: Mapping[str, str],
        added: list[str],
    ) -> None:
        self.survey = survey
        self.form, self.moment, self.content = form, moment, content
        self.answers, self.waiting = dict(answers), added
        self.changed, self.steps = False, 0

    def step(self) -> bool:
        """Put in what has a place by now; False when nothing has."""
        self.steps += 1
        grown = self._grow()
        known = _editable(self.form, self.content)
        given = {path: self.answers.pop(path) for path in list(self.answers) if path in known}
        changes = {path: answer for path, answer in given.items() if answer != known[path]}
        if changes:
            self.content, self.changed = self.edit(changes), True
        return bool(given or grown) and self.steps < DEPTH

    def _grow(self) -> bool:
        """Add the entries whose repeat is there."""
        waiting, self.waiting = self.waiting, []
        for path in waiting:
            try:
                self.content, self.changed = self.edit(added=[path]), True
            except KeyError:
                self.waiting.append(path)
        return len(self.waiting) < len(waiting)

    def edit(
        self,
        changes: Mapping[str, str] | None = None,
        *,
        added: Iterable[str] = (),
        removed: Collection[str] = (),
    ) -> bytes:
        changes, parsed = changes or {}, parse_submission(self.content)
        return edited(
            self.form, self.content, changes, instance_id=_new_id(),
            received=self.moment, added=added, removed=removed,
            cases=cases_named(self.survey, self.form, parsed, changes.values()),
        )  # fmt: skip


def _outermost(paths: Collection[str]) -> list[str]:
    """The entries that are not inside others of these."""
    return [path for path in paths if not any(path.startswith(f"{each}/") for each in paths)]


def _failed(
    submission: Submission, form: Questionnaire, xml: bytes, gone: Collection[str]
) -> tuple[Issue, ...]:
    """The failed checks of a content, at their paths before these entries went."""
    found = [Issue(**mark) for mark in checked(submission, form, parse_submission(xml))]
    return tuple(
        replace(issue, path=restored(issue.path, gone))
        for issue in found
        if issue.code not in NOTICE_CODES
    )


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
