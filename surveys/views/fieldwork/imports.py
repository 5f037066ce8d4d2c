"""A list of cases imported: chosen, seen, applied, undone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from surveys import access
from surveys.errors import SurveyError
from surveys.forms.units import UnitListForm
from surveys.models import UnitImport
from surveys.problems import sentence
from surveys.services.lists import content_of, keep_import
from surveys.services.unit_imports import apply_import, compare, undo_import

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def import_units(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file; what it would change is shown before anything is stored."""
    survey = access.fielded_survey(request.user, slug)
    form = UnitListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            preview = compare(survey=survey, content=content, filename=file.name)
        except SurveyError as error:
            form.add_problems(error.problems)
        else:
            if not preview.problems:
                kept = keep_import(
                    survey=survey, filename=file.name, content=content, actor=request.user
                )
                return redirect("surveys_units_preview", slug=slug, number=kept.pk)
            form.add_problems(preview.problems)
    may = access.capabilities(request.user, survey)
    context = {"survey": survey, "form": form, "shown": SHOWN, "may": may}
    status = 422 if form.is_bound else 200
    return render(request, "surveys/admin/unit_import.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What the list changes; a POST stores it."""
    survey = access.fielded_survey(request.user, slug)
    waiting = survey.unit_imports.filter(panel=None, applied_at=None).select_related("survey")
    kept = get_object_or_404(waiting, pk=number)
    if request.method == "POST":
        return _apply(request, slug, kept)
    found = compare(survey=survey, content=content_of(kept), filename=kept.filename)
    context = {
        "survey": survey,
        "may": access.capabilities(request.user, survey),
        "kept": kept,
        "preview": found,
        "new": found.new[:SHOWN],
        "changed": found.changed[:SHOWN],
        "shown": SHOWN,
    }
    return render(request, "surveys/admin/unit_preview.html", context)


def _apply(request: HttpRequest, slug: str, kept: UnitImport) -> HttpResponse:
    try:
        done = apply_import(kept=kept)
    except SurveyError as error:
        for problem in error.problems[:SHOWN]:
            messages.error(request, sentence(problem))
        return redirect("surveys_units_import", slug=slug)
    words = ngettext(
        "%(new)s new case, %(changed)s changed, %(unchanged)s unchanged.",
        "%(new)s new cases, %(changed)s changed, %(unchanged)s unchanged.",
        len(done.new),
    )
    numbers = {
        "new": len(done.new), "changed": len(done.changed), "unchanged": done.unchanged,
    }  # fmt: skip
    messages.success(request, words % numbers)
    return redirect("surveys_units", slug=slug)


@require_POST
def undo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take the last import back."""
    survey = access.fielded_survey(request.user, slug)
    applied = survey.unit_imports.filter(panel=None, applied_at__isnull=False)
    kept = get_object_or_404(applied.select_related("survey"), pk=number)
    try:
        undo_import(kept=kept)
    except SurveyError as error:
        for problem in error.problems:
            messages.error(request, sentence(problem))
    else:
        count = len(kept.made)
        words = ngettext(
            "The import is undone: %(count)s case taken out, %(changed)s put back.",
            "The import is undone: %(count)s cases taken out, %(changed)s put back.",
            count,
        )
        messages.success(request, words % {"count": count, "changed": len(kept.before)})
    return redirect("surveys_units", slug=slug)
