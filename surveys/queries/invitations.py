"""Invitations as lists show them, and how many were opened and answered."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from surveys.models import Invitation, Survey

UNOPENED, OPENED, ANSWERED, REVOKED = "unopened", "opened", "answered", "revoked"
STATES = {
    UNOPENED: Q(opened_at=None, submitted_at=None, revoked_at=None),
    OPENED: Q(opened_at__isnull=False, submitted_at=None, revoked_at=None),
    ANSWERED: Q(submitted_at__isnull=False),
    REVOKED: Q(revoked_at__isnull=False, submitted_at=None),
}


def invitations(survey: Survey, stratum: str = "", state: str = "") -> QuerySet[Invitation]:
    """The invitations of the sample's cases, in the order of the cases."""
    rows = survey.invitations.filter(unit__isnull=False).select_related("unit")
    if stratum:
        rows = rows.filter(unit__stratum=stratum)
    if state in STATES:
        rows = rows.filter(STATES[state])
    return rows.order_by("unit__case_id", "pk")


def invitation_counts(survey: Survey) -> dict[str, int]:
    """How many invitations are in each state, in one query."""
    return survey.invitations.aggregate(
        **{state: Count("pk", filter=condition) for state, condition in STATES.items()}
    )
