"""Accounts in a real browser: the keyboard alone, a second factor, and a passkey."""

from urllib.parse import urlsplit

import pytest

from tests.browser.checks import LANGUAGES, faults_of, look_at
from tests.browser.conftest import PASSWORD
from tests.browser.test_keyboard import tab_to
from tests.portal.accounts.helpers import code_of_app


@pytest.mark.parametrize("javascript", [True, False])
def test_the_keyboard_alone_logs_in_and_out(open_page, javascript):
    page = open_page("/en/account/login/", javascript=javascript)
    tab_to(page, "[name=login]")
    page.keyboard.type("trainee@demo.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/account/")
    assert page.get_by_role("heading", level=1).inner_text() == "My start page"
    tab_to(page, "form[action*=logout] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_factor_is_set_up_and_asked_for(open_page, log_in, server, language):
    """An app, then a passkey: every page on the way is looked at.

    Browsers know passkeys at names only, so this machine is called by its name.
    """
    account = server.replace("127.0.0.1", "localhost") + f"/{language}/account"
    page = open_page(f"{account}/login/", language=language)
    add_device(page, isUserVerified=True)
    log_in(page, f"careful-{language}")

    def send(*, answer=None):
        if answer:
            page.locator("main .form input:not([type=hidden])").first.fill(answer)
        with page.expect_navigation() as reached:
            page.locator("main .form .button").first.click()
        return faults_of(page, reached.value.text())

    assert look_at(page, f"{account}/factors/app/") == []
    assert send(answer=PASSWORD) == []
    assert send(answer=code_of_app(page.locator(".secret").inner_text())) == []
    assert page.url == f"{account}/factors/codes/"
    for path in ("", "codes/", "codes/new/", "app/remove/", "confirm/", "passkeys/add/"):
        assert look_at(page, f"{account}/factors/{path}") == []
    page.locator("[type=checkbox]").check()
    page.locator("#passkey_add").click()
    page.wait_for_url("**/factors/")
    assert look_at(page, f"{account}/factors/passkeys/") == []
    for link in page.locator("main table a").evaluate_all("links => links.map(each => each.href)"):
        assert look_at(page, link) == []
    page.locator("form[action*=logout] button").first.click()
    log_in(page, f"careful-{language}")
    assert page.url == f"{account}/factors/confirm-log-in/"
    assert look_at(page, page.url) == []


def add_device(page, **options):
    """A device that holds passkeys, at this page's browser."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    usual = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**usual, **options}})


def test_a_passkey_is_added_and_opens_the_account(open_page, log_in, server):
    """Browsers know passkeys at names only, so this machine is called by its name."""
    home = server.replace("127.0.0.1", "localhost")
    page = open_page(f"{home}/en/account/login/")
    add_device(page, isUserVerified=True)
    log_in(page, "passkey")
    page.goto(f"{home}/en/account/factors/passkeys/add/")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main .form .button").click()
    page.get_by_label("Log in with it alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/factors/codes/")
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("**/en/account/")
    page.goto(f"{home}/en/account/factors/passkeys/")
    assert page.get_by_role("rowheader").inner_text() == "Passkey 1"


def test_a_passkey_that_fails_is_explained(open_page, server):
    page = open_page(server.replace("127.0.0.1", "localhost") + "/zh-hans/account/login/")
    add_device(page, isUserVerified=False)
    page.get_by_role("button", name="使用通行密钥登录").click()
    page.get_by_role("alert").wait_for()
    assert "设备未能确认您的身份" in page.get_by_role("alert").inner_text()


def test_the_page_of_invitations_asks_no_other_host(open_page, log_in, server):
    page = open_page("/en/account/login/?next=/admin/accounts/invitations/")
    log_in(page, "administrator")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", name="Not accepted yet").is_visible()
    page.locator("[name=email]").fill("somebody@demo.example")
    page.get_by_label("Trainee").check()
    page.get_by_role("button", name="Send invitation").click()
    assert "somebody@demo.example is invited." in page.locator("main").inner_text()
    assert page.hosts == {urlsplit(server).netloc}
    assert page.complaints == []
