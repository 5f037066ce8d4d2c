"""The page of a correction: fields under their sections, with what is said at each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from surveys.collection.checks import Issue
from surveys.collection.transcript import Section
from surveys.forms.answers import AnswersForm, CorrectionForm
from surveys.instrument.nodes import Group, Repeat
from surveys.models import Submission
from surveys.queries import questionnaire_of
from surveys.services.editing import Correction

PLACE = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Page:
    """What is shown: a draft, the forms, what was `sent`, and what somebody else changed (`newer`)."""

    submission: Submission
    draft: Correction
    answers: AnswersForm
    form: CorrectionForm
    sent: QueryDict | None = None
    newer: dict[str, str] | None = None

    def context(self, *, told: bool = False, notes: Sequence[str] = ()) -> dict[str, Any]:
        """The words of the template; faults are told only where somebody wanted to save."""
        issues = self.draft.issues if told else ()
        sent = self.sent or QueryDict()
        return {
            "submission": self.submission,
            "survey": self.submission.survey,
            "blocks": self._blocks(issues),
            "form": self.form,
            "faults": [(self.answers[path], words) for path, words in self.answers.faults.items()]
            if told
            else [],
            "issues": self._listed(issues),
            "notes": notes,
            "brought_up": [self.answers[path] for path in self.answers.brought_up],
            "places": [place for place in self.draft.places if place.open],
            "added": [*sent.getlist("added"), *sent.getlist("add")],
            "status": 422 if told else 200,
            "removed": sent.getlist("remove"),
        }

    def _blocks(self, issues: Sequence[Issue]) -> list[tuple[Any, ...]]:
        marks: dict[str, list[Issue]] = {}
        for issue in issues:
            marks.setdefault(issue.path, []).append(issue)
        for path, stored in (self.newer or {}).items():
            if path in self.answers.fields:
                self.answers.fields[path].newer = stored or "—"  # type: ignore[attr-defined]
        entries = _Entries(self.draft)
        return [
            (
                section,
                entries.title_of(section),
                entries.begun_by(section),
                [(field, marks.get(field.name, [])) for field in fields],
            )
            for section, fields in self.answers.blocks()
        ]

    def _listed(self, issues: Sequence[Issue]) -> list[tuple[Any, ...]]:
        assert self.submission.instrument is not None
        questions = questionnaire_of(self.submission.instrument).questions
        return [
            (issue, issue.path in self.answers.fields, questions.get(PLACE.sub("", issue.path)))
            for issue in issues
        ]


class _Entries:
    """Which entries of repeats begin with a section, so that each can be removed there."""

    def __init__(self, draft: Correction) -> None:
        self.repeats = {place.path: place.repeat for place in draft.places}
        self.seen: set[str] = set()

    def title_of(self, section: Section) -> Group | Repeat | None:
        """The group of a section, or the repeat around it where the group has no words."""
        node = section.node
        repeat = self.repeats.get(section.path.rpartition("[")[0])
        return repeat if node and repeat and not node.labels else node

    def begun_by(self, section: Section) -> list[tuple[str, Repeat, str]]:
        """The path, repeat and place of each entry whose first questions these are."""
        begun = []
        for bracket in PLACE.finditer(section.path):
            entry, repeat = section.path[: bracket.end()], section.path[: bracket.start()]
            if entry not in self.seen and repeat in self.repeats:
                self.seen.add(entry)
                begun.append((entry, self.repeats[repeat], bracket[1]))
        return begun
