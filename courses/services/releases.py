"""A course becomes an immutable version: what cohorts learn and certificates will speak of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail.models import Page, Revision

from courses.models import CoursePage, CourseVersion, LessonPage, Unit, UnitRevision
from courses.services.quizzes import freeze_quiz
from courses.services.release_plan import PlannedUnit, ReleasePlan, ReleaseProblem, plan_release
from portal.models import User

CONTENT = ("title", "summary", "body")
"""The fields of a lesson's revision that learners see."""


class ReleaseBlocked(Exception):
    """Something must be solved before the course can be released."""

    def __init__(self, problems: Sequence[ReleaseProblem]) -> None:
        self.problems = tuple(problem for problem in problems if problem.blocking)
        super().__init__("\n".join(f"{each.where}: {each.text}" for each in self.problems))


@dataclass(frozen=True, slots=True)
class Released:
    """A version, and whether it was made now or had the same content already."""

    version: CourseVersion
    is_new: bool


@transaction.atomic
def release_course(*, course: CoursePage, notes: str, actor: User) -> Released:
    """The version with what is published of the course now.

    The same content gives the version that has it. Raises `ReleaseBlocked` with all problems.
    """
    plan = plan_release(course)
    if plan.blocked:
        raise ReleaseBlocked(plan.problems)
    Page.objects.select_for_update().get(pk=plan.course.pk)  # one release of a course at a time
    units = [_unit_facts(pos, unit) for pos, unit in enumerate(plan.units)]
    digest = _content_hash(plan, units)
    versions = CourseVersion.objects.filter(course_key=plan.course.translation_key)
    known = versions.filter(content_hash=digest).first()
    if known:
        return Released(known, is_new=False)
    version = CourseVersion.objects.create(
        course_key=plan.course.translation_key,
        number=(versions.aggregate(latest=Max("number"))["latest"] or 0) + 1,
        titles=plan.titles,
        notes=notes,
        n_units=len(units),
        n_required=sum(facts["required"] for facts in units),
        content_hash=digest,
        released_by=actor,
    )
    for facts, planned in zip(units, plan.units, strict=True):
        unit = Unit.objects.create(version=version, **facts)
        for language, revision in planned.revisions.items():
            shows = _shown_by(planned.lessons[language])
            UnitRevision.objects.create(
                unit=unit, language=language, revision=revision, shows=shows
            )
    return Released(version, is_new=True)


def _unit_facts(pos: int, unit: PlannedUnit) -> dict[str, Any]:
    quiz = unit.quiz
    return {
        "pos": pos,
        "key": unit.key,
        "module_key": unit.module_key,
        "module_titles": unit.module_titles,
        "titles": unit.titles,
        "required": unit.original.required,
        "minutes": unit.original.minutes,
        "rule": Unit.Rule.QUIZ if quiz else Unit.Rule.READ,
        "quiz": quiz
        and {
            "block": quiz.id,
            "questions": freeze_quiz(quiz.value),
            "pass_mark": quiz.value["pass_mark"],
        },
    }


def _notes(revision: Revision) -> list[list[str]]:
    """The footnotes of a lesson's revision."""
    return [[note["uuid"], note["text"]] for note in revision.content.get("footnotes", [])]


def _shown(revision: Revision, name: str) -> Any:
    """A field of a lesson's revision; PostgreSQL gives the parts of a body in an order of its own."""
    value = revision.content[name]
    return json.loads(value) if name == "body" else value


def _content_hash(plan: ReleasePlan, units: Sequence[dict[str, Any]]) -> str:
    """The digest of what learners see; publishing a page again unchanged does not change it."""
    texts = [
        {
            language: [_shown(revision, name) for name in CONTENT] + _notes(revision)
            for language, revision in sorted(unit.revisions.items())
        }
        for unit in plan.units
    ]
    content = json.dumps([plan.titles, units, texts], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()


def _shown_by(lesson: LessonPage) -> list[tuple[str, str]]:
    """What a lesson refers to, as models and keys. Pages to which it links may go."""
    found = {
        (model._meta.label_lower, key)
        for field in lesson._meta.get_fields()
        if hasattr(field, "extract_references")
        for model, key, *_paths in field.extract_references(field.value_from_object(lesson))
        if not issubclass(model, Page)
    }
    return sorted(found)
