"""Contact data of cases: sealed, found again by telephone number, read only with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db import transaction

from portal.models import User
from portal.vault import blind_index, seal, unseal
from surveys.imports.unit_list import CONTACT_COLUMNS, phone_digits
from surveys.models import Contact, ContactReading, SampleUnit

PHONE_INDEX = "surveys.contact.phone"


def context_of(unit_pk: int) -> str:
    """What the vault binds the contact data of a case to."""
    return f"surveys.contact:{unit_pk}"


def sealed_contact(unit: SampleUnit, data: Mapping[str, str]) -> Contact:
    """The contact of a case with this data, not yet stored."""
    text = json.dumps(dict(data), ensure_ascii=False, sort_keys=True)
    return Contact(
        unit=unit,
        sealed=seal(text, context_of(unit.pk)),
        phone_index=phone_index(data.get("phone")),
    )


def phone_index(phone: str | None) -> str:
    """The keyed hash under which a number is found in whatever way it is written."""
    digits = phone_digits(phone or "")
    return blind_index(digits, PHONE_INDEX) if digits else ""


def opened(contact: Contact) -> dict[str, str]:
    """What was sealed; for comparing and changing it, never for showing."""
    found: dict[str, str] = json.loads(unseal(contact.sealed, context_of(contact.unit_id)))
    return {name: found[name] for name in CONTACT_COLUMNS if name in found}


@transaction.atomic
def read_contact(*, unit: SampleUnit, reader: User, reason: str = "") -> dict[str, str]:
    """The contact data of a case, after noting who reads it and why; empty where there is none.

    Without a reason it is the interviewer who opened their own case.
    """
    contact = Contact.objects.filter(unit=unit).first()
    if contact is None:
        return {}
    ContactReading.objects.create(contact=contact, reader=reader, reason=reason)
    return opened(contact)
