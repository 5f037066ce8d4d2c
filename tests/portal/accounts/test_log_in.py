"""Log in, see the doors that are open, log out: in both languages."""

import pytest
from django.test import Client

from portal.registries import StartCard, cards_for
from tests.factories import PASSWORD
from tests.portal.accounts.helpers import link_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "title", "open_door"),
    [("en", "My start page", "Edit the site"), ("zh-hans", "我的起始页", "编辑网站")],
)
def test_log_in_leads_to_the_start_page(client, site, person, language, title, open_door):
    person("editor", email="lin@test.example")
    answer = client.post(
        f"/{language}/account/login/",
        {"login": "lin@test.example", "password": PASSWORD},
        follow=True,
    )
    assert answer.redirect_chain == [(f"/{language}/account/", 302)]
    page = answer.content.decode()
    assert title in page
    assert open_door in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "do not belong together"), ("zh-hans", "电子邮箱地址与密码不匹配")],
)
def test_the_refusal_does_not_tell_which_part_is_wrong(client, site, person, language, words):
    person(email="known@test.example")
    refusals = [
        client.post(f"/{language}/account/login/", {"login": name, "password": "wrong"})
        for name in ("known@test.example", "unknown@test.example")
    ]
    for refusal in refusals:
        assert refusal.status_code == 200
        assert words in refusal.content.decode()


def test_log_out_is_a_post(client, site, person):
    client.force_login(person())
    assert client.get("/en/account/logout/").status_code == 405
    assert client.post("/en/account/logout/").status_code == 302
    assert client.get("/en/account/").status_code == 302


def test_the_start_page_asks_for_a_log_in(client, site):
    answer = client.get("/zh-hans/account/")
    assert answer["Location"] == "/zh-hans/account/login/?next=/zh-hans/account/"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "/\\x"])
def test_log_in_leads_to_no_other_host(client, site, person, target):
    person(email="lin@test.example")
    answer = client.post(
        "/en/account/login/",
        {"login": "lin@test.example", "password": PASSWORD, "next": target},
    )
    assert answer["Location"] == "/en/account/"


def test_the_editor_uses_the_same_log_in(client, site):
    assert client.get("/admin/")["Location"].endswith("/account/login/?next=/admin/")


def test_cards_are_shown_to_their_groups(monkeypatch):
    cards = {
        card.key: card
        for card in [
            StartCard("b", "B", "", "start", frozenset({"trainer"}), order=2),
            StartCard("a", "A", "", "start", order=1),
        ]
    }
    monkeypatch.setattr("portal.registries.start_cards", cards)
    assert [card.key for card in cards_for({"trainer"})] == ["a", "b"]
    assert [card.key for card in cards_for({"trainee"})] == ["a"]
    assert [card.key for card in cards_for(set(), everything=True)] == ["a", "b"]


@pytest.mark.parametrize("group", ["trainee", "interviewer", "partner"])
def test_who_may_not_enter_the_admin_is_told_so(client, person, group):
    client.force_login(person(group))
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403


def test_an_account_that_is_closed_is_answered_like_an_unknown_one(client, site, person):
    person(email="gone@test.example", is_active=False)
    answers = [
        client.post("/en/account/login/", {"login": name, "password": PASSWORD})
        for name in ("gone@test.example", "unknown@test.example")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("do not belong together" in answer.content.decode() for answer in answers)


def test_log_in_gives_a_new_session_and_log_out_ends_it(client, site, lin, log_in):
    client.get("/en/account/login/")
    session = client.session
    session["left"] = "by somebody"
    session.save()
    before = session.session_key
    log_in(client)
    after = client.cookies["sessionid"].value
    assert after != before
    assert client.cookies["sessionid"]["max-age"] == ""
    assert client.session.get_expiry_age() <= 8 * 60 * 60
    client.post("/en/account/logout/")
    client.cookies["sessionid"] = after
    assert client.get("/en/account/").status_code == 302


def test_log_out_needs_the_token_of_the_form(site, lin, log_in):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    assert client.post("/en/account/logout/").status_code == 403
    assert client.get("/en/account/").status_code == 200


def test_an_address_that_was_never_proved_is_proved_first(client, site, lin, log_in, mailoutbox):
    lin.emailaddress_set.all().delete()
    assert log_in(client)["Location"] == "/en/account/email/sent/"
    page = client.get(link_in(mailoutbox[0])).content.decode()
    assert "Is lin@test.example your address?" in page
    client.post(link_in(mailoutbox[0]))
    assert log_in(client)["Location"] == "/en/account/"


def test_nobody_signs_up(client, site):
    assert client.get("/en/account/signup/").status_code == 404
