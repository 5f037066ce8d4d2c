"""Invitations as lists show them, and how many were opened and answered."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from surveys.models import Invitation, Mailing, MailingPiece, Submission, Survey
from surveys.queries.units import INTERVIEWED

UNOPENED, OPENED, ANSWERED, REVOKED = "unopened", "opened", "answered", "revoked"
STATES = {
    UNOPENED: Q(opened_at=None, submitted_at=None, revoked_at=None),
    OPENED: Q(opened_at__isnull=False, submitted_at=None, revoked_at=None),
    ANSWERED: Q(submitted_at__isnull=False),
    REVOKED: Q(revoked_at__isnull=False, submitted_at=None),
}


def invitations(
    survey: Survey, stratum: str = "", state: str = "", case: str = ""
) -> QuerySet[Invitation]:
    """The invitations of the sample's cases, in the order of the cases."""
    rows = survey.invitations.filter(unit__isnull=False).select_related("unit")
    if stratum:
        rows = rows.filter(unit__stratum=stratum)
    if case:
        rows = rows.filter(unit__case_id__icontains=case)
    if state in STATES:
        rows = rows.filter(STATES[state])
    return rows.order_by("unit__case_id", "pk")


def waiting(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Those of them by which somebody may still answer: in force, and of cases that have neither an
    interview, whichever way it came, nor another outcome.
    """
    held = Submission.objects.filter(unit=OuterRef("unit"), state__in=INTERVIEWED)
    in_time = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return rows.filter(
        in_time, ~Exists(held), revoked_at=None, submitted_at=None, unit__disposition=""
    )


def mailings(survey: Survey) -> QuerySet[Mailing]:
    """The mailings of a survey, the newest first, with how many pieces they have, went out, did not."""
    rows = survey.mailings.select_related("made_by").order_by("-made_at", "-pk")
    return rows.annotate(
        size=Count("pieces"),
        gone=Count("pieces", filter=Q(pieces__sent_at__isnull=False)),
        **{
            fault: Count("pieces", filter=Q(pieces__fault=fault))
            for fault in MailingPiece.Fault.values
        },
    )


def invitation_counts(survey: Survey) -> dict[str, int]:
    """How many invitations are in each state, in one query."""
    return survey.invitations.aggregate(
        **{state: Count("pk", filter=condition) for state, condition in STATES.items()}
    )
