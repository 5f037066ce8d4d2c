"""Addresses: pages carry their language, machines' addresses do not and are never redirected."""

import pytest
from django.urls import reverse
from django.utils import translation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepts", "leads_to"),
    [
        ("en", "/en/"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "/zh-hans/"),
        ("zh-Hans", "/zh-hans/"),
        ("fr", "/en/"),
        ("", "/en/"),
    ],
)
def test_the_root_leads_to_the_readers_language(client, site, accepts, leads_to):
    answer = client.get("/", headers={"accept-language": accepts})
    assert answer.status_code == 302
    assert answer["Location"] == leads_to
    assert "Accept-Language" in answer["Vary"]


def test_health_answers_plainly(client):
    answer = client.get("/healthz", headers={"accept-language": "zh-hans"})
    assert answer.status_code == 200
    assert answer.json()["status"] == answer.json()["database"] == "ok"
    assert "no-store" in answer["Cache-Control"]
    assert client.post("/healthz").status_code == 405


def test_health_says_when_the_database_is_gone(client, monkeypatch):
    from django.db import OperationalError, connection

    def refuse(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"


@pytest.mark.parametrize("path", ["/healthz/", "/collect/", "/collect/nothing-here", "/collect/x/"])
def test_machines_get_404_and_no_redirect(client, site, path):
    assert client.get(path, headers={"accept-language": "zh-hans"}).status_code == 404


@pytest.mark.parametrize("path", ["/healthz", "/collect/nothing-here"])
def test_https_does_not_redirect_machines(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path).status_code in {200, 404}
    assert client.get("/en/").status_code == 301


@pytest.mark.parametrize(
    ("path", "words"),
    [("/en/no-such-page/", "Page not found"), ("/zh-hans/no-such-page/", "页面不存在")],
)
def test_a_missing_page_says_so_in_its_language(client, site, path, words):
    answer = client.get(path)
    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_an_error_page_needs_nothing_of_the_site():
    from django.template.loader import get_template

    page = get_template("500.html").render()
    assert "Something went wrong" in page
    assert "系统出错" in page


def test_a_form_with_too_many_fields_is_answered_in_both_languages(client, person):
    client.force_login(person("editor"))
    data = {f"field-{number}": "x" for number in range(6000)}
    answer = client.post("/admin/snippets/briefs/figure/add/", data)
    assert answer.status_code == 400
    assert "more fields or more data" in answer.content.decode()
    assert "请返回上一页" in answer.content.decode()


@pytest.mark.parametrize("path", ["/en/", "/zh-hans/surveys/", "/en/account/login/", "/healthz"])
def test_nothing_may_be_loaded_from_elsewhere(client, site, path):
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "http" not in policy


def test_routes_have_a_form_in_each_language():
    with translation.override("en"):
        assert reverse("login") == "/en/account/login/"
    with translation.override("zh-hans"):
        assert reverse("login") == "/zh-hans/account/login/"
