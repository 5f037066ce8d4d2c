"""Who may see what: each function returns the object or raises 404, whatever the reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from portal.identifiers import token_hash
from portal.models import User, Visitor
from surveys import queries
from surveys.models import (
    AnswerImport,
    ApiKey,
    BackCheck,
    CollectorKey,
    Export,
    HeldSubmission,
    InstrumentVersion,
    Member,
    Panel,
    Release,
    SampleUnit,
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


def interviewed_survey(user: Visitor, slug: str) -> Survey:
    """A survey in which the person can have cases of their own: as one of its team."""
    return get_object_or_404(interviewed_surveys(user), slug=slug)


def interviewed_surveys(user: Visitor) -> QuerySet[Survey]:
    """The surveys in which a person can have cases of their own."""
    roles = [role for role in Member.Role.values if role != Member.Role.VIEWER]
    return Survey.objects.filter(members__user=user.pk, members__role__in=roles)


def own_case(user: Visitor, slug: str, number: int) -> SampleUnit:
    """A case that is assigned to the person, with its survey."""
    own = SampleUnit.objects.filter(survey=interviewed_survey(user, slug), interviewer=user.pk)
    return get_object_or_404(own.select_related("survey"), pk=number)


def run_panel(user: Visitor, slug: str, number: int) -> Panel:
    """A panel, for those who run the fieldwork of its survey."""
    survey = fielded_survey(user, slug)
    return get_object_or_404(survey.panels.select_related("survey"), pk=number)


def led_survey(user: Visitor, slug: str) -> Survey:
    """A survey for changing its team and its state."""
    return survey_for(user, slug, TEAM)


def viewed_version(user: Visitor, slug: str, number: int) -> InstrumentVersion:
    """A version of a survey's questionnaire, for reading."""
    return _version(viewed_survey(user, slug), number)


def edited_version(user: Visitor, slug: str, number: int) -> InstrumentVersion:
    """A version of a survey's questionnaire, for adding files and publishing."""
    return _version(edited_survey(user, slug), number)


def _version(survey: Survey, number: int) -> InstrumentVersion:
    return get_object_or_404(survey.instrument_versions.select_related("survey"), pk=number)


def person(user: Visitor) -> User | None:
    """The account behind a visitor; None for a stranger."""
    return user if isinstance(user, User) else None


def reviewed_submission(user: Visitor, slug: str, number: int) -> Submission:
    """A submission with its answers: for those who work on its survey, not for auditors."""
    return get_object_or_404(
        read_survey(user, slug).submissions.select_related("unit", "instrument", "survey"),
        pk=number,
    )


def own_exports(user: Visitor, survey: Survey) -> QuerySet[Export]:
    """What a person asked to be exported of a survey and has not expired."""
    return survey.exports.filter(owner=user.pk, expires_at__gt=timezone.now())


def own_export(user: Visitor, slug: str, public_id: str) -> Export:
    """An export for the person it belongs to, while they may still read the answers."""
    survey = read_survey(user, slug)
    return get_object_or_404(
        own_exports(user, survey).select_related("survey"), public_id=public_id
    )


def answer_import(user: Visitor, slug: str, public_id: str) -> AnswerImport:
    """An import of existing answers, for those who design the survey."""
    survey = edited_survey(user, slug)
    return get_object_or_404(
        survey.answer_imports.select_related("survey", "job"), public_id=public_id
    )


def api_key(header: str, public_id: str) -> ApiKey | None:
    """The key of a survey that a header `Authorization: Bearer KEY` carries, if it is in force."""
    scheme, _blank, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    return (
        ApiKey.objects.filter(
            token_sha256=token_hash(token.strip()), survey__public_id=public_id, revoked_at=None
        )
        .select_related("survey")
        .first()
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


def previewed_version(user: Visitor, number: int) -> InstrumentVersion:
    """A version of a questionnaire, for those who may see its survey."""
    version = get_object_or_404(
        InstrumentVersion.objects.select_related("survey").defer("workbook", "xform"), pk=number
    )
    if VIEW not in capabilities(user, version.survey):
        raise Http404
    return version


def interviewer_at(user: Visitor, survey: Survey) -> User | None:
    """The person, if they hold interviews of this survey; None for a respondent who is alone."""
    if not isinstance(user, User):
        return None
    role = queries.role_in(survey, user)
    interviews = role == Member.Role.INTERVIEWER or FIELD in capabilities(user, survey)
    return user if interviews else None


def collector_key(token: str) -> CollectorKey | None:
    """The key of a device's address, also one that is not in force any more."""
    return (
        CollectorKey.objects.select_related("survey", "interviewer")
        .filter(token_sha256=token_hash(token))
        .first()
    )


def collector_login(username: str) -> CollectorKey | None:
    """The key that a device logs in with, if it is in force."""
    keys = CollectorKey.objects.select_related("survey", "interviewer")
    key = keys.filter(username=username).first()
    return key if key and key.in_force else None


def device_forms(
    key: CollectorKey, form_id: str | None, every_version: bool
) -> Iterable[InstrumentVersion]:
    """What a device lists while the survey is open or tried out, whatever its dates: interviews are
    held away from any network, so forms are fetched before and sent after.
    """
    if key.survey.state not in (Survey.State.PILOT, Survey.State.OPEN):
        return []
    published = queries.published_versions(key.survey)
    newest = {version.form_id: version.pk for version in published}
    return [
        version
        for version in published
        if form_id in (None, version.form_id)
        and (every_version or newest[version.form_id] == version.pk)
    ]


def device_form(key: CollectorKey, form_id: str, version: str) -> InstrumentVersion:
    """A form that a device may fetch: any published version of its survey."""
    found = queries.published_version(key.survey, form_id, version)
    if found is None:
        raise Http404
    return found
