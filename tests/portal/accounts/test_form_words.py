"""What a form of the accounts says about what was typed, in both languages."""

import json

import pytest
from bs4 import BeautifulSoup

from tests.chinese import WORD, badly_set
from tests.factories import PASSWORD
from tests.portal.accounts.helpers import NEW_PASSWORD

pytestmark = pytest.mark.django_db

ADD = {"action_add": ""}
NO_KEY = {"name": "Key", "credential": json.dumps({"no": "passkey"})}


def chosen(password, again=None):
    return {"oldpassword": PASSWORD, "password1": password, "password2": again or password}


ENTRANCE = [
    ("login", {}),
    ("login", {"login": "nobody@test.example", "password": "no such person"}),
    ("password/forgotten", {"email": "no address"}),
    ("password/forgotten", {"email": ""}),
]
OWN = [
    ("password", chosen("fourteen chars")),
    ("password", chosen("lin@test.example")),
    ("password", chosen("1q2w3e4r5t6y7u8i9o0p")),
    ("password", chosen("314159265358979")),
    ("password", chosen(NEW_PASSWORD, "something else")),
    ("password", {**chosen(NEW_PASSWORD), "oldpassword": "not it"}),
    ("password", {}),
    ("email", {**ADD, "email": "no address"}),
    ("email", {**ADD, "email": "lin@test.example"}),
    ("email", {**ADD, "email": ""}),
    ("profile", {"first_name": "x" * 151}),
    ("profile", {"first_name": "a\0b"}),
    ("profile", {"language": "xx"}),
    ("profile", {"time_zone": "31415"}),
    ("confirm", {"password": "not it"}),
    ("confirm", {"password": ""}),
]
PROVEN = [
    ("factors/app", {"code": "000000"}),
    ("factors/app", {"code": ""}),
    ("factors/passkeys/add", NO_KEY),
    ("factors/passkeys/add", {"name": "", "credential": ""}),
]


def complaints(answer):
    """The sentences in which the form refuses; at least one."""
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    found = [line.get_text() for line in page.select(".field__errors p, .callout--error p")]
    assert found
    return found


def in_chinese(lines):
    """Whether all are Chinese without an English word (codes that were typed apart), well set."""
    return all(
        any("\u4e00" <= sign <= "\u9fff" for sign in line)
        and WORD.findall(line) in ([], ["xx"])
        and badly_set(line) == []
        for line in lines
    )


def in_english(lines):
    return all(line.strip("“”’").replace("’", "").isascii() for line in lines)


LANGUAGES = [("en", in_english), ("zh-hans", in_chinese)]


@pytest.mark.parametrize(("language", "is_right"), LANGUAGES)
@pytest.mark.parametrize(("page", "typed"), ENTRANCE)
def test_the_entrance_refuses_in_the_language_read(client, site, page, typed, language, is_right):
    lines = complaints(client.post(f"/{language}/account/{page}/", typed))
    assert is_right(lines), lines


@pytest.mark.parametrize(("language", "is_right"), LANGUAGES)
@pytest.mark.parametrize(("page", "typed"), OWN)
def test_own_pages_refuse_in_the_language_read(client, site, lin, page, typed, language, is_right):
    client.force_login(lin)
    lines = complaints(client.post(f"/{language}/account/{page}/", typed))
    assert is_right(lines), lines


@pytest.mark.parametrize(("language", "is_right"), LANGUAGES)
@pytest.mark.parametrize(("page", "typed"), PROVEN)
def test_second_factors_refuse_in_the_language_read(
    client, site, lin, confirm, page, typed, language, is_right
):
    client.force_login(lin)
    address = f"/{language}/account/{page}/"
    confirm(client, client.get(address))
    lines = complaints(client.post(address, typed))
    assert is_right(lines), lines


def test_what_a_password_must_be_like_is_told_in_chinese(client, site, lin):
    client.force_login(lin)
    page = BeautifulSoup(client.get("/zh-hans/account/password/").content, "html.parser")
    told = [line.get_text() for line in page.select(".field__help li")]
    assert len(told) == 4
    assert in_chinese(told), told
