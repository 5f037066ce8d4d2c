"""A code from an app, recovery codes, and what happens to wrong ones."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.factories import PASSWORD
from tests.portal.accounts.helpers import code_of_app, link_in

pytestmark = pytest.mark.django_db

FACTORS = "/en/account/factors"
STEP = f"{FACTORS}/confirm-log-in/"


@pytest.fixture
def app(client, site, lin, confirm):
    """Sets up an app with the forms; gives its secret key. Lin stays logged in in `client`."""
    client.force_login(lin)
    page = confirm(client, client.get(f"{FACTORS}/app/")).content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]
    answer = client.post(f"{FACTORS}/app/", {"code": code_of_app(secret, steps=-1)})
    assert answer["Location"] == f"{FACTORS}/codes/"
    return secret


def recovery_codes(client):
    page = client.get(f"{FACTORS}/codes/").content.decode()
    return re.findall(r'class="codes__code">(\d+)<', page)


@pytest.fixture
def stranger(app, log_in):
    """A browser that gave the right password and is now asked for a code."""
    browser = Client(REMOTE_ADDR="192.0.2.7")
    assert log_in(browser)["Location"] == STEP
    return browser


def test_a_password_alone_no_longer_opens_the_account(stranger):
    assert stranger.get("/en/account/").status_code == 302
    assert "your app shows now" in stranger.get(STEP).content.decode()


def test_the_code_of_the_app_lets_in(stranger, app):
    assert stranger.post(STEP, {"code": code_of_app(app)})["Location"] == "/en/account/"
    assert stranger.get("/en/account/").status_code == 200


def test_a_code_is_good_once(stranger, app, log_in):
    code = code_of_app(app)
    stranger.post(STEP, {"code": code})
    other = Client(REMOTE_ADDR="192.0.2.8")
    log_in(other)
    assert other.post(STEP, {"code": code}).status_code == 200


@pytest.mark.parametrize(("steps", "status"), [(-4, 200), (4, 200)])
def test_a_code_of_two_minutes_ago_or_ahead_is_refused(stranger, app, steps, status):
    assert stranger.post(STEP, {"code": code_of_app(app, steps=steps)}).status_code == status


def test_a_wrong_code_is_explained(stranger):
    page = stranger.post(STEP, {"code": "000000"}).content.decode()
    assert "This code is not right." in page


def test_five_wrong_codes_close_the_account_to_the_address(stranger, app, log_in):
    tries = [stranger.post(STEP, {"code": f"00000{n}"}).status_code for n in range(5)]
    assert tries == [200, 200, 200, 200, 429]
    assert stranger.post(STEP, {"code": code_of_app(app)}).status_code == 429
    stranger.cookies.clear()
    assert log_in(stranger).status_code == 429


def test_the_right_password_in_between_gives_no_further_codes(app, log_in):
    browser = Client(REMOTE_ADDR="192.0.2.9")
    statuses = []
    for n in range(5):
        log_in(browser)
        statuses.append(browser.post(STEP, {"code": f"00000{n}"}).status_code)
        browser.cookies.clear()
    assert statuses[-1] == 429


def test_a_recovery_code_lets_in_once(client, stranger, log_in):
    code = recovery_codes(client)[0]
    assert stranger.post(STEP, {"code": code}).status_code == 302
    assert code not in recovery_codes(client)
    other = Client(REMOTE_ADDR="192.0.2.8")
    log_in(other)
    assert other.post(STEP, {"code": code}).status_code == 200


def test_new_recovery_codes_replace_the_old_ones(client, app, mailoutbox, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **options: act())
    old = recovery_codes(client)
    client.post(f"{FACTORS}/codes/new/")
    new = recovery_codes(client)
    assert len(new) == 10
    assert not set(old) & set(new)
    file = client.get(f"{FACTORS}/codes/file/")
    assert "attachment" in file["Content-Disposition"]
    assert file.content.decode().split() == new
    assert mailoutbox[-1].subject.endswith("New recovery codes")


def test_the_second_step_is_asked_for_after_a_password_reset_too(app, lin, mailoutbox, log_in):
    browser, chosen = Client(), "a new pass phrase of mine"
    browser.post("/en/account/password/forgotten/", {"email": "lin@test.example"})
    form = browser.get(link_in(mailoutbox[-1]), follow=True).redirect_chain[-1][0]
    browser.post(form, {"password1": chosen, "password2": chosen})
    assert browser.get("/en/account/").status_code == 302
    assert log_in(browser, password=chosen)["Location"] == STEP


def test_removing_the_app_asks_again_who_it_is(client, app, lin):
    other = Client()
    other.force_login(lin)
    asked = other.get(f"{FACTORS}/app/remove/")
    assert "/account/confirm/" in asked["Location"]
    client.post(f"{FACTORS}/app/remove/")
    assert not Authenticator.objects.filter(user=lin).exists()


def test_the_app_is_told_the_name_of_the_site(client, site, lin, confirm):
    client.force_login(lin)
    answer = confirm(client, client.get(f"{FACTORS}/app/"))
    assert "issuer=Social" in answer.context["totp_url"]
    assert answer.context["totp_svg_data_uri"].startswith("data:image/svg+xml")


def test_an_answer_that_no_passkey_gave_is_refused(client, site, lin):
    for credential in ("", "{}", '{"id": "x"}', "[", '{"response": {"userHandle": "AA"}}'):
        answer = client.post(f"{FACTORS}/passkeys/log-in/", {"credential": credential})
        assert answer["Location"] == "/en/account/login/"
    assert client.get("/en/account/").status_code == 302


def test_passkeys_of_others_are_not_there(client, lin, person, confirm):
    other = Authenticator.objects.create(
        user=person(), type=Authenticator.Type.WEBAUTHN, data={"name": "K", "credential": {}}
    )
    client.force_login(lin)
    address = f"{FACTORS}/passkeys/{other.pk}/"
    assert confirm(client, client.get(address)).status_code == 404
    assert client.post(f"{address}remove/").status_code == 404
    assert client.post("/en/account/confirm/", {"password": PASSWORD}).status_code == 302


def test_a_passkey_that_no_device_made_is_refused_with_a_sentence(client, lin, confirm):
    client.force_login(lin)
    confirm(client, client.get(f"{FACTORS}/passkeys/add/"))
    for credential in ("{}", '{"id": "x"}', '{"response": {}}'):
        answer = client.post(f"{FACTORS}/passkeys/add/", {"name": "K", "credential": credential})
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()
    assert not Authenticator.objects.filter(user=lin).exists()
