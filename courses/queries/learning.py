"""A learner's way through a released course: what is done, what is next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db.models import F, Prefetch, QuerySet

from courses import bitmap
from courses.models import Cohort, CourseVersion, Enrolment, LessonPage, Unit
from courses.queries.cohorts import PRESENT
from portal.models import Visitor
from portal.words import in_language


@dataclass(frozen=True, slots=True)
class Step:
    """A unit and whether it is done."""

    unit: Unit
    done: bool


@dataclass(frozen=True, slots=True)
class ModuleSteps:
    """A module of a released course and the steps in it."""

    title: str
    steps: tuple[Step, ...]

    @property
    def n_done(self) -> int:
        """How many of its units are done."""
        return sum(step.done for step in self.steps)

    @property
    def minutes(self) -> int:
        """How long the module takes."""
        return sum(step.unit.minutes for step in self.steps)


@dataclass(frozen=True, slots=True)
class Way:
    """A step with the units before and after it, among how many."""

    here: Step
    before: Unit | None
    after: Unit | None
    total: int
    module: str


@dataclass(frozen=True, slots=True)
class Journey:
    """All steps of a released course, by module."""

    modules: tuple[ModuleSteps, ...]

    def steps(self) -> Iterator[Step]:
        """All steps in order."""
        return (step for module in self.modules for step in module.steps)

    def around(self, unit: Unit) -> Way:
        """Where a unit stands among all."""
        steps = list(self.steps())
        at = next(index for index, step in enumerate(steps) if step.unit == unit)
        return Way(
            here=steps[at],
            before=steps[at - 1].unit if at else None,
            after=steps[at + 1].unit if at + 1 < len(steps) else None,
            total=len(steps),
            module=in_language(unit.module_titles),
        )

    @property
    def next_unit(self) -> Unit | None:
        """The first unit that is not done, the required ones before the others."""
        waiting = sorted(
            (step.unit for step in self.steps() if not step.done),
            key=lambda unit: (not unit.required, unit.pos),
        )
        return waiting[0] if waiting else None


def journey(version: CourseVersion, enrolment: Enrolment | None) -> Journey:
    """The steps of a version; without an enrolment none of them is done. One query at most.

    Units that were fetched together with the version are not fetched again.
    """
    done = bytes(enrolment.done) if enrolment else b""
    units = groupby(version.units.all(), lambda unit: unit.module_key)
    return Journey(
        tuple(
            ModuleSteps(
                in_language(steps[0].unit.module_titles),
                tuple(steps),
            )
            for steps in (
                [Step(unit, bitmap.contains(done, unit.pos)) for unit in group]
                for _key, group in units
            )
        )
    )


def enrolments_of(user: Visitor) -> QuerySet[Enrolment]:
    """The person's enrolments that are not given up, in cohorts that have left preparation."""
    if not user.is_authenticated:
        return Enrolment.objects.none()
    return (
        Enrolment.objects.filter(user=user, state__in=PRESENT)
        .exclude(cohort__state=Cohort.State.PREPARED)
        .select_related("cohort__version")
        .order_by("cohort__starts_on", "pk")
    )


def under_way(user: Visitor) -> QuerySet[Enrolment]:
    """The person's enrolments in which there is still something to do, with all units."""
    units = Prefetch("cohort__version__units", Unit.objects.order_by("pos"))
    return (
        enrolments_of(user)
        .filter(state=Enrolment.State.ACTIVE, cohort__state=Cohort.State.OPEN)
        .prefetch_related(units)
    )


def enrolments_with_lesson(user: Visitor, key: UUID) -> QuerySet[Enrolment]:
    """The person's enrolments whose version has this lesson, with its position as `pos`."""
    units = F("cohort__version__units__pos")
    return enrolments_of(user).filter(cohort__version__units__key=key).annotate(pos=units)


@dataclass(frozen=True, slots=True)
class PinnedLesson:
    """A lesson as a released version has it; `translated` where it is in the language asked for."""

    page: LessonPage
    translated: bool


def pinned_lesson(unit: Unit, language: str) -> PinnedLesson:
    """The lesson of a unit in this language, else in the site's first language, else in any."""
    pinned = {each.language: each for each in unit.revisions.select_related("revision")}
    found = (
        pinned.get(language) or pinned.get(settings.LANGUAGE_CODE) or next(iter(pinned.values()))
    )
    return PinnedLesson(found.revision.as_object(), found.language == language)
