"""Contact data of cases: sealed, found again by telephone number, read only with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from portal.models import User
from portal.vault import blind_index, seal, unseal
from surveys.imports.list_reader import CONTACT_COLUMNS, phone_digits
from surveys.models import Contact, ContactReading, PanelMember, SampleUnit

PHONE_INDEX = "surveys.contact.phone"
Owner = SampleUnit | PanelMember


def _context(contact: Contact) -> str:
    """What the vault binds contact data to."""
    if contact.member_id:
        return f"surveys.panel_contact:{contact.member_id}"
    return f"surveys.contact:{contact.unit_id}"


def sealed_contact(owner: Owner, data: Mapping[str, str]) -> Contact:
    """The contact of a case or a member with this data, not yet stored."""
    text = json.dumps(dict(data), ensure_ascii=False, sort_keys=True)
    contact = Contact(**owned_by(owner), phone_index=phone_index(data.get("phone")))
    contact.sealed = seal(text, _context(contact))
    return contact


def owned_by(owner: Owner) -> dict[str, int]:
    """The key of the owner under the name it has in the contact data."""
    return {"unit_id" if isinstance(owner, SampleUnit) else "member_id": owner.pk}


def phone_index(phone: str | None) -> str:
    """The keyed hash under which a number is found in whatever way it is written."""
    digits = phone_digits(phone or "")
    return blind_index(digits, PHONE_INDEX) if digits else ""


def opened(contact: Contact) -> dict[str, str]:
    """What was sealed; for comparing and changing it, never for showing."""
    if not contact.sealed:
        return {}
    data: dict[str, str] = json.loads(unseal(contact.sealed, _context(contact)))
    return {name: data[name] for name in CONTACT_COLUMNS if name in data}


def contact_of(owner: Owner) -> Contact | None:
    """The contact data of a case, which may be those of its member, or of a member."""
    own = Contact.objects.filter(**owned_by(owner)).first()
    if own is None and isinstance(owner, SampleUnit) and owner.member_id:
        return Contact.objects.filter(member=owner.member_id).first()
    return own


@transaction.atomic
def read_contact(*, owner: Owner, reader: User, reason: str = "") -> dict[str, str]:
    """The contact data of a case or a member, after noting who reads it and why; empty where there
    is none.

    Without a reason it is the interviewer who opened their own case.
    """
    contact = contact_of(owner)
    if contact is None or not contact.sealed:
        return {}
    ContactReading.objects.create(contact=contact, reader=reader, reason=reason)
    return opened(contact)


def erase_contacts(member: PanelMember) -> None:
    """Forget name, telephone and address of a person, also with all their cases."""
    theirs = Contact.objects.filter(Q(member=member) | Q(unit__member=member))
    theirs.update(sealed=b"", phone_index="")
