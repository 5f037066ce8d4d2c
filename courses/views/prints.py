"""Lessons on paper, as a cohort's version has them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses import access
from courses.queries.learning import pinned_lesson
from courses.queries.quizzes import quiz_sheet
from portal import prints


@require_safe
@login_required
def lesson(request: HttpRequest, public_id: str, pos: int) -> HttpResponseBase:
    """The PDF of a lesson of the version that the cohort is bound to."""
    place = access.place(request.user, public_id)
    unit = access.unit_of(place, pos)
    page = pinned_lesson(unit, get_language() or "").page
    sheet = quiz_sheet(unit=unit) if unit.quiz else None
    html = prints.page_html(page, request, version=place.cohort.version, quiz_sheet=sheet)
    filename = f"{page.slug}-{place.cohort.version.number}-{page.locale.language_code}.pdf"
    return prints.answer(request, html, filename)
