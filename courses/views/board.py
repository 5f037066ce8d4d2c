"""The board of a cohort, for its staff: who has done what."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses import access
from courses.forms import EnrolForm
from courses.queries.cohorts import board_of
from courses.services.enrolments import enrol_by_email
from courses.services.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def board(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody in the cohort and how far they are; a POST brings a person in."""
    place = access.board_place(request.user, public_id)
    form, status = EnrolForm(), 200
    if request.method == "POST":
        if not place.enrols_others:
            raise Http404
        form = EnrolForm(request.POST)
        if form.is_valid() and _enrol(request, place, form):
            return redirect("courses_board", public_id=public_id)
        status = 422
    context = {"place": place, "board": board_of(place.cohort), "form": form}
    context["trail"] = access.trail_to(place)
    return render(request, "courses/board.html", context, status=status)


def _enrol(request: HttpRequest, place: access.Place, form: EnrolForm) -> bool:
    try:
        enrolled = enrol_by_email(
            cohort=place.cohort, email=form.cleaned_data["email"], actor=request.user
        )
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return False
    messages.success(request, _("%(name)s is enrolled.") % {"name": enrolled.user})
    return True
