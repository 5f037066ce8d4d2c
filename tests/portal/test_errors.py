"""Pages for what went wrong say what to do next, in both languages and in the worst of cases."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.shortcuts import render
from django.template.loader import get_template
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from portal import urls as site_urls
from portal.middleware import PUBLIC_POLICY

handler500 = site_urls.handler500


def fail_with(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("en/broken/", fail_with(ValueError("broken"))),
    path("en/busy/", fail_with(OperationalError("database is locked"))),
    path("en/closed/", fail_with(PermissionDenied())),
    path("en/often/", lambda request: render(request, "429.html", status=429)),
    path("en/form/", csrf_protect(lambda request: None)),
    *site_urls.urlpatterns,
]


@pytest.fixture
def visitor(settings):
    """A client that gets answers, not exceptions, on addresses that fail."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def test_a_wrong_address_leads_on(client, site):
    html = client.get("/en/experiences/rural-health_2020/").content.decode()
    assert 'id="search-words-look" type="search" name="q" value="rural health"' in html
    assert 'href="/en/surveys/"' in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html


def test_hostile_words_of_an_address_stay_words(client, site):
    html = client.get("/en/%22%3E%3Cscript%3E/").content.decode()
    assert 'name="q" value="script"' in html


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("/en/closed/", 403, "Not open to you"), ("/en/often/", 429, "Too many tries")],
)
def test_a_refusal_says_why_and_leads_on(visitor, site, address, status, words):
    answer = visitor.get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "search-words-look" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/en/account/sessions/1/end/", "Nothing was sent"),
        ("/zh-hans/account/sessions/1/end/", "没有提交任何内容"),
        ("/admin/accounts/invitations/1/renew/", "Nothing was sent"),
    ],
)
def test_an_address_that_only_a_form_leads_to_says_so(client, site, person, address, words):
    """Such as after a log-in that was asked for because the session had ended."""
    client.force_login(person("administrator"))
    answer = client.get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert words in answer.content.decode()
    assert '/account/"' in answer.content.decode()


def test_a_machine_is_refused_in_few_words(client, db):
    answer = client.post("/healthz")
    assert (answer.status_code, answer.content) == (405, b"")


@pytest.mark.parametrize(
    ("address", "status", "english", "chinese"),
    [
        ("/en/broken/", 500, "Something went wrong", "系统出错"),
        ("/en/busy/", 503, "too busy", "系统繁忙"),
    ],
)
def test_a_failure_speaks_both_languages(visitor, address, status, english, chinese):
    """No database is asked: this test has none."""
    answer = visitor.get(address)
    assert answer.status_code == status
    assert english in answer.content.decode()
    assert chinese in answer.content.decode()
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)


@pytest.mark.parametrize("name", ["broken", "busy", "closed", "often", "form", "nothing"])
def test_the_page_of_a_failure_keeps_the_strict_policy(visitor, site, name):
    answer = visitor.post(f"/en/{name}/")
    assert answer.status_code >= 400
    assert answer.headers["Content-Security-Policy"] == PUBLIC_POLICY


def test_a_form_without_its_cookie_is_explained(visitor):
    answer = visitor.post("/en/form/")
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html", "403_csrf.html"])
def test_a_page_for_the_worst_case_needs_no_request(name):
    assert 'href="/zh-hans/"' in get_template(name).render()
