"""The page of fieldwork fetches its numbers anew by itself, until somebody pauses it."""

import pytest

ADDRESS = "/admin/surveys/work/fieldwork/"
MINUTE = 60_000


@pytest.fixture
def fieldwork(open_page, log_in):
    """Opens the page as the researcher, under a clock that the test turns."""

    def open_it(**window):
        page = open_page(f"/en/account/login/?next={ADDRESS}", **window)
        log_in(page, "researcher")
        page.set_default_timeout(20_000)
        return page

    return open_it


def test_numbers_are_fetched_every_minute_until_it_is_paused(fieldwork):
    page = fieldwork()
    page.clock.install()
    page.goto(page.url)
    part = page.locator("[data-refreshed]")
    part.evaluate("each => each.insertAdjacentHTML('beforeend', '<p id=stale>old</p>')")
    page.locator("details summary").click()
    page.get_by_role("heading", name="Interviewers").click()
    page.clock.fast_forward(MINUTE)
    page.locator("#stale").wait_for(state="detached")
    assert page.locator("details").evaluate("each => each.open")

    page.get_by_role("button", name="Pause refreshing").click()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.fast_forward(3 * MINUTE)
    page.get_by_role("button", name="Pause refreshing", pressed=True).wait_for()
    assert asked == []


def test_without_scripts_a_link_does_it(fieldwork):
    page = fieldwork(javascript=False, width=390)
    assert not page.get_by_role("button", name="Pause refreshing").is_visible()
    page.get_by_role("link", name="Refresh now").click()
    page.get_by_role("heading", name="Interviewers").wait_for()
