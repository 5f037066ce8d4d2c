"""A survey's opening and its team: pages of those who lead it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys import access, queries
from surveys.errors import SurveyError
from surveys.forms.life import ConsentForm, DatesForm, MemberForm
from surveys.models import Survey
from surveys.problems import sentences
from surveys.services.life import FOLLOWING, change_state, keep_consent, set_dates
from surveys.services.readiness import checklist
from surveys.services.teams import remove_member, set_role
from surveys.views.pages import form_page, posted, tell


@require_http_methods(["GET", "HEAD"])
def opening(request: HttpRequest, slug: str) -> HttpResponse:
    """What is missing before the survey opens, its state, dates and consent text."""
    survey = access.viewed_survey(request.user, slug)
    return _opening(request, survey)


def _opening(
    request: HttpRequest,
    survey: Survey,
    dates: DatesForm | None = None,
    consent: ConsentForm | None = None,
) -> HttpResponse:
    present = survey.consent_texts.first()
    states = dict(Survey.State.choices)
    context = {
        "survey": survey,
        "checks": checklist(survey),
        "following": [(state, states[state]) for state in FOLLOWING[survey.state]],
        "changes": survey.state_changes.select_related("actor")[:10],
        "dates": dates or DatesForm.of(survey),
        "consent": consent or ConsentForm(texts=present.texts if present else {}),
        "consent_version": present,
        "may": access.capabilities(request.user, survey),
    }
    status = 422 if dates or consent else 200
    return render(request, "surveys/admin/opening.html", context, status=status)


@require_POST
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring the survey into another state, or say what is missing."""
    survey = access.led_survey(request.user, slug)
    wanted, anyway = request.POST.get("state", ""), "anyway" in request.POST
    try:
        change_state(survey=survey, state=wanted, actor=request.user, anyway=anyway)
    except SurveyError as error:
        tell(request, error)
    else:
        words = _("The survey is now in this state: %(state)s.")
        messages.success(request, words % {"state": survey.get_state_display()})
    return redirect("surveys_opening", slug=slug)


@require_POST
def dates(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the dates and the open link."""
    survey = access.led_survey(request.user, slug)
    form = DatesForm(request.POST)
    if not form.is_valid():
        return _opening(request, survey, dates=form)
    set_dates(survey=survey, **form.cleaned_data)
    messages.success(request, _("The dates are kept."))
    return redirect("surveys_opening", slug=slug)


@require_POST
def consent(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a new version of the consent text."""
    survey = access.led_survey(request.user, slug)
    form = ConsentForm(request.POST, texts={})
    if not form.is_valid():
        return _opening(request, survey, consent=form)
    kept = keep_consent(survey=survey, texts=form.texts, actor=request.user)
    words = _("Version %(number)s of the consent text is in force.")
    messages.success(request, words % {"number": kept.number})
    return redirect("surveys_opening", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs to the survey; a person is added, or given another role."""
    survey = access.led_survey(request.user, slug)
    form = MemberForm(*posted(request))
    if form.is_valid():
        found = form.cleaned_data
        try:
            set_role(survey=survey, user=found["email"], role=found["role"])
        except SurveyError as error:
            form.add_error("role", sentences(error.problems))
        else:
            messages.success(request, _("%(person)s is on the team.") % {"person": found["email"]})
            return redirect("surveys_team", slug=slug)
    context = {"survey": survey, "form": form, "members": queries.team(survey)}
    return form_page(request, "surveys/admin/team.html", context)


@require_POST
def leave(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a person off the team."""
    survey = access.led_survey(request.user, slug)
    member = get_object_or_404(survey.members.select_related("user", "survey"), pk=number)
    try:
        remove_member(member=member)
    except SurveyError as error:
        tell(request, error)
    else:
        words = _("%(person)s is no longer on the team; their devices send no more.")
        messages.success(request, words % {"person": member.user})
    return redirect("surveys_team", slug=slug)
