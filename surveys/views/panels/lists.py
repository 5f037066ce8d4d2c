"""People join a panel: by a file, or from a survey; seen first, stored, taken back."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from surveys import access
from surveys.errors import SurveyError
from surveys.forms.panels import CASES, MemberListForm, RecruitForm
from surveys.models import Panel, Survey
from surveys.queries.panels import question_names
from surveys.services.lists import File, file_of, keep_import
from surveys.services.member_imports import apply_members, compare_members, undo_members
from surveys.services.recruiting import recruits_of_cases, recruits_of_interviews
from surveys.views.lists import SHOWN, shown
from surveys.views.pages import form_page, posted, tell


def _sources(request: HttpRequest) -> QuerySet[Survey]:
    """The surveys whose people may join: those whose fieldwork the person runs."""
    return access.surveys_where(request.user, access.FIELD)


@require_http_methods(["GET", "HEAD", "POST"])
def import_members(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Choose a file; what it would change is shown before anything is stored."""
    panel = access.run_panel(request.user, slug, number)
    compare = partial(compare_members, panel=panel, sources=_sources(request))
    form = MemberListForm(compare, *posted(request))
    if form.is_valid():
        return _keep(request, panel, form.cleaned_data["file"])
    context = {"form": form, "shown": SHOWN, **_place(request, panel)}
    return form_page(request, "surveys/admin/list_import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recruit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Choose a survey and who of it joins; they are shown as a list before they do."""
    panel = access.run_panel(request.user, slug, number)
    form = RecruitForm(_sources(request), panel.survey, question_names, *posted(request))
    if form.is_valid():
        content = _recruits(form)
        if content:
            name = f"{form.cleaned_data['survey']}.csv"
            return _keep(request, panel, File(filename=name, content=content))
        form.add_error(None, _("Nobody of this survey fits."))
    context = {"form": form, **_place(request, panel)}
    return form_page(request, "surveys/admin/panel_recruit.html", context)


def _recruits(form: RecruitForm) -> bytes:
    chosen = form.cleaned_data
    survey, day = form.surveys[chosen["survey"]], chosen["consented_on"]
    if chosen["people"] == CASES:
        return recruits_of_cases(survey=survey, consented_on=day)
    return recruits_of_interviews(
        survey=survey, question=chosen["question"], codes=chosen["codes"].split(), consented_on=day
    )


def _keep(request: HttpRequest, panel: Panel, file: File) -> HttpResponse:
    kept = keep_import(survey=panel.survey, panel=panel, actor=request.user, **file)
    return redirect("surveys_panel_preview", panel.survey.slug, panel.pk, kept.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str, number: int, kept: int) -> HttpResponse:
    """What the list changes; a POST stores it."""
    panel = access.run_panel(request.user, slug, number)
    waiting = get_object_or_404(panel.imports.filter(applied_at=None), pk=kept)
    if request.method == "POST":
        try:
            stored = apply_members(kept=waiting, sources=_sources(request))
        except SurveyError as error:
            return _refused(request, panel, error)
        words = _("%(new)s new members, %(changed)s changed, %(unchanged)s unchanged.")
        messages.success(request, words % stored.counts)
        return redirect("surveys_panel", slug, number)
    seen = compare_members(panel=panel, sources=_sources(request), **file_of(waiting))
    context = {**_place(request, panel), **shown(waiting, seen)}
    return render(request, "surveys/admin/panel_preview.html", context)


@require_POST
def undo(request: HttpRequest, slug: str, number: int, kept: int) -> HttpResponse:
    """Take the last list back."""
    panel = access.run_panel(request.user, slug, number)
    applied = get_object_or_404(panel.imports.filter(applied_at__isnull=False), pk=kept)
    try:
        undo_members(kept=applied)
    except SurveyError as error:
        return _refused(request, panel, error)
    count = len(applied.made)
    words = ngettext(
        "The list is undone: %(count)s member taken out, %(changed)s put back.",
        "The list is undone: %(count)s members taken out, %(changed)s put back.",
        count,
    )
    messages.success(request, words % {"count": count, "changed": len(applied.before)})
    return redirect("surveys_panel", slug, number)


def _refused(request: HttpRequest, panel: Panel, error: SurveyError) -> HttpResponse:
    tell(request, error)
    return redirect("surveys_panel", panel.survey.slug, panel.pk)


def _place(request: HttpRequest, panel: Panel) -> dict[str, object]:
    may = access.capabilities(request.user, panel.survey)
    return {"survey": panel.survey, "panel": panel, "may": may}
