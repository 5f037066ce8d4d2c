"""Every page of every kind, for everybody who sees it, in both languages."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from wagtail.models import get_page_models

from portal import views
from portal.middleware import PUBLIC_POLICY
from portal.models import BasePage
from tests.browser.checks import LANGUAGES, faults_of, look_at_all
from tests.browser.screens import (
    GROUPS,
    NO_PAGE,
    SCREENS,
    VISITOR,
    WITH_SECOND_FACTOR,
    screens_of,
)
from tests.house.test_routes import ROUTES

KINDS = sorted(model._meta.label for model in get_page_models() if issubclass(model, BasePage))
FAILURES = {
    path.name: path.read_text()
    for path in (Path(views.__file__).parents[1] / "templates").glob("[45]*.html")
}
BARE = sorted(name for name, text in FAILURES.items() if '{% extends "apology.html" %}' in text)
"""Pages of failures that need no database."""
SEEN_ON_THE_WAY = {"403.html", "404.html", "405.html", "429.html"}
WRONG_PASSWORDS = 5


def test_no_route_is_forgotten():
    ours = {name for name, (address, *_) in ROUTES.items() if not address.startswith("/admin/")}
    assert set(SCREENS) | WITH_SECOND_FACTOR | NO_PAGE == ours


def test_no_page_of_a_failure_is_forgotten():
    assert {*BARE, *SEEN_ON_THE_WAY} == set(FAILURES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_published_pages(open_page, places, kind, language):
    addresses = places["pages"].get(f"{kind} {language}", [])
    assert addresses, "the demonstration publishes no page of this kind"
    page = open_page(addresses[0], language=language)
    assert look_at_all(page, [(address, 200) for address in addresses]) == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewer", [VISITOR, *GROUPS])
def test_screens(open_page, log_in, places, viewer, language):
    page = open_page(f"/{language}/account/login/", language=language)
    page.route(re.compile(r"\.(pdf|png)$"), without_refresh)
    if viewer:
        log_in(page, viewer)
    screens = [
        (f"/{language}/{address.format(**places)}", status)
        for address, status in screens_of(viewer)
    ]
    assert look_at_all(page, screens) == {}


def without_refresh(route):
    """A page that waits for a print would load itself anew while it is looked at."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=headers)


@pytest.mark.parametrize("name", BARE)
def test_the_page_of_a_failure(open_page, name):
    html = get_template(name).render()
    page = open_page("/en/")
    headers = {"content-type": "text/html", "content-security-policy": PUBLIC_POLICY}
    page.route("**/failed/", lambda route: route.fulfill(body=html, headers=headers))
    page.goto("/en/failed/")
    assert page.get_by_role("link", name="返回首页").is_visible()
    assert faults_of(page, html) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_wrong_passwords(open_page, language):
    page = open_page(f"/{language}/account/login/", language=language)
    for _try in range(WRONG_PASSWORDS):
        page.locator("[name=login]").fill(f"guessed-{language}@demo.example")
        page.locator("[name=password]").fill("wrong wrong wrong")
        with page.expect_navigation() as reached:
            page.locator("main .form .button").click()
    assert reached.value.status == 429
    assert faults_of(page, reached.value.text(), status=429) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_results_of_a_quiz(open_page, log_in, places, language):
    """Of the lesson that the trainee has passed: nothing changes for other tests."""
    page = open_page(f"/{language}/account/login/", language=language)
    log_in(page, "trainee")
    page.goto(f"/{language}/cohorts/{places['cohort']}/lessons/0/")
    for status in (422, 200):
        with page.expect_navigation() as reached:
            page.locator("main form:has(.quiz__question) button").click()
        assert page.locator("#quiz-result").is_visible()
        assert faults_of(page, reached.value.text(), status=status) == []
        for question in page.locator(".quiz__question:has([type=radio])").all():
            question.locator("[type=radio]").first.check()
        for typed in page.locator(".quiz__input").all():
            typed.fill("1")
