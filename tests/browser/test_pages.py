"""Pages in a real browser: both languages, a phone and a desk, with and without JavaScript."""

from urllib.parse import urlsplit

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import get_template

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
BEHIND_LOG_IN = ["account/", "account/password/", "gallery/"]
ADMIN = """
    / pages/ pages/3/ pages/3/edit/ images/ documents/ users/ surveys/ surveys/nse-2021/
    snippets/ reports/outdated-quotes/
""".split()
AXE = {
    "preload": False,  # it would load the style sheets again
    "runOnly": "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split(),
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
OF_COLOURS = {
    **AXE,
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""The rules of axe whose outcome depends on the colour scheme."""

SCHEMES = {"light": AXE, "dark": OF_COLOURS}


def violations(page, options=AXE):
    """What axe finds, one line each."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def shortcomings(page):
    """At each width and in each colour scheme: what axe finds, and whether the page is too wide."""
    found = set()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.add(f"{width}: wider than the window")
        for scheme, options in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            found |= {f"{width} {scheme}: {each}" for each in violations(page, options)}
    return sorted(found)


def parse_strictly(html):
    """Raises an error at the first place that breaks the rules of HTML."""
    html5lib.HTMLParser(strict=True).parse(html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_sound_and_asks_no_other_host(open_page, server, language, path):
    page = open_page(f"/{language}/{path.lstrip('/')}", width=WIDTHS[0], language=language)
    expected = ["404"] if path == "no-such-page/" else []
    parse_strictly(page.answer)
    assert shortcomings(page) == []
    assert [words for words in page.complaints if not any(code in words for code in expected)] == []
    assert page.refusals() == []
    assert page.hosts == {urlsplit(server).netloc}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_behind_the_log_in_are_accessible_and_sound(open_page, log_in, server, language):
    page = open_page(f"/{language}/account/login/", language=language)
    log_in(page, "administrator")
    assert page.url.endswith(f"/{language}/account/")
    for path in BEHIND_LOG_IN:
        parse_strictly(page.goto(f"/{language}/{path}").text())
        assert shortcomings(page) == []
    assert page.complaints == []
    assert page.hosts == {urlsplit(server).netloc}


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html", "503.html"])
def test_the_page_of_a_failure_is_accessible_and_sound(open_page, name):
    html = get_template(name).render()
    parse_strictly(html)
    page = open_page("/en/")
    page.route("**/failed/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/en/failed/")
    assert page.get_by_role("link", name="返回首页").is_visible()
    assert shortcomings(page) == []


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
    link = page.get_by_role("link", name="Read all findings (PDF").get_attribute("href")
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


def test_the_admin_asks_no_other_host(open_page, log_in, server):
    page = open_page("/en/account/login/?next=/admin/")
    log_in(page, "administrator")
    for path in ADMIN:
        page.goto(f"/admin/{path.lstrip('/')}", wait_until="networkidle")
        assert page.refusals() == [], path
    assert page.hosts == {urlsplit(server).netloc}
    assert page.complaints == []
