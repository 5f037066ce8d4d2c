"""An interviewer finishes later: why, and when the interview goes on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from surveys.forms.attempts import PauseForm
from surveys.models import Draft
from surveys.services.attempts import note_pause
from surveys.views.respond.notices import show


def asked(request: HttpRequest, draft: Draft, form: PauseForm | None = None) -> HttpResponse:
    """The page that asks why."""
    status = 422 if form is not None else 200
    context: dict[str, Any] = {
        "survey": draft.survey,
        "case": draft.invitation.unit if draft.invitation else None,
        "version": draft.instrument,
        "form": form or PauseForm(),
    }
    return show(request, "later", status, **context)


def answered(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Keep the reason as an attempt of the case, and lead back to the case."""
    form = PauseForm(request.POST)
    if not form.is_valid():
        return asked(request, draft, form)
    note_pause(draft=draft, **form.cleaned_data)
    unit = draft.invitation.unit if draft.invitation else None
    if unit is None or request.user.pk != unit.interviewer_id:
        return redirect(f"{request.path}?saved")
    messages.success(request, _("The answers are kept; the interview goes on later."))
    return redirect("fieldwork_case", slug=draft.survey.slug, number=unit.pk)
