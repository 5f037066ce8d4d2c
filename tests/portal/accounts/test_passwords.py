"""A password is changed, forgotten, chosen anew; every other session ends with it."""

import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.portal.accounts.helpers import NEW_PASSWORD, link_in

pytestmark = pytest.mark.django_db

CHANGE = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


@pytest.fixture
def elsewhere(site, lin):
    """Another browser in which the same person is logged in."""
    client = Client()
    client.force_login(lin)
    return client


def test_a_changed_password_ends_all_other_sessions(client, lin, elsewhere, log_in, mailoutbox):
    log_in(client)
    before = client.cookies["sessionid"].value
    page = client.post("/en/account/password/", CHANGE, follow=True).content.decode()
    assert "Your password is changed." in page
    assert client.cookies["sessionid"].value != before
    assert elsewhere.get("/en/account/").status_code == 302
    assert mailoutbox[0].subject.endswith("Your password was changed")
    assert log_in(Client(), password=NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"oldpassword": "not it at all, sorry"}, "This is not your present password."),
        ({"password1": "fourteen chars", "password2": "fourteen chars"}, "at least 15 characters"),
        ({"password1": "lin@test.example"}, "too similar"),
        ({"password2": "something else entirely"}, "the same password each time"),
    ],
)
def test_a_password_that_will_not_do_is_explained(client, lin, change, words):
    client.force_login(lin)
    answer = client.post("/en/account/password/", {**CHANGE, **change})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    lin.refresh_from_db()
    assert lin.check_password(PASSWORD)


def test_a_forgotten_password_is_replaced_through_the_mailbox(
    client, lin, elsewhere, log_in, mailoutbox
):
    client.post("/en/account/password/forgotten/", {"email": "lin@test.example"})
    form = client.get(link_in(mailoutbox[0]), follow=True)
    address = form.redirect_chain[-1][0]
    page = client.post(
        address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True
    ).content.decode()
    assert "Your password is changed" in page
    assert elsewhere.get("/en/account/").status_code == 302
    assert log_in(client, password=NEW_PASSWORD).status_code == 302
    again = Client().get(link_in(mailoutbox[0])).content.decode()
    assert "This link no longer works" in again


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "If there is an account with this address"), ("zh-hans", "如果该地址已有账户")],
)
def test_an_unknown_address_is_answered_with_the_same_words(
    client, site, lin, mailoutbox, language, words
):
    address = f"/{language}/account/password/forgotten/"
    known, unknown = (
        client.post(address, {"email": f"{name}@test.example"}, follow=True)
        for name in ("lin", "nobody")
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert words in known.content.decode()
    assert words in unknown.content.decode()
    assert [message.to for message in mailoutbox] == [["lin@test.example"]]


def test_a_link_that_was_cut_is_explained(client, site):
    page = client.get("/zh-hans/account/password/forgotten/1-abc/").content.decode()
    assert "此链接已失效" in page
    assert 'href="/zh-hans/account/password/forgotten/"' in page


def test_the_link_names_the_host_that_was_asked_and_no_invented_one(client, lin, mailoutbox):
    answer = client.post(
        "/en/account/password/forgotten/",
        {"email": "lin@test.example"},
        headers={"host": "elsewhere.example"},
    )
    assert answer.status_code == 400
    assert mailoutbox == []
