"""Releasing a course, in the admin."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses import access
from courses.forms import ReleaseForm
from courses.models import CourseVersion
from courses.services.release_plan import plan_release
from courses.services.releases import ReleaseBlocked, release_course


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """What a release would hold, with all problems; a POST makes it."""
    course = access.released_course(request.user, pk)
    form, status = ReleaseForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if form.is_valid() and _release(request, course, form.cleaned_data["notes"]):
            return redirect("courses_release", pk=pk)
        status = 422
    context = {
        "plan": plan_release(course),
        "form": form,
        "versions": CourseVersion.objects.filter(course_key=course.translation_key).select_related(
            "released_by"
        ),
    }
    return render(request, "courses/admin/release.html", context, status=status)


def _release(request: HttpRequest, course: access.CoursePage, notes: str) -> bool:
    try:
        released = release_course(course=course, notes=notes, actor=request.user)
    except ReleaseBlocked:
        messages.error(request, _("Nothing was released. Solve the problems below first."))
        return False
    if released.is_new:
        messages.success(
            request, _("Released as version %(number)s.") % {"number": released.version.number}
        )
    else:
        messages.info(
            request,
            _("Nothing has changed since version %(number)s, so there is no new version.")
            % {"number": released.version.number},
        )
    return True
