"""The inbox: interviews that came in, narrowed to what somebody looks for, and decided together."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.sheets import Sheets
from surveys import access
from surveys.forms.review import DecisionForm, InboxForm
from surveys.models import Submission, Survey
from surveys.queries import review
from surveys.services.review import Decided, decide
from surveys.templatetags.submissions import decided_words, left_words

PER_PAGE = 50
NAMED = 5
"""How many of those that were left a message names."""


@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest, slug: str) -> HttpResponse:
    """The interviews that fit the filters; those that are picked are decided."""
    survey = access.read_survey(request.user, slug)
    filters = InboxForm(request.GET, survey=survey)
    fitting = review.inbox(survey, **filters.conditions)
    if request.method != "POST":
        return _page(request, survey, filters, fitting, DecisionForm())
    form = DecisionForm(request.POST)
    picked = _picked(request, filters, fitting)
    if picked is None:
        form.add_error(None, _("Pick the interviews first, or all that are found."))
    if picked is None or not form.is_valid():
        return _page(request, survey, filters, fitting, form, status=422)
    found = form.cleaned_data
    decided = decide(submissions=picked, state=form.state, actor=request.user, note=found["note"])
    _tell(request, form.state, decided)
    return redirect(f"{reverse('surveys_inbox', args=[slug])}?{filters.kept}")


def _picked(
    request: HttpRequest, filters: InboxForm, fitting: QuerySet[Submission]
) -> QuerySet[Submission] | None:
    """Those that were ticked, or all that are found; None when there are none."""
    if "everything" in request.POST:
        return _in_state(filters, fitting)
    keys = [key for key in request.POST.getlist("pick") if key.isdecimal() and len(key) < 19]
    return fitting.filter(pk__in=keys[:PER_PAGE]) if keys else None


def _in_state(filters: InboxForm, fitting: QuerySet[Submission]) -> QuerySet[Submission]:
    state = filters.chosen("state")
    return fitting.filter(state=state) if state else fitting


def _page(
    request: HttpRequest,
    survey: Survey,
    filters: InboxForm,
    fitting: QuerySet[Submission],
    form: DecisionForm,
    status: int = 200,
) -> HttpResponse:
    counts = review.counts_by_state(fitting)
    state = filters.chosen("state")
    shown = review.in_order(_in_state(filters, fitting), filters.order_by)
    context = {
        "survey": survey,
        "filters": filters,
        "form": form,
        "picked": set(request.POST.getlist("pick")),
        "tabs": _tabs(filters, counts),
        "found": counts.get(state, 0) if state else sum(counts.values()),
        "submissions": Sheets(shown, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "surveys/admin/inbox.html", context, status=status)


def _tabs(filters: InboxForm, counts: dict[str, int]) -> list[dict[str, object]]:
    """A tab per state with its number and address, all of them first."""
    chosen, tabs = filters.chosen("state"), []
    for state, name in [("", _("all")), *Submission.State.choices]:
        query = filters.data.copy()
        query["state"] = state
        query.pop("page", None)
        number = counts.get(state, 0) if state else sum(counts.values())
        tabs.append(
            {"name": name, "number": number, "query": query.urlencode(), "on": state == chosen}
        )
    return tabs


def _tell(request: HttpRequest, state: str, decided: Decided) -> None:
    """What was done and, by reason, what was not."""
    messages.success(request, decided_words(state) % {"count": decided.done})
    for reason, names in decided.left.items():
        words = _("Left as they are: %(count)s. %(reason)s: %(names)s")
        some = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        found = {"count": len(names), "reason": left_words(reason), "names": some}
        messages.warning(request, words % found)
