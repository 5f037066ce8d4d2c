"""Panels and their members: begun, changed, and left at once by whoever wants to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone

from surveys.interviewing.closing import REFUSED
from surveys.models import Draft, Invitation, Panel, PanelMember, Survey
from surveys.queries.units import interviews_of_case
from surveys.services.contacts import contact_of, erase_contacts, opened
from surveys.services.lists import forget_replaced_contacts, put_contacts


def begin_panel(*, survey: Survey, name: str) -> Panel:
    """A panel without members yet."""
    return Panel.objects.create(survey=survey, name=name)


@transaction.atomic
def change_member(
    *,
    member: PanelMember,
    state: str,
    language: str,
    consented_on: date | None,
    contact: Mapping[str, str],
) -> None:
    """Keep what is known of a member now; contact data that stay empty are left as they are."""
    member.state, member.language, member.consented_on = state, language, consented_on
    member.save(update_fields=["state", "language", "consented_on"])
    told = {name: text for name, text in contact.items() if text}
    if told:
        present = contact_of(member)
        put_contacts([(member, {**(opened(present) if present else {}), **told})])


@transaction.atomic
def withdraw_member(*, member: PanelMember) -> None:
    """From now on nobody reaches this person by the panel: contact data are erased, links lead
    nowhere, unsent answers are dropped, open cases count as refused. Interviews sent before stay.
    """
    locked = PanelMember.objects.select_for_update().get(pk=member.pk)
    if locked.state == PanelMember.State.WITHDRAWN:
        return
    locked.state, locked.withdrawn_at = PanelMember.State.WITHDRAWN, timezone.now()
    locked.save(update_fields=["state", "withdrawn_at"])
    erase_contacts(locked)
    forget_replaced_contacts(locked)
    open_links = Invitation.objects.filter(unit__member=locked, submitted_at=None)
    Draft.objects.filter(invitation__in=open_links, closed_at=None).delete()
    open_links.filter(revoked_at=None).update(revoked_at=timezone.now())
    waiting = locked.units.filter(~Exists(interviews_of_case()), disposition="")
    waiting.update(disposition=REFUSED)
