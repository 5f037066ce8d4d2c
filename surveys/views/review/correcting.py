"""A correction in the browser: the same steps for reviewers and for interviewers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from surveys.collection.answers import parse_submission
from surveys.collection.checks import Issue
from surveys.collection.transcript import transcript
from surveys.forms.answers import AnswersForm, CorrectionForm
from surveys.models import Submission
from surveys.queries import questionnaire_of
from surveys.services.editing import Correction, drafted, keep_correction


def correct(request: HttpRequest, submission: Submission) -> dict[str, Any] | None:
    """What the page shows, or None when the correction is kept.

    A correction that brings up further questions, or breaks a rule, is shown once more with all
    that was entered; nothing is stored until it is sent without faults, or kept on purpose.
    """
    if request.method != "POST":
        sections = transcript(
            questionnaire_of(submission.instrument),
            parse_submission(bytes(submission.versions.latest().xml)),
        )
        return _context(submission, AnswersForm(sections=sections), CorrectionForm())
    correction = _drafted(request, submission)
    answers = AnswersForm(request.POST, sections=correction.sections)
    form = CorrectionForm(request.POST)
    form.is_valid()
    if request.POST.get("seen") != submission.sha256:
        form.add_error(
            None, _("Somebody sent a newer version meanwhile. Your entries stand on top of it.")
        )
    elif not correction.changed:
        form.add_error(None, _("No answer was changed."))
    asked = {path for path in answers.fields if f"has:{path}" not in request.POST}
    new = asked & {issue.path for issue in correction.issues}
    broken = correction.issues and (new or not form.cleaned_data.get("anyway"))
    if form.errors or broken:
        return _context(submission, answers, form, correction.issues)
    receipt = keep_correction(
        submission=submission,
        correction=correction,
        actor=request.user,
        reason=form.cleaned_data["reason"],
    )
    if receipt.outcome == "edited":
        messages.success(request, _("The corrected version is kept."))
    else:
        messages.error(request, _("Another version came first; yours is among the held contents."))
    return None


def _drafted(request: HttpRequest, submission: Submission) -> Correction:
    """The version that the sent answers make, further questions that they bring up included."""
    correction = drafted(submission, {})
    answers: dict[str, str] = {}
    while True:
        sent = AnswersForm(request.POST, sections=correction.sections).answers()
        present = {path: sent[path] for path in sent if f"has:{path}" in request.POST}
        if present.keys() <= answers.keys():
            return correction
        answers = {**present, **answers}
        correction = drafted(submission, answers)


def _context(
    submission: Submission,
    answers: AnswersForm,
    form: CorrectionForm,
    issues: tuple[Issue, ...] = (),
) -> dict[str, Any]:
    marks: dict[str, list[Issue]] = {}
    for issue in issues:
        marks.setdefault(issue.path, []).append(issue)
    blocks = [
        (section, [(field, marks.get(field.name, [])) for field in fields])
        for section, fields in answers.blocks()
    ]
    return {
        "submission": submission,
        "survey": submission.survey,
        "blocks": blocks,
        "form": form,
        "issues": [(issue, issue.path in answers.fields) for issue in issues],
    }
