"""A released course as a book: all its lessons, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courses.grading import Sheet
from courses.models import CourseVersion, LessonPage
from courses.queries.learning import pinned_lesson
from courses.queries.quizzes import quiz_sheet
from portal.words import in_language


@dataclass(frozen=True, slots=True)
class Chapter:
    """A lesson as the version has it; `opens` is the module that begins with it, else empty."""

    number: int
    opens: str
    page: LessonPage
    quiz_sheet: Sheet | None


@dataclass(frozen=True, slots=True)
class Book:
    """A released course in one language, as the template of a page on paper wants it."""

    version: CourseVersion
    title: str
    chapters: tuple[Chapter, ...]

    @property
    def description(self) -> str:
        """What the document's metadata say about the book."""
        return str(self.version)

    @property
    def last_published_at(self) -> datetime:
        """When the version was released."""
        return self.version.released_at

    @property
    def minutes(self) -> int:
        """How long all lessons take."""
        return sum(chapter.page.minutes for chapter in self.chapters)


def book_of(version: CourseVersion, language: str) -> Book:
    """The book of a version; a lesson without a translation stands in its own language."""
    chapters, module = [], None
    for unit in version.units.order_by("pos"):
        opens = in_language(unit.module_titles, language) if unit.module_key != module else ""
        module = unit.module_key
        page = pinned_lesson(unit, language).page
        sheet = quiz_sheet(unit=unit) if unit.quiz else None
        chapters.append(Chapter(unit.pos + 1, opens, page, sheet))
    return Book(version, in_language(version.titles, language), tuple(chapters))
