"""Correcting an interview: by those who review it, and by the interviewer it was returned to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from surveys import access
from surveys.views.review.correcting import correct


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The answers as fields, for reviewers."""
    found = access.reviewed_submission(request.user, slug, number)
    if found.instrument is None:
        raise Http404
    context = correct(request, found)
    if context is None:
        return redirect("surveys_submission", slug=slug, number=number)
    return render(request, "surveys/admin/edit.html", context, status=context["status"])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def returned(request: HttpRequest, number: int) -> HttpResponse:
    """An interview that was returned to this interviewer, with the reason and its answers."""
    found = access.returned_submission(request.user, number)
    if found.instrument is None:
        raise Http404
    context = correct(request, found)
    if context is None:
        return redirect("start")
    context["review"] = found.reviews.filter(state=found.state).last()
    return render(request, "surveys/fieldwork/returned.html", context, status=context["status"])
