"""What readers do on pages in a real browser: on a phone and at a desk, with and without JavaScript."""

import pytest

from tests.browser.checks import LANGUAGES


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_with_a_phone_finds_her_way(open_page, javascript):
    page = open_page("/", width=390, javascript=javascript, language="zh-CN")
    assert page.url.endswith("/zh-hans/")
    page.locator(".menu__toggle").click()
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="国家经验").click()
    assert page.url.endswith("/zh-hans/experiences/")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/experiences/")
    assert page.get_by_role("heading", level=1).inner_text() == "Experiences"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_finds_findings_and_opens_a_table(open_page, javascript):
    page = open_page("/en/", javascript=javascript)
    page.get_by_role("link", name="Social security of workers").click()
    assert page.url.endswith("/en/surveys/nse-2021/")
    table = page.locator("details table").first
    assert not table.is_visible()
    page.locator("main details summary").first.click()
    assert table.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_goes_to_a_footnote_and_back(open_page, language):
    page = open_page(f"/{language}/publications/policy-briefs/1-sickness-gig-workers/", width=390)
    page.locator("#note-1-2").click()
    assert page.evaluate("document.querySelector(':target').id") == "note-1"
    names = {
        "en": "Back to footnote 1 in the text, place 2",
        "zh-hans": "返回正文中的脚注1（第2处）",
    }
    page.get_by_label(names[language], exact=True).click()
    assert page.evaluate("document.querySelector(':target').id") == "note-1-2"


def test_the_printed_findings_are_a_pdf(open_page, server):
    page = open_page("/en/surveys/nse-2021/")
    link = page.get_by_role("link", name="Read all findings as PDF").get_attribute("href")
    response = page.request.get(server + link)
    assert response.status == 200
    assert response.headers["content-type"] == "application/pdf"
    assert response.body().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("javascript", [True, False])
def test_log_in_and_out(open_page, log_in, javascript):
    page = open_page("/en/account/", javascript=javascript)
    log_in(page, "editor")
    assert page.get_by_role("heading", level=1).inner_text() == "My start page"
    page.get_by_role("button", name="Log out").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Log in"


def test_the_keyboard_reaches_the_content_first(open_page):
    page = open_page("/en/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
