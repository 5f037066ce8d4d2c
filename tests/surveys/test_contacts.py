"""Contact data open where they were sealed, are read with a note, and are forgotten everywhere."""

import pytest

from portal.vault import VaultError
from surveys.models import Contact, ContactReading
from surveys.services.contacts import (
    contact_of,
    erase_contacts,
    opened,
    phone_index,
    read_contact,
    sealed_contact,
)
from tests.factories import make_unit, make_user


@pytest.fixture
def person(survey):
    """Somebody of a panel, with contact data."""
    member = survey.panels.create(name="p").members.create(
        member_id="m1", consented_on="2026-01-01"
    )
    sealed_contact(member, {"name": "李娜", "phone": "13800138000"}).save()
    return member


def test_what_was_sealed_for_a_person_does_not_open_for_the_case_of_that_number(survey, person):
    of_person, of_case = contact_of(person), sealed_contact(make_unit(survey), {"name": "王伟"})
    with pytest.raises(VaultError):
        opened(Contact(unit_id=person.pk, sealed=of_person.sealed))
    with pytest.raises(VaultError):
        opened(Contact(member_id=of_case.unit_id, sealed=of_case.sealed))


def test_a_number_is_stored_as_a_keyed_hash_alone(person):
    contact = contact_of(person)
    assert contact.phone_index == phone_index("+86 138 0013 8000")
    assert "13800138000" not in contact.phone_index
    assert b"13800138000" not in bytes(contact.sealed)


def test_a_case_s_own_data_come_before_those_of_its_person(survey, person):
    unit = make_unit(survey, member=person)
    assert opened(contact_of(unit))["name"] == "李娜"
    sealed_contact(unit, {"name": "王伟"}).save()
    assert opened(contact_of(unit)) == {"name": "王伟"}
    assert contact_of(make_unit(survey)) is None


def test_each_reading_is_noted_and_none_where_there_is_nothing(survey, person):
    reader = make_user("researcher")
    assert read_contact(owner=person, reader=reader, reason="moved")["name"] == "李娜"
    assert read_contact(owner=make_unit(survey), reader=reader, reason="moved") == {}
    reading = ContactReading.objects.get()
    assert (reading.contact, reading.reader, reading.reason) == (
        contact_of(person), reader, "moved",
    )  # fmt: skip


def test_who_leaves_is_forgotten_with_all_cases_and_nobody_else(survey, person):
    sealed_contact(make_unit(survey, member=person), {"phone": "13800138000"}).save()
    stays = sealed_contact(make_unit(survey), {"phone": "13800138000"})
    stays.save()
    erase_contacts(person)
    kept = Contact.objects.exclude(sealed=b"")
    assert list(kept) == [stays]
    assert list(Contact.objects.exclude(phone_index="")) == [stays]
    assert read_contact(owner=person, reader=make_user("researcher")) == {}
    assert not ContactReading.objects.exists()
