"""Who may see and do what: each function returns the object or raises 404, whatever the reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext

from courses.models import Cohort, CohortStaff, CoursePage, Enrolment, Unit
from courses.queries.catalogue import course_page
from courses.queries.cohorts import PRESENT
from portal.models import User, Visitor

ENROLS_OTHERS = (CohortStaff.Role.TRAINER, CohortStaff.Role.ASSISTANT)


@dataclass(frozen=True, slots=True)
class Place:
    """What a person is to a cohort: a learner, a member of its staff, or both."""

    cohort: Cohort
    enrolment: Enrolment | None
    role: str

    @property
    def learns(self) -> bool:
        """Whether the person may do something in the lessons."""
        return self.enrolment is not None and self.cohort.is_open

    @property
    def sees_board(self) -> bool:
        """Whether the person may see how far the others are."""
        return bool(self.role)

    @property
    def enrols_others(self) -> bool:
        """Whether the person may bring others in."""
        return self.role in ENROLS_OTHERS and self.cohort.state != Cohort.State.CLOSED


def may_release(user: Visitor) -> bool:
    """Whether the person may make versions of courses."""
    return user.has_perm("courses.add_courseversion")


def released_course(user: Visitor, pk: int) -> CoursePage:
    """A course that the person may release."""
    if not may_release(user):
        raise Http404
    return get_object_or_404(CoursePage.objects.select_related("locale"), pk=pk)


def managed_cohorts(user: Visitor) -> QuerySet[Cohort]:
    """The cohorts that the person may edit: all, or those they work with as a trainer."""
    cohorts = Cohort.objects.select_related("version")
    if user.has_perm("courses.manage_cohorts"):
        return cohorts
    return cohorts.filter(
        pk__in=CohortStaff.objects.filter(user=user, role=CohortStaff.Role.TRAINER).values("cohort")
    )


def place(user: User, public_id: str) -> Place:
    """The person's place in a cohort: their own enrolment, or their work as its staff.

    A cohort in preparation is there for its staff only.
    """
    cohort = get_object_or_404(Cohort.objects.select_related("version"), public_id=public_id)
    enrolment = None
    if cohort.state != Cohort.State.PREPARED:
        enrolment = cohort.enrolments.filter(user=user, state__in=PRESENT).first()
    role = _role(user, cohort)
    if enrolment is None and not role:
        raise Http404
    return Place(cohort, enrolment, role)


def _role(user: User, cohort: Cohort) -> str:
    own = cohort.staff.filter(user=user).values_list("role", flat=True).first()
    if user.has_perm("courses.manage_cohorts"):
        return CohortStaff.Role.TRAINER
    return own or ""


def board_place(user: User, public_id: str) -> Place:
    """The person's place as a member of the cohort's staff."""
    found = place(user, public_id)
    if not found.sees_board:
        raise Http404
    return found


def unit_of(found: Place, pos: int) -> Unit:
    """A unit of the version that the cohort is bound to."""
    return get_object_or_404(found.cohort.version.units, pos=pos)


def joinable_cohort(request: HttpRequest, public_id: str) -> tuple[Cohort, CoursePage]:
    """A cohort that the person may ask to join, and the page of its course that they may read."""
    cohort = get_object_or_404(
        Cohort.objects.select_related("version").exclude(state=Cohort.State.PREPARED),
        public_id=public_id,
    )
    page = course_page(cohort.version.course_key, get_language() or "", request)
    if page is None:
        raise Http404
    return cohort, page


def trail_to(place: Place, *, inside: bool = True) -> list[dict[str, str]]:
    """The steps above a page of a cohort; `inside` where the page stands below the cohort's own."""
    steps = [{"title": gettext("My start page"), "url": reverse("start")}]
    if inside:
        address = reverse("courses_cohort", args=[place.cohort.public_id])
        steps.append({"title": str(place.cohort), "url": address})
    return steps
