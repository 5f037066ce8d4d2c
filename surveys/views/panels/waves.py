"""A wave: members of a panel become cases of a survey."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from surveys import access
from surveys.errors import SurveyError
from surveys.forms.panels import WaveForm
from surveys.models import Panel
from surveys.problems import sentences
from surveys.queries.panels import question_names, strata_of_members
from surveys.services.waves import Carried, draw_wave, take_back_wave
from surveys.views.pages import form_page, posted, tell


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Choose the survey, who is asked in it and what is known of them."""
    panel = access.run_panel(request.user, slug, number)
    form = WaveForm(
        access.surveys_where(request.user, access.FIELD),
        list(panel.waves.select_related("survey")),
        strata_of_members(panel),
        panel.survey,
        question_names,
        *posted(request),
    )
    if form.is_valid():
        try:
            return _drawn(request, panel, form)
        except SurveyError as error:
            form.add_error(None, sentences(error.problems))
    may = access.capabilities(request.user, panel.survey)
    context = {"survey": panel.survey, "panel": panel, "may": may, "form": form}
    return form_page(request, "surveys/admin/panel_wave.html", context)


def _drawn(request: HttpRequest, panel: Panel, form: WaveForm) -> HttpResponse:
    chosen = form.cleaned_data
    readable = access.surveys_where(request.user, access.ANSWERS)
    wave = draw_wave(
        panel=panel,
        survey=form.surveys[chosen["survey"]],
        actor=request.user,
        choice=form.choice,
        carried=Carried(chosen["carried"], readable),
        inviting=chosen["inviting"],
        expires_at=chosen["expires_at"],
    )
    count = wave.units.count()
    words = ngettext(
        "Wave %(number)s: %(count)s member is a case of “%(survey)s” now.",
        "Wave %(number)s: %(count)s members are cases of “%(survey)s” now.",
        count,
    )
    told = {"number": wave.number, "count": count, "survey": wave.survey}
    messages.success(request, words % told)
    return redirect("surveys_panel", panel.survey.slug, panel.pk)


@require_POST
def take_back(request: HttpRequest, slug: str, number: int, wave: int) -> HttpResponse:
    """Undo the last wave, as long as nobody has begun with it."""
    panel = access.run_panel(request.user, slug, number)
    found = get_object_or_404(panel.waves.select_related("survey"), pk=wave)
    access.fielded_survey(request.user, found.survey.slug)
    try:
        take_back_wave(wave=found)
    except SurveyError as error:
        tell(request, error)
    else:
        messages.success(request, _("Wave %(number)s is undone.") % {"number": found.number})
    return redirect("surveys_panel", slug, number)
