"""Who is what to a survey."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.models import Visitor
from surveys.models import Member, Survey


def role_in(survey: Survey, user: Visitor) -> str | None:
    """What a person is to a survey, if they belong to it."""
    return survey.members.filter(user=user.pk).values_list("role", flat=True).first()


def team(survey: Survey) -> list[Member]:
    """Everybody who belongs to a survey, those who may do most first."""
    ranks = list(Member.Role)
    members = survey.members.select_related("user").order_by("user__email")
    return sorted(members, key=lambda member: ranks.index(Member.Role(member.role)))


def field_team(survey: Survey) -> QuerySet[Member]:
    """Those of the team who can have cases and devices: no mere viewers, no closed accounts."""
    return survey.members.exclude(role=Member.Role.VIEWER).filter(user__is_active=True)
