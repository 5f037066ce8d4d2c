"""People log in with an e-mail address whose case does not matter."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_there_is_no_user_name():
    assert User.USERNAME_FIELD == "email"
    assert "username" not in {field.name for field in User._meta.get_fields()}


def test_an_address_belongs_to_one_person_whatever_its_case(person):
    person(email="lin@test.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="Lin@Test.Example").save()


def test_a_second_person_with_the_address_is_told_so_in_a_form(person):
    person(email="lin@test.example")
    twin = User(email="LIN@test.example", password="unused")
    with pytest.raises(ValidationError) as caught:
        twin.full_clean()
    assert "already registered" in str(caught.value)


@pytest.mark.parametrize("typed", ["lin@test.example", "LIN@TEST.EXAMPLE", "Lin@test.example"])
def test_any_case_logs_in(client, site, person, typed):
    person(email="lin@test.example")
    form = {"login": typed, "password": PASSWORD}
    assert client.post("/en/account/login/", form)["Location"] == "/en/account/"


def test_whoever_runs_the_site_vouches_for_the_address_of_a_superuser():
    chief = User.objects.create_superuser("chief@test.example", PASSWORD)
    assert chief.emailaddress_set.get().verified


def test_public_ids_are_random_and_safe_in_addresses(person):
    ids = {person().public_id for _ in range(20)}
    assert len(ids) == 20
    assert all(len(public_id) == 16 and public_id.isascii() for public_id in ids)


def test_a_person_is_shown_by_name_or_else_by_address(person):
    assert str(person(first_name="Demo", last_name="editor")) == "Demo editor"
    assert str(person(email="lin@test.example")) == "lin@test.example"


def test_an_address_is_needed():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")
