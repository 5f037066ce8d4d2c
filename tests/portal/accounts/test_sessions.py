"""Where a person is logged in: seen, ended one by one or all at once."""

import re

import pytest
from django.test import Client

from portal.accounts.devices import device

pytestmark = pytest.mark.django_db

PAGE = "/en/account/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Safari/604.1"


@pytest.fixture
def two(site, lin, log_in):
    """The same person in two browsers."""
    desk, phone = Client(headers={"user-agent": FIREFOX}), Client(headers={"user-agent": PHONE})
    for browser in (desk, phone):
        log_in(browser)
    return desk, phone


def others(browser):
    """The ids of the sessions that the page offers to end."""
    page = browser.get(PAGE).content.decode()
    return [int(pk) for pk in re.findall(r"/sessions/(\d+)/end/", page)]


def test_all_sessions_are_listed_by_browser_and_system(two):
    page = two[0].get(PAGE).content.decode()
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page
    assert "this session" in page


def test_one_session_is_ended(two):
    desk, phone = two
    page = desk.post(f"{PAGE}{others(desk)[0]}/end/", follow=True).content.decode()
    assert "That session is ended." in page
    assert phone.get("/en/account/").status_code == 302
    assert desk.get("/en/account/").status_code == 200


def test_all_other_sessions_are_ended(two):
    desk, phone = two
    assert "All other sessions are ended." in desk.post(PAGE, follow=True).content.decode()
    assert phone.get("/en/account/").status_code == 302
    assert others(desk) == []


def test_sessions_of_others_are_not_there(two, person):
    stranger = Client()
    stranger.force_login(person())
    assert stranger.post(f"{PAGE}{others(two[0])[0]}/end/").status_code == 404
    assert two[1].get("/en/account/").status_code == 200


def test_a_closed_account_is_out_at_once(two, lin):
    lin.is_active = False
    lin.save()
    assert [browser.get("/en/account/").status_code for browser in two] == [302, 302]


def test_a_role_that_is_taken_away_is_gone_at_once(client, site, person):
    editor = person("editor")
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    editor.groups.clear()
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("user_agent", "told"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140.0 MicroMessenger/8.0", "WeChat, Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(user_agent, told):
    assert device(user_agent) == told
