"""The translation editor in a browser: its buttons can be reached, whatever stands beside them."""

import pytest


@pytest.fixture
def desk(open_page, log_in):
    """The translation editor of a page, by somebody of this group."""

    def desk(group):
        page = open_page("/en/account/login/?next=/admin/localize/reports/translations/")
        log_in(page, group)
        page.wait_for_url("**/reports/translations/**")
        page.goto(page.locator("main table a[href*='/edit/']").last.get_attribute("href"))
        page.locator(".js-translation-editor footer").wait_for()
        return page

    return desk


def test_an_open_side_panel_covers_no_button(desk):
    page = desk("editor")
    toggle = page.locator("[data-side-panel-toggle=status]")
    if "side-panel-open" not in page.locator("body").get_attribute("class"):
        toggle.click()
    page.wait_for_timeout(500)  # it slides in
    panel = page.locator(".form-side--open").bounding_box()
    edges = page.locator(".js-translation-editor li button").evaluate_all(
        "buttons => buttons.map(button => button.getBoundingClientRect().right)"
    )
    assert edges
    assert max(edges) <= panel["x"]


def test_translators_find_the_preview_and_nothing_that_takes_the_page_away(desk):
    page = desk("translator")
    buttons = page.locator(".js-translation-editor footer").locator("a, button")
    assert [each.inner_text().strip() for each in buttons.all() if each.is_visible()] == ["Preview"]
