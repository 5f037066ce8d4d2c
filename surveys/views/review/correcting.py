"""A correction in the browser: the same steps for reviewers and for interviewers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from surveys.forms.answers import AnswersForm, CorrectionForm
from surveys.models import Submission
from surveys.services.editing import Correction, drafted, keep_correction
from surveys.views.review.correction_page import Page
from surveys.views.review.meanwhile import on_top

MOST_ADDED = 20
"""Entries that may be added in one correction."""


def correct(request: HttpRequest, submission: Submission) -> dict[str, Any] | None:
    """What the page shows, or None when the correction is kept.

    A correction that brings up further questions, or breaks a rule, is shown once more with all
    that was entered; nothing is stored until it is sent without faults, or kept on purpose.
    """
    if request.method != "POST":
        draft = drafted(submission, {})
        page = Page(submission, draft, AnswersForm(draft=draft), CorrectionForm())
        return page.context()
    sent, newer = on_top(request.POST, submission)
    draft = _drafted(sent, submission)
    answers = AnswersForm(sent, draft=draft)
    notes = _notes(sent, newer)
    if "look" in sent or sent.getlist("add"):
        page = Page(submission, draft, answers, CorrectionForm(initial=sent.dict()), sent, newer)
        return page.context(notes=notes)
    form = CorrectionForm(sent)
    form.is_valid()
    for note in notes or _against(draft, answers):
        form.add_error(None, note)
    broken = draft.issues and not form.cleaned_data.get("anyway")
    if form.errors or answers.faults or broken:
        page = Page(submission, draft, answers, form, sent, newer)
        return page.context(told=True)
    _keep(request, submission, draft, form.cleaned_data["reason"])
    return None


def _keep(request: HttpRequest, submission: Submission, draft: Correction, reason: str) -> None:
    receipt = keep_correction(
        submission=submission, correction=draft, actor=request.user, reason=reason
    )
    if receipt.outcome == "edited":
        messages.success(request, _("The corrected version is kept."))
    else:
        messages.error(request, _("Another version came first; yours is among the held contents."))


def added_by(sent: QueryDict) -> list[str]:
    """The repeats that get an entry: those of earlier sendings, then those of this one."""
    return [*sent.getlist("added"), *sent.getlist("add")]


def _notes(sent: QueryDict, newer: dict[str, str] | None) -> list[str]:
    """What somebody has to know before anything is stored, faults apart."""
    notes = []
    if newer is not None:
        notes.append(
            _(
                "Somebody sent a newer version meanwhile. It is shown now with your changes;"
                " look through it and save again."
            )
        )
    if len(added_by(sent)) > MOST_ADDED:
        words = _(
            "At most %(most)s entries are added in one correction. Save, then add further ones."
        )
        notes.append(words % {"most": MOST_ADDED})
    return notes


def _against(draft: Correction, answers: AnswersForm) -> list[str]:
    """Why a correction without faults is not stored yet."""
    if answers.brought_up:
        return [
            _(
                "The changes bring up further questions, which are marked as new. Answer them, or"
                " leave them blank, and save again."
            )
        ]
    if not draft.changed and not answers.faults:
        return [_("No answer was changed.")]
    return []


def _drafted(sent: QueryDict, submission: Submission) -> Correction:
    """The version that the sent answers make, further questions that they bring up included."""
    added, removed = added_by(sent)[:MOST_ADDED], sent.getlist("remove")
    answers = dict[str, str]()
    while True:
        draft = drafted(submission, answers, added, removed)
        found = AnswersForm(sent, draft=draft).answers()
        if found.keys() <= answers.keys():
            return draft
        answers = {**found, **answers}
