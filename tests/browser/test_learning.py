"""A trainee with a phone: from the start page through a lesson and its quiz, with and without script."""

import pytest

from tests.browser.checks import LANGUAGES, violations

LESSON = "learn/actuarial-e-coaching/session-1/annuities-and-survival/"


@pytest.fixture
def start(open_page, log_in):
    """The start page of the demonstration's trainee."""

    def open_it(language="en", **options):
        page = open_page(f"/{language}/account/login/", width=390, language=language, **options)
        log_in(page, "trainee")
        return page

    return open_it


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_leads_into_the_next_lesson(start, language):
    page = start(language)
    page.locator(".awaiting__link").first.click()
    assert "/lessons/1/" in page.url
    assert page.locator("math").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_wrong_answer_is_explained_and_what_was_typed_stays(start, javascript):
    page = start(javascript=javascript)
    page.locator(".awaiting__link").first.click()
    question = page.locator(".quiz__question").filter(has=page.locator(".quiz__input")).first
    question.locator(".quiz__input").fill("14.88")
    for other in page.locator(".quiz__question").filter(has=page.locator("[type=radio]")).all():
        other.locator("[type=radio]").first.check()
    page.locator("main form:has(.quiz__question) button").click()
    assert question.locator(".quiz__input").input_value() == "14.88"
    assert question.get_by_text("arrears").is_visible()


def test_formulae_are_set_in_the_site_s_own_font(open_page):
    page = open_page(f"/en/{LESSON}")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('1em \"STIX Two Math\"')")
    tall = page.locator("math munderover, math munder").first.bounding_box()
    assert tall["height"] > 20
