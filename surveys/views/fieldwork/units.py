"""The cases of a survey: listed, assigned, looked at one by one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.sheets import Sheets
from surveys import access
from surveys.forms.units import ReasonForm, UnitFilter, people_of
from surveys.models import ContactReading, SampleUnit, Survey
from surveys.queries import units as cases
from surveys.services.assignment import assign_cases
from surveys.services.contacts import contact_of, read_contact
from surveys.services.lists import last_import
from surveys.views.pages import posted

CASES_PER_PAGE = 50
READINGS_PER_PAGE = 20


@require_safe
def units(request: HttpRequest, slug: str) -> HttpResponse:
    """The cases that the filters leave."""
    survey = access.fielded_survey(request.user, slug)
    people = people_of(survey)
    form = UnitFilter(request.GET, survey, people)
    rows = cases.filtered(cases.units(survey), form.wanted)
    context = {
        "survey": survey,
        "may": access.capabilities(request.user, survey),
        "form": form,
        "kept": urlencode(form.wanted),
        "units": Sheets(rows, CASES_PER_PAGE).get_page(request.GET.get("page")),
        "people": people,
        "last_import": last_import(survey),
    }
    return render(request, "surveys/admin/units.html", context)


@require_POST
def assign(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the chosen cases, or all that the filters leave, to the chosen people."""
    survey = access.fielded_survey(request.user, slug)
    people = people_of(survey)
    form = UnitFilter(request.GET, survey, people)
    back = f"{reverse('surveys_units', args=[slug])}?{urlencode(form.wanted)}"
    chosen = [each for each in people if str(each.pk) in request.POST.getlist("person")]
    if not chosen and "nobody" not in request.POST:
        messages.error(request, _("Choose one person or more."))
        return redirect(back)
    rows = _chosen(request, survey, form)
    count = assign_cases(units=rows, people=[] if "nobody" in request.POST else chosen)
    words = ngettext("%(count)s case assigned.", "%(count)s cases assigned.", count)
    messages.success(request, words % {"count": count})
    return redirect(back)


def _chosen(request: HttpRequest, survey: Survey, form: UnitFilter) -> QuerySet[SampleUnit]:
    rows = survey.units.all()
    if request.POST.get("which") == "all":
        return cases.filtered(rows, form.wanted)
    chosen = [key for key in request.POST.getlist("unit") if key.isdecimal() and len(key) < 19]
    return rows.filter(pk__in=chosen)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One case; with a reason, its contact data too."""
    survey = access.fielded_survey(request.user, slug)
    found = get_object_or_404(
        survey.units.select_related("interviewer", "member", "wave__panel"), pk=number
    )
    form = ReasonForm(*posted(request))
    contact = None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        contact = read_contact(owner=found, reader=request.user, reason=reason)
    stored = contact_of(found)
    readings = stored.readings.select_related("reader") if stored else ContactReading.objects.none()
    context = {
        "survey": survey,
        "may": access.capabilities(request.user, survey),
        "unit": found,
        "form": form,
        "contact": contact,
        "has_contact": stored is not None,
        "readings": Sheets(readings, READINGS_PER_PAGE).get_page(request.GET.get("page")),
        "attempts": found.attempts.select_related("interviewer"),
        "submissions": found.submissions.defer("row", "repeats"),
    }
    status = 422 if form.is_bound and contact is None else 200
    return render(request, "surveys/admin/unit.html", context, status=status)
