"""Who belongs to a survey, and what they are to it."""

from __future__ import annotations

from django.db import transaction

from portal.models import User
from surveys.models import Member, Survey


@transaction.atomic
def begin_survey(*, slug: str, titles: dict[str, str], actor: User | None) -> Survey:
    """A new survey in draft; whoever begins it leads it."""
    survey = Survey.objects.create(slug=slug, titles=titles)
    if actor is not None:
        set_role(survey=survey, user=actor, role=Member.Role.LEAD)
    return survey


def set_role(*, survey: Survey, user: User, role: str) -> Member:
    """Make a person a member with this role, whatever they were before."""
    member, _ = Member.objects.update_or_create(
        survey=survey, user=user, defaults={"role": Member.Role(role)}
    )
    return member
