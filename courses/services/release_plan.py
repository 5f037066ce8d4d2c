"""What a release of a course would hold, and everything that speaks against it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from courses.models import CoursePage, LessonPage, ModulePage
from courses.services.quizzes import quiz_problems, quiz_warnings
from portal.translation import behind_their_source

Pages = Mapping[str, Page]
"""The published versions of one page by language."""


@dataclass(frozen=True, slots=True)
class ReleaseProblem:
    """Where something is wrong, and what; a release waits until the blocking ones are solved."""

    where: str
    text: str
    blocking: bool = True


@dataclass(frozen=True)
class PlannedUnit:
    """A lesson as it would be released: its published pages and their newest revisions."""

    key: UUID
    module_key: UUID
    module_titles: dict[str, str]
    pages: Pages
    source: LessonPage

    @cached_property
    def revisions(self) -> dict[str, Revision]:
        """The published revision by language."""
        return {code: page.live_revision for code, page in self.pages.items()}

    @cached_property
    def lessons(self) -> dict[str, LessonPage]:
        """The lesson as its published revision has it, by language."""
        return {code: revision.as_object() for code, revision in self.revisions.items()}

    @property
    def titles(self) -> dict[str, str]:
        """The lesson's title by language."""
        return {code: lesson.title for code, lesson in self.lessons.items()}

    @property
    def original(self) -> LessonPage:
        """The lesson that the others are translations of."""
        return self.lessons[self.source.locale.language_code]

    @property
    def quiz(self) -> Any:
        """The quiz block of the lesson, or None."""
        return next((each for each in self.original.body if each.block_type == "quiz"), None)


@dataclass(frozen=True)
class ReleasePlan:
    """The units that would be released and the problems found, all of them."""

    course: CoursePage
    titles: dict[str, str]
    units: tuple[PlannedUnit, ...]
    problems: tuple[ReleaseProblem, ...]

    @property
    def blocked(self) -> bool:
        """Whether something must be solved first."""
        return any(problem.blocking for problem in self.problems)


def source_of(course: CoursePage) -> CoursePage:
    """The page of this course that decides about its order: the one in the site's language."""
    pages = course.get_translations(inclusive=True).select_related("locale").order_by("pk")
    by_language = {page.locale.language_code: page for page in reversed(pages)}
    return by_language.get(settings.LANGUAGE_CODE, course)


def plan_release(course: CoursePage) -> ReleasePlan:
    """What the published pages of the course would give as a release now."""
    source = source_of(course)
    modules, lessons, left_out = _tree(source)
    published = _published(lessons)
    module_titles = _titles(modules.values())
    problems = list(_tree_problems([source, *modules.values(), *lessons], left_out))
    units, behind = [], _behind(published)
    for lesson in lessons:
        pages = published.get(lesson.translation_key, {})
        if lesson.locale.language_code in pages:
            module = modules[_module_path(lesson)].translation_key
            titles = module_titles.get(module, {})
            unit = PlannedUnit(lesson.translation_key, module, titles, pages, lesson)
            units.append(unit)
            problems += _translation_problems(unit, behind)
            problems += _unit_problems(unit)
    if not lessons:
        problems.append(
            ReleaseProblem(source.title, _("The course has no published lesson. Publish one."))
        )
    if units and not any(unit.original.required for unit in units):
        problems.append(
            ReleaseProblem(source.title, _("No lesson is required. Mark at least one as required."))
        )
    titles = _titles([source]).get(source.translation_key, {})
    return ReleasePlan(source, titles, tuple(units), tuple(problems))


def _published(pages: Any) -> dict[UUID, dict[str, Page]]:
    """The published versions of these pages in all languages, by key and language."""
    keys = [page.translation_key for page in pages]
    found: dict[UUID, dict[str, Page]] = {}
    versions = LessonPage.objects.filter(
        translation_key__in=keys, live=True, live_revision__isnull=False
    ).select_related("locale", "live_revision")
    for version in versions:
        found.setdefault(version.translation_key, {})[version.locale.language_code] = version
    return found


def _behind(published: Mapping[UUID, Pages]) -> set[int]:
    """The primary keys of the translations whose source has been published again since."""
    keys = [page.pk for pages in published.values() for page in pages.values()]
    pages = behind_their_source(Page.objects.filter(pk__in=keys))
    return set(pages.values_list("pk", flat=True))


def _titles(pages: Any) -> dict[UUID, dict[str, str]]:
    """The titles of the published versions of these pages in all languages."""
    keys = [page.translation_key for page in pages]
    found: dict[UUID, dict[str, str]] = {}
    versions = Page.objects.filter(translation_key__in=keys, live=True).order_by("pk")
    for key, code, title in versions.values_list(
        "translation_key", "locale__language_code", "title"
    ):
        found.setdefault(key, {})[code] = title
    return found


def _tree(course: Page) -> tuple[dict[str, ModulePage], list[LessonPage], list[Page]]:
    """The published modules by path, their published lessons in order, and what is left out."""
    every = ModulePage.objects.child_of(course).order_by("path")
    modules = {module.path: module for module in every if module.live}
    lessons = [
        lesson
        for lesson in LessonPage.objects.descendant_of(course)
        .select_related("locale")
        .order_by("path")
        if _module_path(lesson) in modules
    ]
    left_out = [page for page in (*every, *lessons) if not page.live]
    return modules, [lesson for lesson in lessons if lesson.live], left_out


def _module_path(lesson: LessonPage) -> str:
    return lesson.path[: -lesson.steplen]


def _tree_problems(pages: Iterable[Page], left_out: Iterable[Page]) -> Iterator[ReleaseProblem]:
    for page in pages:
        if not page.live or page.live_revision_id is None:
            yield ReleaseProblem(
                page.get_admin_display_title(),
                _("This page has no published version. Publish it, or move it elsewhere."),
            )
    for page in left_out:
        text = _("This page is not published. It is left out, with all that is below it.")
        yield ReleaseProblem(page.get_admin_display_title(), text, blocking=False)


def _translation_problems(unit: PlannedUnit, behind: Container[int]) -> Iterator[ReleaseProblem]:
    for code, _name in settings.LANGUAGES:
        if code not in unit.pages:
            text = _(
                "There is no published version in %(language)s; learners will see the original."
            )
        elif unit.pages[code].pk in behind:
            text = _(
                "The original has changed since it was translated into %(language)s. "
                "Sync and translate it first, or learners will read the older text."
            )
        else:
            continue
        language = {"language": get_language_info(code)["name_translated"]}
        yield ReleaseProblem(unit.original.title, text % language, blocking=False)


def _unit_problems(unit: PlannedUnit) -> Iterator[ReleaseProblem]:
    for code, lesson in unit.lessons.items():
        where = f"{lesson.title} ({get_language_info(code)['name_local']})"
        for child in lesson.body:
            try:
                child.block.clean(child.value)
            except ValidationError as error:
                for text in messages_of(error):
                    yield ReleaseProblem(f"{where}: {child.block.label}", text)
    if unit.quiz:
        where = f"{unit.original.title}: {unit.quiz.block.label}"
        for text in quiz_problems(unit.quiz.value):
            yield ReleaseProblem(where, text)
        for text in quiz_warnings(unit.quiz.value):
            yield ReleaseProblem(where, text, blocking=False)


def messages_of(error: ValidationError) -> Iterator[str]:
    """The sentences of an error, those of blocks within blocks included."""
    inner = getattr(error, "block_errors", None)
    if inner is None:
        yield from error.messages
        return
    yield from (str(text) for text in error.non_block_errors)
    for each in inner.values():
        yield from messages_of(each)
