"""The panels of a survey, and one of them: its waves and members."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.sheets import Sheets
from surveys import access
from surveys.forms.panels import PanelFilter, PanelForm
from surveys.queries import panels as found
from surveys.services.lists import last_import
from surveys.services.panels import begin_panel
from surveys.services.waves import members_to_ask
from surveys.views.pages import form_page, posted

MEMBERS_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def panels(request: HttpRequest, slug: str) -> HttpResponse:
    """The panels of a survey; the form begins another one."""
    survey = access.fielded_survey(request.user, slug)
    rows = list(found.panels(survey))
    form = PanelForm({row.name for row in rows}, *posted(request))
    if form.is_valid():
        made = begin_panel(survey=survey, **form.cleaned_data)
        messages.success(request, _("The panel “%(name)s” has begun.") % {"name": made})
        return redirect("surveys_panel", slug=slug, number=made.pk)
    context = {
        "survey": survey,
        "panels": rows,
        "form": form,
        "may": access.capabilities(request.user, survey),
    }
    return form_page(request, "surveys/admin/panels.html", context)


@require_safe
def panel(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One panel: how many are still there in each wave, and its members."""
    shown = access.run_panel(request.user, slug, number)
    form = PanelFilter(request.GET)
    rows = found.members(shown, form.wanted)
    context = {
        "survey": shown.survey,
        "panel": shown,
        "may": access.capabilities(request.user, shown.survey),
        "attrition": found.attrition(shown),
        "form": form,
        "kept": urlencode(form.wanted),
        "members": Sheets(rows, MEMBERS_PER_PAGE).get_page(request.GET.get("page")),
        "able": members_to_ask(shown).count(),
        "last_import": last_import(shown.survey, shown),
    }
    return render(request, "surveys/admin/panel.html", context)
