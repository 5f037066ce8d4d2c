"""Accounts in a real browser: every page, the keyboard alone, and a passkey."""

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import PASSWORD
from tests.browser.test_keyboard import tab_to
from tests.browser.test_pages import LANGUAGES, WIDTHS, violations

ENTRANCE = """
    login/ password/forgotten/ password/forgotten/sent/ password/forgotten/1-abc/ email/sent/
    email/abc/ invitation/abc/ roles/ provider/cancelled/ provider/error/
""".split()
OWN = """
    profile/ email/ password/ password/first/ factors/ factors/passkeys/ sessions/ provider/
""".split()
GUARDED = ["factors/app/", "factors/passkeys/add/", "factors/codes/new/"]


def assert_good(page, server):
    """Accessible at both widths, nothing sticks out, no other host is asked."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
    assert [said for said in page.complaints if "410" not in said and "401" not in said] == []
    assert page.hosts == {urlsplit(server).netloc}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_entrance_is_accessible(open_page, server, language):
    page = open_page(f"/{language}/account/login/", language=language)
    for path in ENTRANCE:
        page.goto(f"/{language}/account/{path}")
        assert_good(page, server)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_s_own_pages_are_accessible(open_page, log_in, server, language):
    page = open_page(f"/{language}/account/login/", language=language)
    log_in(page, "trainee")
    for path in OWN:
        page.goto(f"/{language}/account/{path}")
        assert_good(page, server)
    page.goto(f"/{language}/account/{GUARDED[0]}")
    assert_good(page, server)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main .form .button").click()
    for path in GUARDED:
        page.goto(f"/{language}/account/{path}")
        assert_good(page, server)


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


def test_a_passkey_is_added_and_opens_the_account(open_page, log_in, server):
    """Browsers know passkeys at names only, so this machine is called by its name."""
    home = server.replace("127.0.0.1", "localhost")
    page = open_page(f"{home}/en/account/login/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    log_in(page, "auditor")
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
    assert violations(page) == []


def test_a_passkey_that_fails_is_explained(open_page, server):
    page = open_page(server.replace("127.0.0.1", "localhost") + "/zh-hans/account/login/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": False,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
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
