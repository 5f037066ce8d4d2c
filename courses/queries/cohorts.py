"""Cohorts, their members and how far they are."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from courses.models import Cohort, Enrolment, Unit
from portal.models import User

PRESENT = (Enrolment.State.ACTIVE, Enrolment.State.COMPLETED)
"""States in which an enrolment holds a place."""


def places_taken() -> Count:
    """Counts the taken places of each cohort."""
    return Count("enrolments", filter=Q(enrolments__state__in=PRESENT), distinct=True)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A person and, for each unit in order, whether it is done."""

    enrolment: Enrolment
    done: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The units of a cohort's version, and a row for everybody who is or was in the cohort."""

    units: tuple[Unit, ...]
    rows: tuple[BoardRow, ...]

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return sum(row.enrolment.state in PRESENT for row in self.rows)

    @property
    def finished(self) -> int:
        """How many have completed the course."""
        return sum(row.enrolment.state == Enrolment.State.COMPLETED for row in self.rows)


def board_of(cohort: Cohort) -> Board:
    """The cohort's board, those who have left last; one query for units and one for people."""
    units = tuple(cohort.version.units.all())
    people = (
        cohort.enrolments.select_related("user")
        .annotate(left=Q(state=Enrolment.State.WITHDRAWN))
        .order_by("left", "user__last_name", "user__first_name", "user__email")
    )
    rows = (BoardRow(each, tuple(each.has_done(unit.pos) for unit in units)) for each in people)
    return Board(units, tuple(rows))


def staffed_cohorts(user: User) -> QuerySet[Cohort]:
    """The open cohorts that the person works with; each knows its places and who has finished."""
    finished = Q(enrolments__state=Enrolment.State.COMPLETED)
    return (
        Cohort.objects.filter(staff__user=user, state=Cohort.State.OPEN)
        .annotate(
            taken=places_taken(),
            finished=Count("enrolments", filter=finished, distinct=True),
        )
        .order_by("starts_on", "pk")
    )
