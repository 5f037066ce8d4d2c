"""What courses add to the home page and to the page people see after they log in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, CoursePage
from courses.queries import catalogue, cohorts, learning
from portal.registries import Awaiting, HomePanel, StartCard

OFFERS = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A public course and the next of its cohorts that one can enrol in."""

    course: CoursePage
    cohort: Cohort


def open_courses(request: HttpRequest) -> Mapping[str, Any] | None:
    """The courses with places to enrol for; None where there are none. Two queries."""
    courses = catalogue.public_courses(get_language() or "")
    free = [
        cohort for cohort in catalogue.offered_cohorts(courses) if cohort.taken < cohort.capacity
    ]
    offers: dict[Any, Offer] = {}
    for cohort in free:
        key = cohort.version.course_key
        offers.setdefault(key, Offer(courses[key], cohort))
    return {"offers": list(offers.values())[:OFFERS]} if offers else None


def learn_address(request: HttpRequest) -> str:
    """The page that lists the courses in this language; empty where there is none."""
    course = next(iter(catalogue.public_courses(get_language() or "").values()), None)
    return course.get_parent().get_url(request) if course else ""


def next_lessons(request: HttpRequest) -> Iterator[Awaiting]:
    """The next lesson of each course the person is taking."""
    for enrolment in learning.under_way(request.user):
        cohort = enrolment.cohort
        unit = learning.journey(cohort.version, enrolment).next_unit
        if unit:
            yield Awaiting(
                gettext("%(cohort)s – next lesson: %(lesson)s")
                % {"cohort": cohort, "lesson": unit},
                reverse("courses_lesson", args=[cohort.public_id, unit.pos]),
                done=enrolment.n_required_done,
                total=cohort.version.n_required,
            )


def led_cohorts(request: HttpRequest) -> Iterator[Awaiting]:
    """Each open cohort that the person works with, and how many of it have finished."""
    for cohort in cohorts.staffed_cohorts(request.user):
        yield Awaiting(
            gettext("%(cohort)s – learners’ progress") % {"cohort": cohort},
            reverse("courses_board", args=[cohort.public_id]),
            done=cohort.finished,
            total=cohort.taken or None,
        )


OPEN_COURSES = HomePanel("courses", "courses/home_panel.html", open_courses, order=50)
LEARN_CARD = StartCard(
    key="learn",
    title=_("Learn"),
    text=_("Courses, their lessons, and cohorts to enrol in."),
    address=learn_address,
    awaiting=next_lessons,
    order=20,
)
COHORTS_CARD = StartCard(
    key="cohorts",
    title=_("Cohorts"),
    text=_("Cohorts you lead: who takes part and who has done what."),
    address="courses_cohorts:index",
    awaiting=led_cohorts,
    groups=frozenset({"trainer"}),
    order=25,
)
