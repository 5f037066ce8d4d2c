"""The address one logs in with changes only when its owner has confirmed the new one."""

import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.portal.accounts.helpers import link_in

pytestmark = pytest.mark.django_db

PAGE = "/en/account/email/"
ASK = {"email": "lin@new.example", "action_add": ""}


def test_the_password_is_asked_for_and_the_request_goes_on(client, site, lin, confirm, mailoutbox):
    client.force_login(lin)
    page = confirm(client, client.post(PAGE, ASK)).content.decode()
    assert "Waits for your confirmation" in page
    assert "lin@new.example" in page
    lin.refresh_from_db()
    assert lin.email == "lin@test.example"
    assert [message.to for message in mailoutbox] == [["lin@new.example"]]


def test_a_confirmed_address_replaces_the_old_one(client, site, lin, confirm, mailoutbox, log_in):
    client.force_login(lin)
    confirm(client, client.post(PAGE, ASK))
    client.post(link_in(mailoutbox[0]))
    lin.refresh_from_db()
    assert lin.email == "lin@new.example"
    assert log_in(Client(), "lin@new.example")["Location"] == "/en/account/"
    assert log_in(Client(), "lin@test.example").status_code == 200
    told = [message for message in mailoutbox if "changed from" in message.body]
    assert told[0].to == ["lin@test.example"]


def test_a_change_is_taken_back(client, site, lin, confirm, mailoutbox):
    client.force_login(lin)
    confirm(client, client.post(PAGE, ASK))
    client.post(PAGE, {"email": "lin@new.example", "action_remove": ""})
    client.post(link_in(mailoutbox[0]))
    lin.refresh_from_db()
    assert lin.email == "lin@test.example"
    assert "Waits for your confirmation" not in client.get(PAGE).content.decode()


def test_the_address_of_another_account_is_not_told_apart(
    client, site, lin, person, confirm, mailoutbox
):
    person(email="wei@test.example")
    client.force_login(lin)
    page = confirm(client, client.post(PAGE, {**ASK, "email": "wei@test.example"})).content.decode()
    assert "already" not in page
    for message in mailoutbox:
        Client().post(link_in(message))
    lin.refresh_from_db()
    assert lin.email == "lin@test.example"


def test_a_wrong_link_is_explained(client, site):
    page = client.get("/zh-hans/account/email/invented/").content.decode()
    assert "此链接已失效" in page


def test_an_address_that_an_administrator_types_is_proved_and_the_old_one_is_dead(
    client, site, lin, person, log_in, mailoutbox
):
    client.force_login(person(is_superuser=True))
    lin.refresh_from_db()
    client.post(
        f"/admin/users/edit/{lin.pk}/",
        {"email": "lin@new.example", "first_name": "Lin", "last_name": "Li", "is_active": "on"},
    )
    lin.refresh_from_db()
    assert lin.email == "lin@new.example"
    assert log_in(Client(), "lin@test.example", PASSWORD).status_code == 200
    assert log_in(Client(), "lin@new.example")["Location"] == "/en/account/email/sent/"
    assert mailoutbox[-1].to == ["lin@new.example"]
