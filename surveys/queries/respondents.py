"""What pages for respondents read: invitations and the interviews under way."""

from __future__ import annotations

from surveys.models import Draft, Invitation


def invitation_with(token_sha256: str) -> Invitation | None:
    """The invitation that a link leads to, as long as it is good."""
    return (
        Invitation.objects.select_related("survey", "unit__member__panel")
        .filter(token_sha256=token_sha256, revoked_at=None)
        .first()
    )


def locked_draft(draft: Draft) -> Draft:
    """The interview as it is now; whoever else answers it waits for the end of the transaction."""
    Draft.objects.select_for_update().only("pk").get(pk=draft.pk)
    found = draft_where(pk=draft.pk)
    assert found is not None
    return found


def draft_where(**condition: object) -> Draft | None:
    """An interview on web pages with all that its pages need."""
    return (
        Draft.objects.select_related(
            "survey", "instrument", "consent", "interviewer", "invitation__unit"
        )
        .defer("instrument__workbook", "instrument__xform")
        .filter(**condition)
        .first()
    )
