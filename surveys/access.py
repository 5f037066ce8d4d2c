"""Who may see what: each function returns the object or raises 404, whatever the reason."""

from __future__ import annotations

import hashlib

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.models import Visitor
from surveys import queries
from surveys.models import CollectorKey, Release, Submission, Survey


def may_research(user: Visitor) -> bool:
    """Researchers and administrators work on surveys; auditors only look."""
    return user.has_perm("surveys.change_survey")


def may_view(user: Visitor) -> bool:
    """Whoever works on surveys, and auditors."""
    return user.has_perm("surveys.view_survey")


def viewed_survey(user: Visitor, slug: str) -> Survey:
    """A survey for reading."""
    if not may_view(user):
        raise Http404
    return get_object_or_404(Survey, slug=slug)


def edited_survey(user: Visitor, slug: str) -> Survey:
    """A survey for changing."""
    if not may_research(user):
        raise Http404
    return get_object_or_404(Survey, slug=slug)


def reviewed_submission(user: Visitor, slug: str, number: int) -> Submission:
    """A submission with its answers: for those who work on its survey, not for auditors."""
    return get_object_or_404(
        edited_survey(user, slug).submissions.select_related("unit", "instrument"),
        pk=number,
    )


def readable_release(user: Visitor, public_id: str) -> Release:
    """A release whose findings may be read: public once a public page shows it, and from then on."""
    release = get_object_or_404(
        Release.objects.select_related("survey").defer("results"), public_id=public_id
    )
    shown = queries.public_releases().filter(pk=release.pk).exists()
    if not shown and not may_view(user):
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
