"""What visitors may read of courses, and the cohorts they may join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageQuerySet, PageViewRestriction

from courses.models import Cohort, CoursePage, LessonPage, ModulePage
from courses.queries.cohorts import places_taken


@dataclass(frozen=True, slots=True)
class OpenModule:
    """A module with its published lessons, as far as a visitor may read them."""

    page: ModulePage
    lessons: tuple[LessonPage, ...]

    @property
    def minutes(self) -> int:
        """How long the module takes."""
        return sum(lesson.minutes for lesson in self.lessons)


def outline(course: Page, request: HttpRequest) -> list[OpenModule]:
    """The published modules and lessons of a course that this visitor may read, in order."""
    modules = readable(ModulePage.objects.child_of(course), course, request)
    lessons = readable(LessonPage.objects.descendant_of(course), course, request)
    by_module = {
        path: tuple(group)
        for path, group in groupby(
            lessons.defer("body"), lambda lesson: lesson.path[: -lesson.steplen]
        )
    }
    return [OpenModule(module, by_module.get(module.path, ())) for module in modules]


def lessons_of(module: ModulePage, request: HttpRequest) -> PageQuerySet:
    """The published lessons of a module that this visitor may read, in order."""
    return readable(LessonPage.objects.child_of(module), module, request).defer("body")


def readable(pages: PageQuerySet, top: Page, request: HttpRequest) -> PageQuerySet:
    """Those of the pages below `top` that are live and not closed to this visitor, in order.

    Whoever reads `top` has passed what guards it, so only what guards pages below is asked.
    """
    pages = pages.live().order_by("path")
    guards = PageViewRestriction.objects.filter(page__path__startswith=top.path)
    for guard in guards.exclude(page=top).select_related("page"):
        if not guard.accept_request(request):
            pages = pages.not_descendant_of(guard.page, inclusive=True)
    return pages


def neighbours(
    lesson: LessonPage, request: HttpRequest
) -> tuple[LessonPage | None, LessonPage | None]:
    """The lessons of the course before and after this one that this visitor may read."""
    course = CoursePage.objects.ancestor_of(lesson).get()
    lessons = (each for module in outline(course, request) for each in module.lessons)
    around = [None, *lessons, None]
    at = next((index for index, each in enumerate(around) if each == lesson), None)
    return (around[at - 1], around[at + 1]) if at else (None, None)


def public_courses(language: str) -> dict[UUID, CoursePage]:
    """The public courses of this language by key, the newest first."""
    pages = (
        CoursePage.objects.live()
        .public()
        .filter(locale__language_code=language)
        .order_by("-first_published_at", "-pk")
    )
    return {page.translation_key: page for page in pages}


def course_page(course_key: UUID, language: str, request: HttpRequest) -> CoursePage | None:
    """The page of a course that this visitor may read, in this language if there is one."""
    pages = CoursePage.objects.live().filter(translation_key=course_key).select_related("locale")
    found = [
        page
        for page in pages.order_by("pk")
        if all(guard.accept_request(request) for guard in page.get_view_restrictions())
    ]
    found.sort(key=lambda page: page.locale.language_code != language)
    return found[0] if found else None


def offered_cohorts(course_keys: Iterable[UUID]) -> list[Cohort]:
    """The cohorts of these courses that people may enrol in today, the next to begin first.

    Each knows as `taken` how many of its places are taken.
    """
    today = timezone.localdate()
    near = timedelta(days=1)  # each cohort has its own time zone, so its own today
    cohorts = (
        Cohort.objects.filter(
            version__course_key__in=list(course_keys),
            state=Cohort.State.OPEN,
            enrolment_from__lte=today + near,
            enrolment_until__gte=today - near,
        )
        .select_related("version")
        .annotate(taken=places_taken())
        .order_by("starts_on", "pk")
    )
    return [cohort for cohort in cohorts if cohort.enrols()]
