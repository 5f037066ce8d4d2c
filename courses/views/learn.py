"""What learners see: their course, its lessons, and the way in and out of a cohort."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import access
from courses.grading import Sheet
from courses.models import Unit
from courses.queries.learning import journey, pinned_lesson
from courses.queries.quizzes import quiz_sheet
from courses.services.enrolments import enrol, withdraw
from courses.services.progress import complete_unit
from courses.services.quizzes import submit_quiz
from courses.services.refusal import Refused


@require_safe
@never_cache
@login_required
def cohort(request: HttpRequest, public_id: str) -> HttpResponse:
    """The course as this person follows it: modules, what is done, what is next."""
    place = access.place(request.user, public_id)
    steps = journey(place.cohort.version, place.enrolment)
    return render(
        request,
        "courses/cohort.html",
        {"place": place, "journey": steps, "trail": access.trail_to(place, inside=False)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def lesson(request: HttpRequest, public_id: str, pos: int) -> HttpResponse:
    """A lesson as the cohort's version has it; a POST marks it as done or answers its quiz."""
    place = access.place(request.user, public_id)
    unit = access.unit_of(place, pos)
    sheet, status = None, 200
    if request.method == "POST":
        sheet = _do(request, place, unit)
        if sheet is None:
            return redirect("courses_lesson", public_id=public_id, pos=pos)
        status = 422
    elif unit.quiz:
        sheet = quiz_sheet(unit=unit, enrolment=place.enrolment)
    steps = journey(place.cohort.version, place.enrolment)
    context = {
        "place": place,
        "unit": unit,
        "way": steps.around(unit),
        "next_unit": steps.next_unit,
        "lesson": pinned_lesson(unit, get_language() or ""),
        "quiz_sheet": sheet,
        "trail": access.trail_to(place),
    }
    return render(request, "courses/cohort_lesson.html", context, status=status)


def _do(request: HttpRequest, place: access.Place, unit: Unit) -> Sheet | None:
    """Do what the form asks; a sheet where answers must be corrected, else None."""
    enrolment = place.enrolment
    if enrolment is None or not place.learns:
        messages.error(request, _("Nothing was kept: only learners of an open cohort do lessons."))
        return None
    try:
        if unit.rule == Unit.Rule.READ:
            complete_unit(enrolment=enrolment, pos=unit.pos, actor=request.user)
            messages.success(request, _("This lesson is marked as done."))
            return None
        answered = submit_quiz(
            enrolment=enrolment, unit=unit, data=request.POST, actor=request.user
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    return answered if isinstance(answered, Sheet) else None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Enrol in a cohort; whoever comes without a form is shown the course first."""
    found, course = access.joinable_cohort(request, public_id)
    if request.method == "POST":
        try:
            enrol(cohort=found, user=request.user, actor=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You are enrolled. Welcome!"))
            return redirect("courses_cohort", public_id=public_id)
    return redirect(course.get_url(request))


@require_POST
@never_cache
@login_required
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give up one's own enrolment."""
    place = access.place(request.user, public_id)
    if place.enrolment is None:
        raise Http404
    try:
        withdraw(enrolment=place.enrolment, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("courses_cohort", public_id=public_id)
    messages.success(request, _("You have left the cohort. What you have done stays on record."))
    return redirect("start")
