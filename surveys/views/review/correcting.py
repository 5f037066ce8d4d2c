"""A correction in the browser: the same steps for reviewers and for interviewers."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from surveys.collection.checks import Issue
from surveys.collection.transcript import Section
from surveys.forms.answers import AnswersForm, CorrectionForm
from surveys.instrument.nodes import Group, Repeat
from surveys.models import Submission
from surveys.queries import questionnaire_of
from surveys.services.editing import Correction, drafted, keep_correction

PLACE = re.compile(r"\[(\d+)\]")
MOST_ADDED = 20
"""Entries that may be added in one correction."""


def correct(request: HttpRequest, submission: Submission) -> dict[str, Any] | None:
    """What the page shows, or None when the correction is kept.

    A correction that brings up further questions, or breaks a rule, is shown once more with all
    that was entered; nothing is stored until it is sent without faults, or kept on purpose.
    """
    if request.method != "POST":
        draft = drafted(submission, {})
        return _context(submission, draft, AnswersForm(draft=draft), CorrectionForm())
    draft = _drafted(request, submission)
    answers = AnswersForm(request.POST, draft=draft)
    if "look" in request.POST or request.POST.getlist("add"):
        waiting = CorrectionForm(initial=request.POST.dict())
        return _context(submission, draft, answers, waiting, sent=request.POST)
    form = CorrectionForm(request.POST)
    form.is_valid()
    if request.POST.get("seen") != submission.sha256:
        form.add_error(
            None, _("Somebody sent a newer version meanwhile. Your entries stand on top of it.")
        )
    elif not draft.changed:
        form.add_error(None, _("No answer was changed."))
    asked = {path for path in answers.fields if f"has:{path}" not in request.POST}
    new = asked & {issue.path for issue in draft.issues}
    broken = draft.issues and (new or not form.cleaned_data.get("anyway"))
    if form.errors or broken:
        return _context(submission, draft, answers, form, sent=request.POST, told=True)
    receipt = keep_correction(
        submission=submission,
        correction=draft,
        actor=request.user,
        reason=form.cleaned_data["reason"],
    )
    if receipt.outcome == "edited":
        messages.success(request, _("The corrected version is kept."))
    else:
        messages.error(request, _("Another version came first; yours is among the held contents."))
    return None


def _added(sent: QueryDict) -> list[str]:
    """The repeats that get an entry: those of earlier sendings, then those of this one."""
    return [*sent.getlist("added"), *sent.getlist("add")][:MOST_ADDED]


def _drafted(request: HttpRequest, submission: Submission) -> Correction:
    """The version that the sent answers make, further questions that they bring up included."""
    sent, answers = request.POST, dict[str, str]()
    draft = drafted(submission, {}, _added(sent))
    while True:
        found = AnswersForm(sent, draft=draft).answers()
        present = {path: found[path] for path in found if f"has:{path}" in sent}
        if present.keys() <= answers.keys():
            return drafted(submission, answers, _added(sent), sent.getlist("remove"))
        answers = {**present, **answers}
        draft = drafted(submission, answers, _added(sent))


def _context(
    submission: Submission,
    draft: Correction,
    answers: AnswersForm,
    form: CorrectionForm,
    *,
    sent: QueryDict | None = None,
    told: bool = False,
) -> dict[str, Any]:
    marks: dict[str, list[Issue]] = {}
    issues = draft.issues if told else ()
    for issue in issues:
        marks.setdefault(issue.path, []).append(issue)
    entries = _Entries(draft)
    assert submission.instrument is not None
    questions = questionnaire_of(submission.instrument).questions
    blocks = [
        (
            section,
            entries.title_of(section),
            entries.begun_by(section),
            [(field, marks.get(field.name, [])) for field in fields],
        )
        for section, fields in answers.blocks()
    ]
    return {
        "submission": submission,
        "survey": submission.survey,
        "blocks": blocks,
        "form": form,
        "issues": [
            (issue, issue.path in answers.fields, questions.get(PLACE.sub("", issue.path)))
            for issue in issues
        ],
        "places": [place for place in draft.places if place.open],
        "added": _added(sent) if sent else [],
        "status": 422 if told else 200,
        "removed": sent.getlist("remove") if sent else [],
    }


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
