"""Log-in with the account of an institution: against a provider on this machine."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import override_settings

from portal.models import User
from tests.portal.accounts.helpers import NEW_PASSWORD, link_in

pytestmark = pytest.mark.django_db


class Provider(BaseHTTPRequestHandler):
    """Answers like an OpenID Connect provider at which one person has logged in."""

    person = {}

    def do_GET(self):
        address = f"http://127.0.0.1:{self.server.server_port}"
        self.say(
            self.person
            if self.path == "/person"
            else {
                "issuer": address,
                "authorization_endpoint": f"{address}/ask",
                "token_endpoint": f"{address}/token",
                "userinfo_endpoint": f"{address}/person",
            }
        )

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.say({"access_token": "secret", "token_type": "Bearer", "expires_in": 60})

    def say(self, answer):
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Nothing on the console."""


@contextmanager
def provider(*, sign_up=False, **person):
    """A provider that vouches for this person, set as the site's."""
    Provider.person = {"sub": "7", "name": "Lin", **person}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    app = {
        "provider_id": "institution", "name": "Institute", "client_id": "portal",
        "secret": "s", "settings": {"server_url": address},
    }  # fmt: skip
    with override_settings(
        OIDC_SERVER=address,
        OIDC_NAME="Institute",
        OIDC_SIGN_UP=sign_up,
        SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [app]}},
    ):
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()


def come_back(client):
    """Goes to the provider and comes back from it; gives the page that the person then sees."""
    asked = urlsplit(client.get("/oidc/institution/")["Location"])
    question = parse_qs(asked.query)
    assert question["redirect_uri"] == ["http://testserver/oidc/institution/callback/"]
    return client.get(
        "/oidc/institution/callback/",
        {"code": "c", "state": question["state"][0]},
        follow=True,
    )


def test_without_a_provider_there_is_no_button(client, site):
    assert "/oidc/" not in client.get("/en/account/login/").content.decode()


def test_with_a_provider_there_is_one(client, site):
    with provider():
        page = client.get("/zh-hans/account/login/").content.decode()
    assert 'href="/oidc/institution/"' in page
    assert "使用Institute登录" in page


def test_a_verified_address_opens_the_account_that_has_it(client, site, lin, mailoutbox):
    with provider(email="LIN@test.example", email_verified=True):
        page = come_back(client)
        assert page.redirect_chain[-1][0].endswith("/account/")
        connected = client.get("/en/account/provider/").content.decode()
    assert page.context["user"] == lin
    assert "Not connected" not in connected


def test_an_address_that_the_provider_has_not_verified_opens_nothing(client, site, lin):
    with provider(email="lin@test.example", email_verified=False):
        page = come_back(client)
    assert "There is no account for you yet" in page.content.decode()
    assert client.get("/en/account/").status_code == 302
    assert not lin.socialaccount_set.exists()


def test_strangers_get_no_account(client, site):
    with provider(email="stranger@else.example", email_verified=True):
        page = come_back(client)
    assert "There is no account for you yet" in page.content.decode()
    assert not User.objects.filter(email="stranger@else.example").exists()


def test_strangers_get_one_where_the_owner_of_the_site_says_so(client, site):
    with provider(sign_up=True, email="stranger@else.example", email_verified=True):
        page = come_back(client)
    stranger = User.objects.get(email="stranger@else.example")
    assert page.context["user"] == stranger
    assert not stranger.groups.exists()
    assert not stranger.has_usable_password()


@pytest.mark.parametrize("page", ["password/", "factors/app/"])
def test_who_has_no_password_is_told_how_to_get_one(client, site, page):
    with provider(sign_up=True, email="stranger@else.example", email_verified=True):
        come_back(client)
        answer = client.get(f"/en/account/{page}", follow=True)
    assert "You have no password yet" in answer.content.decode()
    assert 'href="/en/account/password/forgotten/"' in answer.content.decode()


def test_the_link_that_gives_a_first_password_is_sent(client, site, mailoutbox):
    with provider(sign_up=True, email="stranger@else.example", email_verified=True):
        come_back(client)
    client.post("/en/account/password/forgotten/", {"email": "stranger@else.example"})
    client.get(link_in(mailoutbox[-1]))
    form = f"{link_in(mailoutbox[-1]).rsplit('-', 2)[0]}-set-password/"
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert User.objects.get(email="stranger@else.example").check_password(NEW_PASSWORD)


def test_an_invitation_that_is_open_is_accepted_by_the_institution_s_log_in(client, site, person):
    from django.utils import timezone

    invited = person("trainee", email="wei@test.example", invited_at=timezone.now())
    with provider(email="wei@test.example", email_verified=True):
        come_back(client)
    invited.refresh_from_db()
    assert invited.invited_at is None


def test_an_answer_that_nobody_asked_for_is_explained(client, site):
    with provider():
        page = client.get("/oidc/institution/callback/", {"code": "c", "state": "invented"})
    assert page.status_code == 401
    assert "did not work" in page.content.decode()


def test_a_provider_that_does_not_answer_is_explained(client, site):
    with provider():
        pass
    app = {"provider_id": "institution", "name": "I", "client_id": "p", "secret": "s",
           "settings": {"server_url": "http://127.0.0.1:9/"}}  # fmt: skip
    with override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [app]}}):
        page = client.get("/oidc/institution/")
    assert page.status_code == 502
    assert "did not work" in page.content.decode()
