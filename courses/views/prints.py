"""Lessons and whole courses on paper, as a cohort's version has them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses import access
from courses.models import CourseVersion
from courses.queries.books import book_of
from courses.queries.catalogue import course_page
from courses.queries.learning import pinned_lesson
from courses.queries.quizzes import quiz_sheet
from portal import prints
from portal.words import in_language

LONGEST_TITLE = 60


@require_safe
@login_required
def lesson(request: HttpRequest, public_id: str, pos: int) -> HttpResponseBase:
    """The PDF of a lesson of the version that the cohort is bound to."""
    place = access.place(request.user, public_id)
    unit = access.unit_of(place, pos)
    page = pinned_lesson(unit, get_language() or "").page
    sheet = quiz_sheet(unit=unit) if unit.quiz else None
    version, language = place.cohort.version, page.locale.language_code
    titles = in_language(version.titles, language), in_language(unit.module_titles, language)
    html = prints.page_html(page, request, version=version, quiz_sheet=sheet, place=titles)
    filename = f"{_stem(version)}-lesson-{pos + 1}-{language}.pdf"
    web = reverse("courses_lesson", args=[public_id, pos])
    return prints.answer(request, html, filename, web=web)


@require_safe
@login_required
def book(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The PDF of all lessons of the version that the cohort is bound to."""
    version = access.place(request.user, public_id).cohort.version
    language = get_language() or ""
    course = course_page(version.course_key, language, request)
    made = book_of(version, language)
    html = prints.document_html(
        "courses/print/book.html",
        language,
        address=course.get_url(request) if course else "",
        page=made,
        pages=[chapter.page for chapter in made.chapters],
    )
    web = reverse("courses_cohort", args=[public_id])
    return prints.answer(request, html, f"{_stem(version)}-{language}.pdf", web=web)


def _stem(version: CourseVersion) -> str:
    """How the files of a version are called: by the first words of the course's title."""
    title = slugify(in_language(version.titles, settings.LANGUAGE_CODE))
    return f"{title[:LONGEST_TITLE].rstrip('-') or 'course'}-version-{version.number}"
