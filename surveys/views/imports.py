"""Existing answers are uploaded, looked at, mapped, and taken in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys import access, queries
from surveys.errors import Problem
from surveys.forms.exchange import MappingForm, UploadForm
from surveys.problems import sentence
from surveys.services.imports import keep_upload, set_reading
from surveys.tasks import enqueue_import, enqueue_look


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for files, and what was imported before."""
    survey = access.edited_survey(request.user, slug)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = keep_upload(
            survey=survey,
            owner=request.user,
            files=form.cleaned_data["files"],
            encoding=form.cleaned_data["encoding"],
        )
        enqueue_look(upload=upload, actor=request.user)
        return redirect("surveys_import", slug=slug, public_id=upload.public_id)
    context = {
        "survey": survey,
        "form": form,
        "version": queries.newest_version(survey),
        "imports": survey.answer_imports.select_related("job", "owner")[: queries.SHOWN_JOBS],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/admin/imports.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What the files hold and lose; they are mapped anew, or taken in."""
    found = access.answer_import(request.user, slug, public_id)
    form = MappingForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not found.folder or found.is_busy:
            messages.error(request, _("The files are at work or gone; nothing was changed."))
        elif "import" in request.POST and found.losses:
            enqueue_import(upload=found, actor=request.user)
            messages.success(request, _("The answers are being taken in."))
        else:
            set_reading(upload=found, map=form.map(), key=form.cleaned_data["key"])
            enqueue_look(upload=found, actor=request.user)
        return redirect("surveys_import", slug=slug, public_id=public_id)
    problems = [Problem(**each) for each in found.report.get("problems", ())]
    context = {
        "survey": found.survey,
        "upload": found,
        "losses": found.losses,
        "outcomes": found.report.get("outcomes"),
        "problems": [sentence(problem) for problem in problems],
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/admin/import.html", context, status=status)
