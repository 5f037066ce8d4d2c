"""The admin in a real browser: no screen of it asks another host, breaks its policy or a script."""

import re
from urllib.parse import urlsplit

import pytest
from wagtail.snippets.models import get_snippet_models

from tests.browser.test_screens import KINDS

SNIPPETS = sorted(model._meta.label for model in get_snippet_models())
SIDEBAR = "document.getElementById('wagtail-sidebar-props').textContent"


@pytest.fixture
def admin(open_page, log_in):
    """The admin's first page, as the administrator sees it."""
    page = open_page("/en/account/login/?next=/admin/")
    log_in(page, "administrator")
    return page


@pytest.fixture
def assert_alone(server):
    """Goes to addresses and asserts of each that it answers and what it asked for."""

    def go(page, *addresses):
        for address in addresses:
            assert page.goto(address).status == 200, address
            assert_sound(page, address)

    def assert_sound(page, address):
        assert page.refusals() == [], address
        assert page.complaints == [], address
        assert page.hosts == {urlsplit(server).netloc}, address

    go.now = assert_sound
    return go


def test_everything_in_the_menu(admin, assert_alone):
    addresses = set(re.findall(r'"url": "(/admin/[^"]*)"', admin.evaluate(SIDEBAR)))
    assert {"/admin/reports/visits/", "/admin/surveys/"} <= addresses
    assert_alone(admin, *sorted(addresses - {"/admin/logout/"}))


def test_the_pages_of_a_survey(admin, assert_alone):
    survey = "/admin/surveys/nse-2021/"
    assert_alone(admin, survey, f"{survey}devices/", f"{survey}sample/", f"{survey}weighting/")


@pytest.mark.parametrize("model", SNIPPETS)
def test_the_list_and_the_forms_of_snippets(admin, assert_alone, model):
    address = f"/admin/snippets/{model.lower().replace('.', '/')}/"
    assert_alone(admin, f"{address}add/", address)
    edit = admin.locator("main table a[href*='/edit/']").first.get_attribute("href")
    assert_alone(admin, edit)


@pytest.mark.parametrize("kind", KINDS)
def test_the_editor_of_pages_and_of_their_translations(admin, assert_alone, places, kind):
    for language in ("en", "zh-hans"):
        edit = places["editors"][f"{kind} {language}"]
        assert_alone(admin, edit)
    assert_alone(admin, edit.replace("/edit/", "/history/"))


def test_what_editors_choose_from(admin, assert_alone, places):
    """Windows in which a picture, a figure or another record is chosen."""
    assert_alone(admin, places["editors"]["briefs.Publication en"])
    for button in admin.locator("[data-chooser-action-choose]:visible").all()[:4]:
        button.click()
        admin.locator(".modal-body").wait_for()
        admin.wait_for_load_state("networkidle")
        assert_alone.now(admin, "chooser")
        admin.locator(".modal [data-dismiss=modal]").first.click()
        admin.locator(".modal-body").wait_for(state="detached")
