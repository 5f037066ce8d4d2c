"""The conflict inbox: contents that were sent and held, until somebody decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.sheets import Sheets
from surveys import access
from surveys.collection.transcript import Difference, differences
from surveys.forms.review import HeldForm
from surveys.models import HeldSubmission, Submission
from surveys.queries import review
from surveys.queries.contents import Contents, held_files
from surveys.services.held import NotTaken, discard_held, predecessor, take_held
from surveys.views.pages import form_page, posted
from surveys.views.review.files import as_file, kept_file

PER_PAGE = 50
Reason = HeldSubmission.Reason


@require_safe
def held_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What is held, by reason; the undecided first."""
    survey = access.read_survey(request.user, slug)
    wanted = request.GET.get("reason", "")
    reason = wanted if wanted in Reason.values else ""
    contents = Sheets(review.held(survey, reason), PER_PAGE).get_page(request.GET.get("page"))
    known = review.known_to(survey, contents)
    context = {
        "survey": survey,
        "reasons": [("", _("all")), *Reason.choices],
        "reason": reason,
        "kept": f"reason={reason}" if reason else "",
        "held": contents,
        "rows": [(each, known.get(each.instance_id)) for each in contents],
    }
    return render(request, "surveys/admin/held_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One content: why it is held, how it differs from the interview, and the decision."""
    found = access.held_submission(request.user, slug, number)
    form = HeldForm(*posted(request))
    if form.is_valid():
        taken = _decided(request, found, form)
        if taken is not None:
            return redirect("surveys_submission", slug=slug, number=taken.pk)
        return redirect("surveys_held_list", slug=slug)
    known = predecessor(found)
    context = {
        "survey": found.survey,
        "held": found,
        "form": form,
        "known": known,
        "changes": _changes(found, known),
        "files": held_files(found),
        "may_take": found.reason != Reason.UNREADABLE,
    }
    return form_page(request, "surveys/admin/held.html", context)


def _decided(request: HttpRequest, found: HeldSubmission, form: HeldForm) -> Submission | None:
    """Carry the decision out, and say what became of it; the interview if one was taken."""
    asked: dict[str, Any] = {
        "held": found,
        "reason": form.cleaned_data["note"],
        "actor": request.user,
    }
    taken = None
    try:
        if form.cleaned_data["decision"] == HeldSubmission.Decision.ACCEPTED:
            taken = take_held(**asked)
            messages.success(request, _("Taken in. The interview waits for review."))
        else:
            discard_held(**asked)
            messages.success(request, _("Discarded. The content can still be fetched."))
    except NotTaken:
        words = _("Nothing was done: somebody decided already, or it cannot be taken in.")
        messages.error(request, words)
    return taken


def _changes(found: HeldSubmission, known: Submission | None) -> tuple[Difference, ...]:
    """How the content differs from the current version of its interview."""
    if known is None:
        return ()
    contents = Contents(found.survey)
    current = contents.sections(bytes(known.versions.latest().xml))
    return differences(current, contents.sections(bytes(found.content)))


@require_safe
def content(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The bytes as they came."""
    found = access.held_submission(request.user, slug, number)
    return as_file(HttpResponse(bytes(found.content)), f"held-{found.pk}.xml")


@require_safe
def held_file(request: HttpRequest, slug: str, number: int, file: int) -> FileResponse:
    """A file that came with a held content."""
    found = access.held_submission(request.user, slug, number)
    wanted = get_object_or_404(found.files.select_related("blob"), pk=file)
    return kept_file(wanted.blob, wanted.name)
