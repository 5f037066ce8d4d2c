"""One interview: read, decided, and its files fetched."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveys import access
from surveys.forms.review import DecisionForm, InboxForm
from surveys.models import Submission
from surveys.queries import review as queries
from surveys.services.review import review_submission
from surveys.templatetags.submissions import decided_words
from surveys.views.review.files import kept_file
from surveys.views.review.reading import reading_of


@require_safe
def submission(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One interview: answers with what was noticed, files, paradata, history."""
    found = access.reviewed_submission(request.user, slug, number)
    return _page(request, found, DecisionForm())


def _page(
    request: HttpRequest, found: Submission, form: DecisionForm, status: int = 200
) -> HttpResponse:
    filters = InboxForm(request.GET, survey=found.survey)
    previous, following = _neighbours(found, filters)
    context = {
        "submission": found,
        "survey": found.survey,
        "reading": reading_of(request, found),
        "attachments": found.attachments.select_related("blob", "submission"),
        "filters": filters,
        "related": queries.related(found),
        "previous": previous,
        "following": following,
        "form": form,
    }
    return render(request, "surveys/admin/submission.html", context, status=status)


def _neighbours(
    found: Submission, filters: InboxForm
) -> tuple[Submission | None, Submission | None]:
    fitting = queries.inbox(found.survey, **filters.conditions)
    if state := filters.chosen("state"):
        fitting = fitting.filter(state=state)
    return queries.neighbours(fitting, found, filters.order_by)


@require_POST
def review(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Approve, reject or return one interview, and go on to the next of the inbox."""
    found = access.reviewed_submission(request.user, slug, number)
    form = DecisionForm(request.POST)
    if request.POST.get("seen") != found.sha256:
        form.add_error(None, _("There is a newer version of this interview. It is shown now."))
    if form.is_valid() and form.state == Submission.State.RETURNED and not found.interviewer_id:
        form.add_error(None, _("No interviewer is known to give it back to."))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    filters = InboxForm(request.GET, survey=found.survey)
    _previous, following = _neighbours(found, filters)
    done = review_submission(
        submission=found, state=form.state, actor=request.user, note=form.cleaned_data["note"]
    )
    if not done:
        form.add_error(None, _("This case has another approved interview. Reject that first."))
        return _page(request, found, form, status=422)
    messages.success(request, decided_words(form.state) % {"count": found.unit or found})
    return redirect(_onward(slug, following, request.GET))


def _onward(slug: str, following: Submission | None, query: QueryDict) -> str:
    address = (
        reverse("surveys_submission", args=[slug, following.pk])
        if following
        else reverse("surveys_inbox", args=[slug])
    )
    return f"{address}?{query.urlencode()}"


@require_safe
def attachment(request: HttpRequest, slug: str, number: int, file: int) -> FileResponse:
    """A file that came with an interview: strangers made it, so it is kept, never shown."""
    found = access.reviewed_submission(request.user, slug, number)
    wanted = get_object_or_404(found.attachments.select_related("blob"), pk=file)
    return kept_file(wanted.blob, wanted.name)
