"""Every page of a survey in the admin: accessible, sound and not too wide, in both languages."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.checks import AXE, LANGUAGES, STICKS_OUT, WIDTHS
from tests.browser.survey_screens import ALL_SURVEYS, NO_PAGE, OF_SURVEY, addresses
from tests.house.survey_routes import SURVEY_ROUTES
from tests.house.test_routes import ROUTES

WAGTAILS = {"exclude": [["[data-wagtail-sidebar]"], ["#wagtail-sidebar"], [".w-slim-header"]]}
"""Wagtail's own menu and the line with it above each page: not ours to mend."""
RUN = """([context, options]) => axe.run(context, options).then(({violations}) => violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)))"""
BROKEN = """| survey |
|   | type | name | label | relevant |
|   | text | q one | A question | ${nobody} = 1 |
|   | integer | n | | |
"""


@pytest.fixture
def desk(open_page, log_in):
    """The admin in a language, as the lead of the survey sees it."""

    def enter(language):
        page = open_page(f"/{language}/account/login/?next=/admin/", language=language)
        log_in(page, "researcher")
        return page

    return enter


def test_no_page_of_a_survey_is_forgotten():
    ours = {
        name
        for name, (address, *_) in {**ROUTES, **SURVEY_ROUTES}.items()
        if name.startswith("surveys_") and address.startswith("/admin/")
    }
    assert {*OF_SURVEY, *ALL_SURVEYS} | NO_PAGE == ours


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_survey(desk, places, language):
    page = desk(language)
    found = {}
    for address in addresses(places["field"]):
        answer = page.goto(address)
        faults = [f"answers {answer.status}"] if answer.status != 200 else faults_of(page)
        if faults:
            found[address] = faults
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_questionnaire_with_problems(desk, places, language):
    """All problems stand on the page to which it was sent."""
    page = desk(language)
    page.goto(f"/admin/surveys/{places['field']['survey']}/questionnaires/")
    file = {"name": "broken.md", "mimeType": "text/markdown", "buffer": BROKEN.encode()}
    page.locator("[type=file]").first.set_input_files(file)
    with page.expect_navigation(timeout=120_000) as reached:
        page.locator("form:has([type=file]) [type=submit]").first.click()
    assert reached.value.status == 422
    assert page.locator(".told > li").count() > 1
    page.complaints.clear()  # the browser's own about the status
    assert faults_of(page) == []


def faults_of(page):
    """At both widths: what axe finds, what sticks out, and what the browser complains about."""
    found = {*page.complaints, *page.refusals()}
    page.complaints.clear()
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found |= {f"{width}: sticks out: {each}" for each in page.evaluate(STICKS_OUT)[:5]}
        found |= {f"{width}: {each}" for each in page.evaluate(RUN, [WAGTAILS, AXE])}
    return sorted(found)
