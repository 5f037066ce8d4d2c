"""Journeys with the keyboard alone: searching, the other language, enrolling in a course."""

import pytest

COURSE = "learn/actuarial-e-coaching/"
FEW = 80


def tab_to(page, selector):
    """Press Tab until the focus is on what the selector names; it shows where it is on the way."""
    for _press in range(FEW):
        page.keyboard.press("Tab")
        page.locator(":focus").wait_for()
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if page.locator(selector).evaluate_all("all => all.includes(document.activeElement)"):
            return
    raise AssertionError(f"{selector} was not reached with {FEW} presses of Tab")


@pytest.mark.parametrize(("language", "words"), [("en", "sickness"), ("zh-hans", "工伤")])
def test_searching(open_page, language, words):
    page = open_page(f"/{language}/", language=language)
    tab_to(page, "#search-words")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    tab_to(page, ".result__title a")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    assert page.get_by_role("heading", level=1).is_visible()


def test_changing_the_language_stays_on_the_page(open_page):
    page = open_page("/en/publications/", width=390)
    tab_to(page, "[hreflang=zh-hans].language-switch__link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh-hans/publications/")
    assert page.locator("html").get_attribute("lang") == "zh-hans"


def test_opening_the_menu_of_a_phone(open_page):
    page = open_page("/en/", width=390)
    tab_to(page, ".menu__toggle")
    page.keyboard.press("Enter")
    tab_to(page, ".menu--narrow .menu__link[href='/en/learn/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/learn/")


def test_passing_over_the_head_of_the_page(open_page):
    page = open_page("/en/publications/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "main .breadcrumbs a")


@pytest.mark.parametrize(("language", "group"), [("en", "partner"), ("zh-hans", "interviewer")])
def test_enrolling_in_a_cohort(open_page, log_in, language, group):
    """Logging in is a journey of its own, told elsewhere."""
    page = open_page(f"/{language}/account/login/", language=language)
    log_in(page, group)
    page.goto(f"/{language}/{COURSE}")
    tab_to(page, ".offer button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cohorts/**")
    tab_to(page, "main .button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lessons/0/")
