"""An interviewer's own cases, on a phone: whom to reach, how, and what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.sheets import Sheets
from surveys import access
from surveys.forms.attempts import AttemptForm
from surveys.models import SampleUnit, Submission
from surveys.queries.review import returned_to
from surveys.queries.units import is_held_again, own_cases
from surveys.services.attempts import note_attempt
from surveys.services.contacts import read_contact
from surveys.services.drafts import take_over
from surveys.services.invitations import invitation_of, token_of
from surveys.views.pages import form_page, posted

CASES_PER_PAGE = 50


@never_cache
@login_required
@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """The surveys in which the person has cases, or can have some."""
    own = Q(units__interviewer=request.user.pk)
    found = access.interviewed_surveys(request.user)
    rows = found.annotate(cases=Count("units", filter=own, distinct=True)).order_by(
        "-cases", "slug"
    )
    return render(request, "surveys/fieldwork/surveys.html", {"surveys": rows})


@never_cache
@login_required
@require_safe
def cases(request: HttpRequest, slug: str) -> HttpResponse:
    """The person's cases of one survey, and interviews of no case that came back."""
    survey = access.interviewed_survey(request.user, slug)
    rows = own_cases(survey, request.user.pk)
    sheet = Sheets(rows, CASES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "survey": survey,
        "units": sheet,
        "caseless": returned_to(request.user).filter(survey=survey, unit=None),
        "now": timezone.now(),
    }
    return render(request, "surveys/fieldwork/cases.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One case with its contact data; the form adds an attempt. That it was opened is noted."""
    unit = access.own_case(request.user, slug, number)
    form = AttemptForm(*posted(request), initial=_initial(unit))
    if form.is_valid():
        note_attempt(unit=unit, interviewer=request.user, **form.cleaned_data)
        messages.success(request, _("Noted."))
        return redirect("fieldwork_case", slug=slug, number=number)
    returned = unit.submissions.filter(state=Submission.State.RETURNED).defer("row", "repeats")
    again = is_held_again(unit)
    context = {
        "survey": unit.survey,
        "again": again,
        "done": not again and unit.submissions.exists(),
        "unit": unit,
        "contact": read_contact(owner=unit, reader=request.user),
        "attempts": unit.attempts.select_related("interviewer"),
        "returned": returned.prefetch_related("reviews"),
        "form": form,
    }
    return form_page(request, "surveys/fieldwork/case.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Go to the web questionnaire of a case; its answers belong to the case. What the person has
    begun alone goes on as the interviewer's interview.
    """
    unit = access.own_case(request.user, slug, number)
    invitation = invitation_of(unit=unit)
    take_over(invitation=invitation, interviewer=request.user)
    return redirect("respond_invitation", token=token_of(invitation))


def _initial(unit: SampleUnit) -> dict[str, object]:
    return {"at": timezone.localtime(), "disposition": unit.disposition}
