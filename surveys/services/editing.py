"""Corrections of an interview by a person: drafted, looked at, then taken in as a new version."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from portal.models import User
from surveys.collection.answers import parse_submission
from surveys.collection.checks import NOTICE_CODES, Issue
from surveys.collection.editing import edited, succeeding
from surveys.collection.instances import Place, is_inside, offers, places, restored
from surveys.collection.loading import load
from surveys.collection.transcript import (
    Entry,
    Section,
    entries,
    merged,
    restored_section,
    transcript,
)
from surveys.instrument.nodes import Choice
from surveys.instrument.program import program_of
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.scope import Interview
from surveys.models import Submission
from surveys.queries import questionnaire_of
from surveys.queries.case_lists import cases_named
from surveys.services.intake import Receipt, receive_submission
from surveys.services.judging import checked
from surveys.services.origins import Origin

DEPTH = 10
"""How often a new answer may bring up further questions that were answered in one sending."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A version that is not stored yet: its bytes, its transcript, and which checks it fails.

    Entries that go (`gone`) are still in the transcript, and everything stands at the path that it
    has while they are there. `offers` are the choices that hang on other answers, by path; `places`
    where entries may be added.
    """

    xml: bytes
    sections: tuple[Section, ...]
    issues: tuple[Issue, ...]
    changed: bool
    offers: Mapping[str, tuple[Choice, ...]]
    places: Sequence[Place]
    gone: Sequence[str]

    def goes(self, path: str) -> bool:
        """Whether a node is in an entry that goes."""
        return is_inside(path, self.gone)


def is_editable(entry: Entry) -> bool:
    """Whether a person may change this answer: one that was asked, and is no file."""
    question = entry.question
    return entry.raw is not None and question.asked and question.data_type != "binary"


def answers_in(submission: Submission, content: bytes) -> dict[str, str]:
    """The answers of one version that a person may change, by path."""
    assert submission.instrument is not None
    sections = transcript(questionnaire_of(submission.instrument), parse_submission(content))
    return _editable(sections)


def _editable(sections: tuple[Section, ...]) -> dict[str, str]:
    by_path = entries(sections)
    return {path: entry.raw or "" for path, entry in by_path.items() if is_editable(entry)}


def drafted(
    submission: Submission,
    answers: Mapping[str, str],
    added: Iterable[str] = (),
    removed: Collection[str] = (),
) -> Correction:
    """The version that these answers by path make; answers to questions not asked are left out.

    `added` are repeats that get one more entry, `removed` entries that go, by their paths before.
    What comes up only when they are gone takes answers and entries too.
    """
    version = submission.versions.latest()
    draft = _Draft(submission, bytes(version.xml), answers, list(added))
    draft.settle()
    whole = draft.view()
    known = {
        f"{each.path}[{place}]" for each in whole.places for place in range(1, each.entries + 1)
    }
    view = whole
    if gone := _outermost(known & set(removed)):
        draft.remove(gone)
        draft.settle()
        view = draft.view()
    xml = succeeding(draft.content, _new_id(), version.instance_id)
    return Correction(
        xml,
        merged(whole.sections, view.sections, gone),
        _failed(submission, draft.form, xml, gone),
        _differs(draft.content, bytes(version.xml)),
        {**whole.offers, **view.offers},
        view.places,
        gone,
    )


@dataclass(frozen=True, slots=True)
class _View:
    """What a content shows, at the paths before entries went."""

    sections: tuple[Section, ...]
    offers: Mapping[str, tuple[Choice, ...]]
    places: Sequence[Place]


class _Draft:
    """The content while answers are put in that may bring up further questions."""

    def __init__(
        self, submission: Submission, content: bytes, answers: Mapping[str, str], added: list[str]
    ) -> None:
        assert submission.instrument is not None
        self.survey, self.content = submission.survey, content
        self.form = questionnaire_of(submission.instrument)
        self.moment = timezone.localtime(submission.received_at)
        self.answers, self.waiting = dict(answers), added
        self.gone: Sequence[str] = ()

    def settle(self) -> None:
        """Put in what has a place, again where that brings up a place for more."""
        for _step in range(DEPTH):
            if not self._step():
                break

    def remove(self, gone: Sequence[str]) -> None:
        """Take entries out; from now on paths are those before."""
        self.content, self.gone = self._edited(removed=gone), gone

    def view(self) -> _View:
        """What the content shows by now."""
        interview = self._interview()
        choices = offers(program_of(self.form), interview)
        return _View(
            tuple(restored_section(each, self.gone) for each in self._sections()),
            {restored(path, self.gone): offered for path, offered in choices.items()},
            [
                replace(each, path=restored(each.path, self.gone))
                for each in places(program_of(self.form), interview)
            ],
        )

    def _interview(self) -> Interview:
        parsed = parse_submission(self.content)
        cases = cases_named(self.survey, self.form, parsed)
        return load(program_of(self.form), parsed, self.moment, cases)[0]

    def _sections(self) -> tuple[Section, ...]:
        return transcript(self.form, parse_submission(self.content))

    def _step(self) -> bool:
        """Put in what has a place by now; False when nothing has."""
        grown = self._grow()
        known = _editable(self._sections())
        placed = {
            path: self.answers.pop(before)
            for path in known
            if (before := restored(path, self.gone)) in self.answers
        }
        if changes := {path: answer for path, answer in placed.items() if answer != known[path]}:
            self.content = self._edited(changes)
        return bool(placed or grown)

    def _grow(self) -> bool:
        """Add the entries whose repeat is there and would be asked."""
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return False
        repeats = places(program_of(self.form), self._interview())
        now = {restored(each.path, self.gone): each.path for each in repeats if each.open}
        for path in waiting:
            try:
                self.content = self._edited(added=[now[path]])
            except KeyError:
                self.waiting.append(path)
        return len(self.waiting) < len(waiting)

    def _edited(
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
    return [path for path in paths if not is_inside(path, set(paths) - {path})]


def _differs(first: bytes, second: bytes) -> bool:
    """Whether two contents say anything differently, their identity apart."""
    return succeeding(first, "uuid:") != succeeding(second, "uuid:")


def _failed(
    submission: Submission, form: Questionnaire, xml: bytes, gone: Collection[str]
) -> tuple[Issue, ...]:
    """The failed checks of a content, at their paths before these entries went."""
    return tuple(
        replace(issue, path=restored(issue.path, gone))
        for issue in checked(submission, form, parse_submission(xml))
        if issue.code not in NOTICE_CODES
    )


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
