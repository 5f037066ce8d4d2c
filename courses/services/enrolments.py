"""How people come into a cohort and leave it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Cohort, Enrolment
from courses.queries.cohorts import PRESENT
from courses.services.refusal import Refused
from portal.models import User


@transaction.atomic
def enrol(*, cohort: Cohort, user: User, actor: User) -> Enrolment:
    """The person's active enrolment. Who comes back finds what they had done.

    People enrol themselves in the cohort's enrolment days; its staff enrols others until it is
    closed. Raises `Refused` outside of that time and when all places are taken.
    """
    locked = Cohort.objects.select_for_update().get(pk=cohort.pk)
    known = locked.enrolments.filter(user=user).first()
    if known and known.state != Enrolment.State.WITHDRAWN:
        return known
    may = locked.enrols() if actor == user else locked.state != Cohort.State.CLOSED
    if not may:
        raise Refused(_("Enrolment in this cohort is not open."))
    if locked.enrolments.filter(state__in=PRESENT).count() >= locked.capacity:
        raise Refused(
            ngettext(
                "The only place in this cohort is taken.",
                "All %(count)s places in this cohort are taken.",
                locked.capacity,
            )
            % {"count": locked.capacity}
        )
    if known is None:
        return Enrolment.objects.create(cohort=locked, user=user)
    known.state = Enrolment.State.ACTIVE
    known.save(update_fields=["state"])
    return known


def enrol_by_email(*, cohort: Cohort, email: str, actor: User) -> Enrolment:
    """The enrolment of the account with this address; raises `Refused` where there is none."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise Refused(
            _("Nobody has an account with the address %(email)s. Have an account made first.")
            % {"email": email}
        )
    return enrol(cohort=cohort, user=user, actor=actor)


@transaction.atomic
def withdraw(*, enrolment: Enrolment, actor: User) -> Enrolment:
    """The enrolment given up, so that its place is free; what was done stays on record.

    Raises `Refused` for somebody else's enrolment, in a cohort that is not open, and for a course
    that is completed.
    """
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if locked.user_id != actor.pk:
        raise Refused(_("People leave a cohort themselves."))
    if not locked.cohort.is_open:
        raise Refused(_("This cohort is closed. You keep your place, so that you can read on."))
    if locked.state == Enrolment.State.COMPLETED:
        raise Refused(_("You have completed this course; there is nothing to leave."))
    locked.state = Enrolment.State.WITHDRAWN
    locked.save(update_fields=["state"])
    return locked
