"""What a learner has done: one completion, one row kept in step with it, both or neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import bitmap
from courses.models import Completion, CourseVersion, Enrolment, Unit
from courses.services.refusal import Refused
from portal.models import User


@transaction.atomic
def complete_unit(*, enrolment: Enrolment, pos: int, actor: User) -> Enrolment:
    """The enrolment with one unit done; doing it again changes nothing.

    Raises `Refused` when the cohort is closed, the person has withdrawn or is not the one who
    acts, and `Unit.DoesNotExist` for a position that the version does not have.
    """
    locked = locked_for_learner(enrolment=enrolment, actor=actor)
    unit = locked.cohort.version.units.get(pos=pos)
    if not locked.completions.filter(pos=unit.pos).exists():
        completion = Completion.objects.create(enrolment=locked, pos=unit.pos)
        record(locked, bitmap.added(bytes(locked.done), unit.pos), at=completion.at)
    return locked


def locked_for_learner(*, enrolment: Enrolment, actor: User) -> Enrolment:
    """The enrolment, locked for a change that its learner makes; raises `Refused`."""
    locked = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort__version")
        .get(pk=enrolment.pk)
    )
    if locked.user_id != actor.pk:
        raise Refused(_("Only the learner marks a lesson as done."))
    if locked.state == Enrolment.State.WITHDRAWN:
        raise Refused(_("You have left this cohort. Enrol again to go on."))
    if not locked.cohort.is_open:
        raise Refused(_("This cohort is closed. Your record stays as it is."))
    return locked


def record(enrolment: Enrolment, done: bytes, at: datetime) -> None:
    """Write the set of units done by a time, and all that follows from it, to the row."""
    version = enrolment.cohort.version
    enrolment.done, enrolment.last_at = done, at
    enrolment.n_done = bitmap.count(done)
    enrolment.n_required_done = bitmap.count(bitmap.common(done, required_units(version)))
    if (
        enrolment.state == Enrolment.State.ACTIVE
        and enrolment.n_required_done == version.n_required
    ):
        enrolment.state, enrolment.completed_at = Enrolment.State.COMPLETED, at
    enrolment.save()


def required_units(version: CourseVersion) -> bytes:
    """The set of positions of the version's required units."""
    units = Unit.objects.filter(version=version, required=True)
    return bitmap.of_numbers(units.values_list("pos", flat=True))


@dataclass(frozen=True, slots=True)
class Difference:
    """An enrolment whose row says something else than its completions."""

    enrolment: Enrolment
    recorded: tuple[int, ...]
    completed: tuple[int, ...]


def recount(enrolments: Iterable[Enrolment], *, repair: bool) -> Iterator[Difference]:
    """The enrolments whose row and completions differ, each repaired if so asked."""
    for enrolment in enrolments:
        with transaction.atomic():
            difference = _difference(enrolment.pk, repair=repair)
        if difference:
            yield difference


def _difference(pk: int, *, repair: bool) -> Difference | None:
    locked = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort__version")
        .get(pk=pk)
    )
    done = bitmap.of_numbers(locked.completions.values_list("pos", flat=True))
    required = bitmap.count(bitmap.common(done, required_units(locked.cohort.version)))
    recorded = bytes(locked.done)
    if (recorded, locked.n_done, locked.n_required_done) == (done, bitmap.count(done), required):
        return None
    if repair:
        record(locked, done, at=locked.last_at or timezone.now())
    return Difference(locked, tuple(bitmap.numbers(recorded)), tuple(bitmap.numbers(done)))
