"""The researcher's pages in the admin: surveys, their answers, their releases."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.permissions import page_permission_policy

from surveys import access, queries
from surveys.forms.sample import ReferenceForm
from surveys.models import Survey
from surveys.services.review import approve_submissions
from surveys.tasks import enqueue_release


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All surveys."""
    if not access.may_view(request.user):
        raise Http404
    return render(
        request,
        "surveys/admin/index.html",
        {
            "surveys": queries.fieldwork(access.surveys_where(request.user, access.VIEW)),
            "may_add": access.may_add_survey(request.user),
        },
    )


@require_safe
def outdated_quotes(request: HttpRequest) -> HttpResponse:
    """The pages this person may edit that quote a superseded release."""
    pages = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    context = {"quotes": queries.outdated_quotes(pages)}
    return render(request, "surveys/admin/outdated_quotes.html", context)


@require_safe
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """One survey: where it stands, and what can be done next."""
    return survey_page(request, access.viewed_survey(request.user, slug))


def survey_page(
    request: HttpRequest,
    found: Survey,
    reference_form: ReferenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a survey, with a form as it was sent where something is wrong with it."""
    context = {
        "survey": found,
        "progress": queries.progress(found),
        "versions": found.instrument_versions.defer("workbook", "xform", "warnings"),
        "releases": found.releases.defer("results"),
        "jobs": queries.release_jobs(found),
        "reference_form": reference_form or ReferenceForm(prefix="reference"),
        "references": queries.reference_samples(found),
        "may": access.capabilities(request.user, found),
    }
    return render(request, "surveys/admin/survey.html", context, status=status)


@require_POST
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve all waiting submissions without issues."""
    found = access.read_survey(request.user, slug)
    count = approve_submissions(survey=found, actor=request.user)
    messages.success(
        request,
        ngettext("%(count)s submission approved.", "%(count)s submissions approved.", count)
        % {"count": count},
    )
    return redirect("surveys_survey", slug=slug)


@require_POST
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the worker for a new release with the newest plan."""
    found = access.edited_survey(request.user, slug)
    plan = queries.current_plan(found)
    if plan is None:
        messages.error(request, _("The survey has no analysis plan yet."))
    else:
        enqueue_release(survey=found, plan=plan, actor=request.user)
        messages.success(
            request, _("The release is being computed. It appears here when it is done.")
        )
    return redirect("surveys_survey", slug=slug)
