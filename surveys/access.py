"""Who may see what: each function returns the object or raises 404, whatever the reason."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.models import Visitor
from surveys import queries
from surveys.models import (
    BackCheck,
    CollectorKey,
    HeldSubmission,
    Member,
    Release,
    Submission,
    Survey,
)
from surveys.queries import review

# What a person may do in one survey, by what they are to it.
VIEW, ANSWERS, FIELD, DESIGN, TEAM = "view", "answers", "field", "design", "team"
"""See progress and results; read single answers; run sample, fieldwork and review; change the
questionnaire, weights and releases; change the team and the survey's state."""
CAPABILITIES: dict[str, frozenset[str]] = {
    Member.Role.LEAD: frozenset({VIEW, ANSWERS, FIELD, DESIGN, TEAM}),
    Member.Role.ANALYST: frozenset({VIEW, ANSWERS, DESIGN}),
    Member.Role.SUPERVISOR: frozenset({VIEW, ANSWERS, FIELD}),
    Member.Role.VIEWER: frozenset({VIEW}),
    Member.Role.INTERVIEWER: frozenset(),
}


def capabilities(user: Visitor, survey: Survey) -> frozenset[str]:
    """What the person may do in the survey."""
    if user.has_perm("surveys.lead_all_surveys"):
        return CAPABILITIES[Member.Role.LEAD]
    role = queries.role_in(survey, user)
    own = CAPABILITIES[role] if role else frozenset()
    return own | {VIEW} if user.has_perm("surveys.view_all_surveys") else own


def survey_for(user: Visitor, slug: str, capability: str) -> Survey:
    """The survey, for those who may do this in it."""
    survey = get_object_or_404(Survey, slug=slug)
    if capability not in capabilities(user, survey):
        raise Http404
    return survey


def may_add_survey(user: Visitor) -> bool:
    """Researchers and administrators begin surveys; they lead those they begin."""
    return user.has_perm("surveys.add_survey")


def may_view(user: Visitor) -> bool:
    """Who has a list of surveys in the admin, perhaps an empty one."""
    return user.has_perm("surveys.view_survey")


def surveys_where(user: Visitor, capability: str) -> QuerySet[Survey]:
    """The surveys in which a person may do this."""
    sees_all = capability == VIEW and user.has_perm("surveys.view_all_surveys")
    if sees_all or user.has_perm("surveys.lead_all_surveys"):
        return Survey.objects.all()
    roles = [role for role, rights in CAPABILITIES.items() if capability in rights]
    return Survey.objects.filter(members__user=user.pk, members__role__in=roles)


def viewed_survey(user: Visitor, slug: str) -> Survey:
    """A survey for reading."""
    return survey_for(user, slug, VIEW)


def edited_survey(user: Visitor, slug: str) -> Survey:
    """A survey for changing its questionnaire, weights and releases."""
    return survey_for(user, slug, DESIGN)


def fielded_survey(user: Visitor, slug: str) -> Survey:
    """A survey for its sample and fieldwork."""
    return survey_for(user, slug, FIELD)


def read_survey(user: Visitor, slug: str) -> Survey:
    """A survey for reading and reviewing single answers."""
    return survey_for(user, slug, ANSWERS)


def led_survey(user: Visitor, slug: str) -> Survey:
    """A survey for changing its team and its state."""
    return survey_for(user, slug, TEAM)


def reviewed_submission(user: Visitor, slug: str, number: int) -> Submission:
    """A submission with its answers: for those who work on its survey, not for auditors."""
    return get_object_or_404(
        read_survey(user, slug).submissions.select_related("unit", "instrument", "survey"),
        pk=number,
    )


def held_submission(user: Visitor, slug: str, number: int) -> HeldSubmission:
    """A held content, for those who read answers."""
    return get_object_or_404(
        read_survey(user, slug).held_submissions.select_related("survey", "decided_by"), pk=number
    )


def back_check(user: Visitor, slug: str, number: int) -> BackCheck:
    """An interview that is held again, for those who read answers."""
    checks = read_survey(user, slug).back_checks.select_related(
        "survey", "submission__unit", "submission__interviewer", "second__interviewer"
    )
    return get_object_or_404(checks, pk=number)


def returned_submission(user: Visitor, number: int) -> Submission:
    """An interview that was returned to this interviewer, for mending it."""
    return get_object_or_404(review.returned_to(user), pk=number)


def readable_release(user: Visitor, public_id: str) -> Release:
    """A release whose findings may be read: public once a public page shows it, and from then on."""
    release = get_object_or_404(
        Release.objects.select_related("survey").defer("results"), public_id=public_id
    )
    shown = queries.public_releases().filter(pk=release.pk).exists()
    if not shown and VIEW not in capabilities(user, release.survey):
        raise Http404
    return release


def survey_of_key(token: str) -> Survey:
    """The survey that a collector key opens for sending."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    key = get_object_or_404(
        CollectorKey.objects.select_related("survey"),
        token_sha256=digest,
        revoked_at=None,
    )
    return key.survey
