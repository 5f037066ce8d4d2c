"""A list of cases imported: chosen, seen, applied, undone."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from surveys import access
from surveys.errors import SurveyError
from surveys.forms.units import UnitListForm
from surveys.services.lists import file_of, keep_import
from surveys.services.unit_imports import apply_import, compare, undo_import
from surveys.views.lists import SHOWN, shown
from surveys.views.pages import form_page, posted, tell


@require_http_methods(["GET", "HEAD", "POST"])
def import_units(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file; what it would change is shown before anything is stored."""
    survey = access.fielded_survey(request.user, slug)
    form = UnitListForm(partial(compare, survey=survey), *posted(request))
    if form.is_valid():
        kept = keep_import(survey=survey, actor=request.user, **form.cleaned_data["file"])
        return redirect("surveys_units_preview", slug=slug, number=kept.pk)
    may = access.capabilities(request.user, survey)
    context = {"survey": survey, "form": form, "shown": SHOWN, "may": may}
    return form_page(request, "surveys/admin/list_import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What the list changes; a POST stores it."""
    survey = access.fielded_survey(request.user, slug)
    waiting = survey.unit_imports.filter(panel=None, applied_at=None).select_related("survey")
    kept = get_object_or_404(waiting, pk=number)
    if request.method == "POST":
        try:
            stored = apply_import(kept=kept)
        except SurveyError as error:
            tell(request, error)
            return redirect("surveys_units_import", slug=slug)
        words = ngettext(
            "%(new)s new case, %(changed)s changed, %(unchanged)s unchanged.",
            "%(new)s new cases, %(changed)s changed, %(unchanged)s unchanged.",
            stored.counts["new"],
        )
        messages.success(request, words % stored.counts)
        return redirect("surveys_units", slug=slug)
    context = {
        "survey": survey,
        "may": access.capabilities(request.user, survey),
        **shown(kept, compare(survey=survey, **file_of(kept))),
    }
    return render(request, "surveys/admin/unit_preview.html", context)


@require_POST
def undo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take the last import back."""
    survey = access.fielded_survey(request.user, slug)
    applied = survey.unit_imports.filter(panel=None, applied_at__isnull=False)
    kept = get_object_or_404(applied.select_related("survey"), pk=number)
    try:
        undo_import(kept=kept)
    except SurveyError as error:
        tell(request, error)
    else:
        count = len(kept.made)
        words = ngettext(
            "The import is undone: %(count)s case taken out, %(changed)s put back.",
            "The import is undone: %(count)s cases taken out, %(changed)s put back.",
            count,
        )
        messages.success(request, words % {"count": count, "changed": len(kept.before)})
    return redirect("surveys_units", slug=slug)
