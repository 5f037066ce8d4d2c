"""Who belongs to a survey, and what they are to it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from portal.models import User
from surveys.errors import Problem, SurveyError
from surveys.models import Member, Survey


@transaction.atomic
def begin_survey(*, slug: str, titles: dict[str, str], actor: User | None) -> Survey:
    """A new survey in draft; whoever begins it leads it."""
    survey = Survey.objects.create(slug=slug, titles=titles)
    if actor is not None:
        set_role(survey=survey, user=actor, role=Member.Role.LEAD)
    return survey


@transaction.atomic
def set_role(*, survey: Survey, user: User, role: str) -> Member:
    """Make a person a member with this role; SurveyError if the last lead would be none.

    Who only looks on from now on has no cases, and no device that sends.
    """
    _one_at_a_time(survey)
    present = survey.members.filter(user=user).first()
    if present and role != Member.Role.LEAD:
        _refuse_leaderless(present)
    if role == Member.Role.VIEWER:
        _end_fieldwork(survey, user)
    member, _ = Member.objects.update_or_create(
        survey=survey, user=user, defaults={"role": Member.Role(role)}
    )
    return member


@transaction.atomic
def remove_member(*, member: Member) -> None:
    """Take a person off the team; their devices stop at once. SurveyError for the last lead."""
    _one_at_a_time(member.survey)
    _refuse_leaderless(member)
    _end_fieldwork(member.survey, member.user)
    member.delete()


def _one_at_a_time(survey: Survey) -> None:
    """Two leads who take each other off must not both see that one is left."""
    Survey.objects.select_for_update().get(pk=survey.pk)


def _end_fieldwork(survey: Survey, user: User) -> None:
    keys = survey.collector_keys.filter(interviewer=user, revoked_at=None)
    keys.update(revoked_at=timezone.now())
    survey.units.filter(interviewer=user).update(interviewer=None)


def _refuse_leaderless(member: Member) -> None:
    leads = Member.objects.filter(survey=member.survey, role=Member.Role.LEAD)
    if member.role == Member.Role.LEAD and not leads.exclude(pk=member.pk).exists():
        raise SurveyError([Problem("last_lead", member.survey.slug, str(member.user))])
