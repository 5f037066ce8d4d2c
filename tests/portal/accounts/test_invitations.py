"""Administrators invite; the invited choose a password, once and in time."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from portal.accounts.invitations import invited
from portal.models import User
from tests.portal.accounts.helpers import NEW_PASSWORD, link_in

pytestmark = pytest.mark.django_db

DESK = "/admin/accounts/invitations/"
CHOICE = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


@pytest.fixture
def desk(client, site, person):
    """The browser of an administrator."""
    client.force_login(person("administrator", first_name="Mei"))
    return client


@pytest.fixture
def invite(desk):
    """Fills in the form: `invite(email="…")`; gives the answer."""

    def send(**fields):
        groups = Group.objects.filter(name="trainee").values_list("pk", flat=True)
        typed = {"email": "wei@test.example", "language": "zh-hans", "groups": groups, **fields}
        return desk.post(DESK, typed, follow=True)

    return send


def test_an_invited_person_chooses_a_password_and_is_in(invite, mailoutbox):
    page = invite().content.decode()
    assert "wei@test.example is invited." in page
    assert "Everybody who was invited" not in page
    wei, link, browser = (
        User.objects.get(email="wei@test.example"),
        link_in(mailoutbox[0]),
        Client(),
    )
    assert not wei.has_usable_password()
    assert link.startswith("/zh-hans/account/invitation/")
    assert "wei@test.example" in browser.get(link).content.decode()
    assert browser.post(link, CHOICE)["Location"] == "/zh-hans/account/"
    assert browser.get("/zh-hans/account/").status_code == 200
    assert list(wei.groups.values_list("name", flat=True)) == ["trainee"]
    assert wei.emailaddress_set.get().verified
    assert not invited().exists()


def test_the_message_is_in_the_language_of_the_invited(invite, mailoutbox):
    invite()
    assert mailoutbox[0].subject == "[社会保障培训门户] 您的邀请"
    assert "Mei邀请您使用社会保障培训门户" in mailoutbox[0].body
    assert "（北京时间，UTC+08:00）" in mailoutbox[0].body


def test_an_invitation_is_used_once(invite, mailoutbox):
    invite()
    Client().post(link_in(mailoutbox[0]), CHOICE)
    for answer in (
        Client().get(link_in(mailoutbox[0])),
        Client().post(link_in(mailoutbox[0]), CHOICE),
    ):
        assert answer.status_code == 410
        assert "此邀请已失效" in answer.content.decode()


def test_an_invitation_expires_and_is_renewed(desk, invite, mailoutbox, settings):
    invite()
    settings.INVITATION_DAYS = 0
    assert Client().get(link_in(mailoutbox[0])).status_code == 410
    assert "expired" in desk.get(DESK).content.decode()
    settings.INVITATION_DAYS = 14
    desk.post(f"{DESK}{invited().get().pk}/renew/")
    old, new = map(link_in, mailoutbox)
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_a_withdrawn_invitation_leads_nowhere(desk, invite, mailoutbox):
    invite()
    desk.post(f"{DESK}{invited().get().pk}/withdraw/")
    assert Client().get(link_in(mailoutbox[0])).status_code == 410
    assert not User.objects.filter(email="wei@test.example").exists()


def test_an_account_in_use_is_neither_renewed_nor_withdrawn(desk, lin):
    for act in ("renew", "withdraw"):
        assert desk.post(f"{DESK}{lin.pk}/{act}/").status_code == 404
    assert User.objects.filter(pk=lin.pk).exists()


@pytest.mark.parametrize("password", ["fourteen chars", "123456789012345678", "wei@test.example"])
def test_a_weak_password_is_refused_and_the_link_stays_good(invite, mailoutbox, password):
    invite()
    weak = {"password1": password, "password2": password}
    assert Client().post(link_in(mailoutbox[0]), weak).status_code == 200
    assert Client().post(link_in(mailoutbox[0]), CHOICE).status_code == 302


def test_two_who_open_the_link_at_once_do_not_both_choose(invite, mailoutbox, monkeypatch):
    from portal.accounts.views import entrance

    invite()
    wei = invited().get()
    Client().post(link_in(mailoutbox[0]), CHOICE)
    monkeypatch.setattr(entrance, "find_invited", lambda token: wei)
    other = {"password1": "the other one’s pass phrase", "password2": "the other one’s pass phrase"}
    assert Client().post(link_in(mailoutbox[0]), other).status_code == 410
    assert User.objects.get(pk=wei.pk).check_password(NEW_PASSWORD)


@pytest.mark.parametrize("typed", ["lin@test.example", "LIN@Test.Example"])
def test_an_address_that_is_taken_is_refused_and_nothing_typed_is_lost(
    invite, lin, typed, mailoutbox
):
    page = invite(email=typed, first_name="Wei").content.decode()
    assert "already registered" in page
    assert 'value="Wei"' in page
    assert mailoutbox == []


def test_a_forgotten_password_does_not_go_round_the_invitation(invite, mailoutbox):
    invite()
    Client().post("/en/account/password/forgotten/", {"email": "wei@test.example"})
    assert len(mailoutbox) == 1


def test_the_list_costs_the_same_however_many_are_invited(desk, django_assert_num_queries, person):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    def pending(count):
        for _ in range(count):
            person("trainee", invited_at=timezone.now() - timedelta(days=1))

    pending(2)
    desk.get(DESK)
    with CaptureQueriesContext(connection) as few:
        desk.get(DESK)
    pending(8)
    with django_assert_num_queries(len(few)):
        desk.get(DESK)
