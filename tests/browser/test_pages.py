"""Pages in a real browser: both languages, a phone and a desk, with and without JavaScript."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

LESSON = "learn/actuarial-e-coaching/session-1/annuities-and-survival/"
PAGES = f"""
    / surveys/ surveys/nse-2021/ about/ account/login/ no-such-page/ search/?q=social search/?q=%22
    privacy/ help/ help/visitor/
    experiences/ experiences/china/ publications/ publications/policy-briefs/1-sickness-gig-workers/
    publications/policy-briefs/2-employment-injury/ publications/research-briefs/1-relative-poverty/
    publications/fact-sheets/informal-economy-faq/ publications/monitor/4/
    podcasts/ podcasts/sickness-cover-1/ events/ events/social-protection-beyond-covid-19/
    learn/ learn/actuarial-e-coaching/ learn/actuarial-e-coaching/session-1/ {LESSON}
""".split()
LANGUAGES = ["en", "zh-hans"]
WIDTHS = [390, 1280]


def violations(page):
    """What axe finds, one line each; it would load style sheets again, which is left out."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_fits_and_asks_no_other_host(open_page, server, language, path):
    page = open_page(f"/{language}/{path.lstrip('/')}", width=WIDTHS[0], language=language)
    expected = ["404"] if path == "no-such-page/" else []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
    assert [words for words in page.complaints if not any(code in words for code in expected)] == []
    assert page.hosts == {urlsplit(server).netloc}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_is_accessible(open_page, log_in, language):
    page = open_page(f"/{language}/account/login/", language=language)
    log_in(page, "administrator")
    assert page.url.endswith(f"/{language}/account/")
    assert violations(page) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_with_a_phone_finds_her_way(open_page, javascript):
    page = open_page("/", width=390, javascript=javascript, language="zh-CN")
    assert page.url.endswith("/zh-hans/")
    page.locator("summary").click()
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


def test_the_editor_asks_no_other_host(open_page, log_in, server):
    page = open_page("/en/account/login/?next=/admin/")
    log_in(page, "administrator")
    page.wait_for_load_state("networkidle")
    assert urlsplit(page.url).path == "/admin/"
    assert page.hosts == {urlsplit(server).netloc}
    assert page.complaints == []
