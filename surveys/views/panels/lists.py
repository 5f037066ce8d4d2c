"""People join a panel: by a file, or from a survey; seen first, stored, taken back."""

from __future__ import annotations

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
from surveys.problems import sentence
from surveys.queries.panels import question_names
from surveys.services.lists import content_of, keep_import
from surveys.services.member_imports import apply_members, compare_members, undo_members
from surveys.services.recruiting import recruits_of_cases, recruits_of_interviews

SHOWN = 100


def _sources(request: HttpRequest) -> QuerySet[Survey]:
    """The surveys whose people may join: those whose fieldwork the person runs."""
    return access.surveys_where(request.user, access.FIELD)


@require_http_methods(["GET", "HEAD", "POST"])
def import_members(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Choose a file; what it would change is shown before anything is stored."""
    panel = access.run_panel(request.user, slug, number)
    form = MemberListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            found = compare_members(
                panel=panel, content=content, filename=file.name, sources=_sources(request)
            )
        except SurveyError as error:
            form.add_problems(error.problems)
        else:
            if not found.problems:
                return _keep(request, panel, file.name, content)
            form.add_problems(found.problems)
    context = {"form": form, "shown": SHOWN, **_place(request, panel)}
    status = 422 if form.is_bound else 200
    return render(request, "surveys/admin/panel_import.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def recruit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Choose a survey and who of it joins; they are shown as a list before they do."""
    panel = access.run_panel(request.user, slug, number)
    posted = [request.POST] if request.method == "POST" else []
    form = RecruitForm(_sources(request), panel.survey, question_names, *posted)
    if form.is_bound and form.is_valid():
        content = _recruits(form)
        if content:
            return _keep(request, panel, f"{form.cleaned_data['survey']}.csv", content)
        form.add_error(None, _("Nobody of this survey fits."))
    context = {"form": form, **_place(request, panel)}
    status = 422 if form.is_bound else 200
    return render(request, "surveys/admin/panel_recruit.html", context, status=status)


def _recruits(form: RecruitForm) -> bytes:
    chosen = form.cleaned_data
    survey, day = form.surveys[chosen["survey"]], chosen["consented_on"]
    if chosen["people"] == CASES:
        return recruits_of_cases(survey=survey, consented_on=day)
    return recruits_of_interviews(
        survey=survey, question=chosen["question"], codes=chosen["codes"].split(), consented_on=day
    )


def _keep(request: HttpRequest, panel: Panel, name: str, content: bytes) -> HttpResponse:
    kept = keep_import(
        survey=panel.survey, panel=panel, filename=name, content=content, actor=request.user
    )
    return redirect("surveys_panel_preview", panel.survey.slug, panel.pk, kept.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str, number: int, kept: int) -> HttpResponse:
    """What the list changes; a POST stores it."""
    panel = access.run_panel(request.user, slug, number)
    waiting = get_object_or_404(panel.imports.filter(applied_at=None), pk=kept)
    if request.method == "POST":
        try:
            done = apply_members(kept=waiting, sources=_sources(request))
        except SurveyError as error:
            return _refused(request, panel, error)
        words = _("%(new)s new members, %(changed)s changed, %(unchanged)s unchanged.")
        counts = {"new": len(done.new), "changed": len(done.changed), "unchanged": done.unchanged}
        messages.success(request, words % counts)
        return redirect("surveys_panel", slug, number)
    found = compare_members(
        panel=panel,
        content=content_of(waiting),
        filename=waiting.filename,
        sources=_sources(request),
    )
    context = {
        "list": waiting,
        "preview": found,
        "new": found.new[:SHOWN],
        "changed": found.changed[:SHOWN],
        "shown": SHOWN,
        **_place(request, panel),
    }
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
    for problem in error.problems[:SHOWN]:
        messages.error(request, sentence(problem))
    return redirect("surveys_panel", panel.survey.slug, panel.pk)


def _place(request: HttpRequest, panel: Panel) -> dict[str, object]:
    may = access.capabilities(request.user, panel.survey)
    return {"survey": panel.survey, "panel": panel, "may": may}
