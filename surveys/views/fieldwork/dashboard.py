"""How fieldwork goes: progress and interviewers, response rates, quotas."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys import access, queries
from surveys.forms.quotas import QuotaForm
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Survey
from surveys.queries import monitoring
from surveys.queries.quotas import quota_counts
from surveys.services.quotas import keep_quota
from surveys.views.pages import form_page, posted

RATES = (
    ("rr1", "I / (I + P + R + NC + O + U)"),
    ("rr2", "(I + P) / (I + P + R + NC + O + U)"),
    ("rr3", "I / (I + P + R + NC + O + e·U)"),
    ("rr4", "(I + P) / (I + P + R + NC + O + e·U)"),
    ("rr5", "I / (I + P + R + NC + O)"),
    ("rr6", "(I + P) / (I + P + R + NC + O)"),
    ("cooperation", "I / (I + P + R + O)"),
    ("refusal", "R / (I + P + R + NC + O + U)"),
    ("contact", "(I + P + R + O) / (I + P + R + NC + O + U)"),
    ("eligibility", "e = (I + P + R + NC + O) / (I + P + R + NC + O + NE)"),
)


@never_cache
@require_safe
def fieldwork(request: HttpRequest, slug: str) -> HttpResponse:
    """Progress, interviewers and quotas; `part` asks for what the page refreshes by itself."""
    survey = access.viewed_survey(request.user, slug)
    context = {
        "survey": survey,
        "now": timezone.now(),
        "may": access.capabilities(request.user, survey),
        **monitoring.dashboard(survey),
    }
    template = "_fieldwork" if "part" in request.GET else "fieldwork"
    return render(request, f"surveys/admin/{template}.html", context)


@require_safe
def rates(request: HttpRequest, slug: str) -> HttpResponse:
    """Outcomes and response rates with their formulas, for all cases and by stratum."""
    survey = access.viewed_survey(request.user, slug)
    found = monitoring.rates(survey)
    whole = found[0]
    context = {
        "survey": survey,
        "whole": whole,
        "strata": found[1:],
        "codes": sorted(whole.codes.items()),
        "formulas": [
            (name, formula, getattr(whole.unweighted, name), getattr(whole.weighted, name))
            for name, formula in RATES
        ],
        "may": access.capabilities(request.user, survey),
    }
    return render(request, "surveys/admin/rates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quotas(request: HttpRequest, slug: str) -> HttpResponse:
    """The quotas and how full they are; the form keeps one more, or another version of one."""
    survey = access.fielded_survey(request.user, slug)
    form = QuotaForm(_questionnaire(survey), *posted(request))
    if form.is_valid():
        quota = keep_quota(survey=survey, **form.cleaned_data)
        messages.success(request, _("The quota “%(name)s” is kept.") % {"name": quota})
        return redirect("surveys_quotas", slug=slug)
    kept = list(survey.quotas.all())
    counts = quota_counts(survey, kept) if kept else {}
    context = {
        "survey": survey,
        "form": form,
        "quotas": [(quota, counts[quota.pk]) for quota in kept],
        "may": access.capabilities(request.user, survey),
    }
    return form_page(request, "surveys/admin/quotas.html", context)


def _questionnaire(survey: Survey) -> Questionnaire | None:
    newest = queries.newest_version(survey)
    return queries.questionnaire_of(newest) if newest else None


@require_POST
def remove_quota(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a quota away; interviews stay as they are."""
    survey = access.fielded_survey(request.user, slug)
    quota = get_object_or_404(survey.quotas, pk=number)
    quota.delete()
    messages.success(request, _("The quota “%(name)s” is removed.") % {"name": quota})
    return redirect("surveys_quotas", slug=slug)
