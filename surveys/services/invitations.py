"""Personal links to a survey: made, read for a letter, withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from portal.identifiers import token_hash
from portal.vault import seal, unseal
from surveys.models import Invitation, PanelMember, SampleUnit, Survey
from surveys.queries.invitations import waiting
from surveys.queries.units import is_held_again
from surveys.services.batches import BATCH, FEW, batches


@transaction.atomic
def invite(
    *,
    survey: Survey,
    units: Iterable[SampleUnit | None],
    language: str = "",
    languages: Mapping[int, str] | None = None,
    expires_at: datetime | None = None,
) -> list[Invitation]:
    """An invitation for each case (None: for a person outside of the sample); `languages` are
    those of people of whom more is known, by the key of the case.
    """
    known = languages or {}
    made = []
    for unit in units:
        spoken = (known.get(unit.pk) if unit else "") or language
        invitation = Invitation(survey=survey, unit=unit, language=spoken, expires_at=expires_at)
        _give_token(invitation)
        made.append(invitation)
    return Invitation.objects.bulk_create(made, batch_size=BATCH)


def _give_token(invitation: Invitation) -> None:
    token = secrets.token_urlsafe(24)
    digest = token_hash(token)
    invitation.token_sha256 = digest
    invitation.sealed_token = seal(token, _context(digest))


def token_of(invitation: Invitation) -> str:
    """The token for the link in a letter."""
    return unseal(invitation.sealed_token, _context(invitation.token_sha256))


def note_opening(*, invitation: Invitation) -> None:
    """Remember when the link was opened first."""
    unopened = Invitation.objects.filter(pk=invitation.pk, opened_at=None)
    unopened.update(opened_at=timezone.now())


def _context(digest: str) -> str:
    return f"surveys.invitation:{digest}"


def link_of(invitation: Invitation) -> str:
    """The whole address for a letter, in the person's language as far as it is known."""
    return _address("respond_invitation", invitation)


def leave_link_of(invitation: Invitation) -> str:
    """Where a panel's member says that nobody shall ask them again; "" for others."""
    in_panel = invitation.unit is not None and invitation.unit.member_id is not None
    return _address("respond_leave", invitation) if in_panel else ""


def _address(name: str, invitation: Invitation) -> str:
    with translation.override(invitation.language or settings.LANGUAGE_CODE):
        path = reverse(name, args=[token_of(invitation)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


@transaction.atomic
def invite_missing(
    *, survey: Survey, units: QuerySet[SampleUnit], language: str, expires_at: datetime | None
) -> int:
    """An invitation for each of these cases that has none in force; returns how many were made."""
    Survey.objects.select_for_update().get(pk=survey.pk)  # a case is invited by one person
    in_force = Invitation.objects.filter(unit=OuterRef("pk"), revoked_at=None)
    uninvited = units.filter(~Exists(in_force)).select_related("member").order_by("case_id")
    made = invite(
        survey=survey,
        units=uninvited,
        language=language,
        languages={unit.pk: unit.member.language for unit in uninvited if unit.member},
        expires_at=expires_at,
    )
    return len(made)


def revoke_invitations(*, invitations: QuerySet[Invitation]) -> int:
    """Withdraw the links nobody has answered by; returns how many."""
    return invitations.filter(revoked_at=None, submitted_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def renew_links(*, invitations: QuerySet[Invitation]) -> int:
    """Another link in place of each that nobody has answered by; what was begun goes on under it.

    A link that was withdrawn comes back, unless its case has another one. Returns how many.
    """
    others = Invitation.objects.filter(unit=OuterRef("unit"), revoked_at=None)
    rows = list(
        invitations.filter(submitted_at=None)
        .exclude(Exists(others.exclude(pk=OuterRef("pk"))))
        .exclude(unit__member__state=PanelMember.State.WITHDRAWN)
        .order_by("unit_id", "-pk")
    )
    newest = {each.unit_id: each for each in reversed(rows)}
    for each in newest.values():
        _give_token(each)
    tokens = ["token_sha256", "sealed_token"]
    count = Invitation.objects.bulk_update(newest.values(), tokens, batch_size=FEW)
    keys = [each.pk for each in newest.values()]
    for batch in batches(keys):
        renewed = Invitation.objects.filter(pk__in=batch)
        renewed.update(revoked_at=None, sent_at=None, sendings=0)
    return count


def mark_sent(*, invitations: QuerySet[Invitation]) -> int:
    """Note that these went out by a mailing of one's own, as far as they may still be answered;
    returns how many.
    """
    return waiting(invitations).update(sent_at=timezone.now(), sendings=F("sendings") + 1)


@transaction.atomic
def invitation_of(*, unit: SampleUnit) -> Invitation:
    """The invitation of a case that is in force; made where there is none, once however often the
    button is pressed. A case that is to be held again gets another in place of the answered one.
    """
    SampleUnit.objects.select_for_update().get(pk=unit.pk)
    present = unit.invitations.filter(revoked_at=None).last()
    if present and present.submitted_at and is_held_again(unit):
        Invitation.objects.filter(pk=present.pk).update(revoked_at=timezone.now())
        present = None
    return present or invite(survey=unit.survey, units=[unit])[0]
