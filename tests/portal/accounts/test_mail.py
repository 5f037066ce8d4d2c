"""Messages about accounts: in the reader's language, plain, and said in full in both languages."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from tests.portal.accounts.helpers import NEW_PASSWORD
from tests.portal.test_settings import in_production

pytestmark = pytest.mark.django_db

TEMPLATES = Path(django_settings.ROOT, "portal/templates")
MESSAGES = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_message.txt")
    for path in TEMPLATES.glob("*/email/*_message.txt")
    if not path.name.startswith("base_")
)


@pytest.mark.parametrize(
    ("chosen", "subject", "words"),
    [
        ("zh-hans", "[社会保障培训门户] 设置新密码", "请打开以下链接进行设置"),
        ("en", "[Social Security Training Portal] Choose a new password", "Open this link"),
    ],
)
def test_a_message_is_in_the_reader_s_language_not_the_page_s(
    client, site, lin, mailoutbox, chosen, subject, words
):
    lin.language = chosen
    lin.save()
    client.post("/en/account/password/forgotten/", {"email": "lin@test.example"})
    (message,) = mailoutbox
    assert message.subject == subject
    assert words in message.body
    assert message.body.rstrip().endswith(f"http://127.0.0.1:8000/{chosen}/")
    assert message.alternatives == []


def test_a_notice_says_when_and_from_where(client, site, lin, mailoutbox):
    lin.language = "zh-hans"
    lin.save()
    client.force_login(lin)
    change = {"oldpassword": "correct horse battery staple", "password1": NEW_PASSWORD}
    client.post("/en/account/password/", {**change, "password2": NEW_PASSWORD})
    assert "IP地址：127.0.0.1" in mailoutbox[0].body
    assert "您账户的密码已更改" in mailoutbox[0].body


def test_a_name_is_written_as_it_is_and_adds_no_line_to_the_head(client, person, mailoutbox):
    person(email="wei@test.example", first_name="<b>Wei</b> &", last_name="O'Brien")
    client.post("/en/account/password/forgotten/", {"email": "wei@test.example"})
    assert "Hello <b>Wei</b> & O'Brien," in mailoutbox[0].body


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_is_said_in_both_languages(lin, name):
    said = {}
    for language in ("en", "zh-hans"):
        context = {
            "user": lin, "by": lin, "ip": "192.0.2.7", "user_agent": "Firefox",
            "timestamp": timezone.now(), "expires_at": timezone.now(), "home": "/",
            "request": RequestFactory().get("/"),
        }  # fmt: skip
        with translation.override(language):
            said[language] = [
                render_to_string(f"{name}_{part}.txt", context).strip()
                for part in ("subject", "message")
            ]
    for english, chinese in zip(said["en"], said["zh-hans"], strict=True):
        assert english
        assert any("一" <= letter <= "鿿" for letter in chinese)
        assert english != chinese


def test_all_messages_that_accounts_send_are_the_site_s_own():
    """A message of the library that we do not override would be in its words."""
    import allauth

    theirs = {
        str(path.relative_to(Path(allauth.__path__[0], "templates"))).removesuffix("_message.txt")
        for path in Path(allauth.__path__[0], "templates").glob("*/email/*_message.txt")
    }
    unused = {
        "account_already_exists", "unknown_account", "login_code", "password_reset_code",
        "password_set", "email_confirmation_signup", "base",
    }  # fmt: skip
    assert {name for name in theirs if Path(name).name not in unused} <= set(MESSAGES)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ["filebased", "", 587, True, False]),
        (
            {"PORTAL_EMAIL_HOST": "mail.example", "PORTAL_EMAIL_PORT": "465",
             "PORTAL_EMAIL_SECURITY": "TLS"},
            ["smtp", "mail.example", 465, False, True],
        ),
    ],
)  # fmt: skip
def test_messages_go_to_the_server_that_is_set_else_into_files(tmp_path, environment, expected):
    found = in_production(
        tmp_path,
        "import json\n"
        "from django.conf import settings as s\n"
        "print(json.dumps([s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_HOST, s.EMAIL_PORT,"
        " s.EMAIL_USE_TLS, s.EMAIL_USE_SSL]))",
        **environment,
    )
    assert found == expected


def test_links_lead_to_the_site_whatever_host_was_asked(client, lin, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    address = "/en/account/password/forgotten/"
    client.post(address, {"email": "lin@test.example"}, headers={"host": "elsewhere.example:666"})
    assert f"{settings.WAGTAILADMIN_BASE_URL}{address}" in mailoutbox[0].body
    assert "elsewhere" not in mailoutbox[0].body
