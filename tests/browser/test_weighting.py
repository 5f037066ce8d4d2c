"""A statistician mends a weighting plan in the admin and keeps it, with scripts and without."""

import pytest

from tests.browser.checks import shortcomings

ADDRESS = "/admin/surveys/work/weighting/"


@pytest.fixture
def weighting(open_page, log_in):
    """Opens the page of a survey's weights as the researcher."""

    def open_it(**window):
        page = open_page(f"/en/account/login/?next={ADDRESS}", **window)
        log_in(page, "researcher")
        page.set_default_timeout(20_000)
        return page

    return open_it


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 390)])
def test_a_step_is_added_mended_and_kept(weighting, javascript, width):
    page = weighting(javascript=javascript, width=width)
    page.get_by_text("Add a step", exact=True).click()
    page.get_by_role("button", name="Add this step: Trimming").click()
    step = page.locator("#step-2")
    step.wait_for()
    assert step.evaluate("each => each === document.activeElement")
    assert step.get_by_label("sex: unit_sex").is_checked()

    step.get_by_label("Upper limit").fill("abc")
    page.get_by_role("button", name="Recompute").first.click()
    page.locator("#summary").wait_for()
    page.locator("#summary").get_by_role("link", name="Step 2: Trimming: Upper limit").click()
    upper = page.locator("#step-2").get_by_label("Upper limit")
    assert upper.evaluate("each => each === document.activeElement")
    assert upper.input_value() == "abc"
    assert "Found 'abc'; expected a number above 0" in page.locator("#step-2").inner_text()

    upper.fill("8")
    page.get_by_role("button", name="Keep this plan").click()
    page.get_by_text("The plan is kept.").wait_for()
    assert page.locator("#step-2").get_by_label("Upper limit").input_value() == "8"

    page.get_by_role("button", name="Remove: Trimming").click()
    page.locator("#step-2").wait_for(state="detached")
    page.get_by_role("button", name="Keep this plan").click()
    page.get_by_text("The plan is kept.").wait_for()
    assert page.locator("#step-2").count() == 0


def test_what_is_changed_is_recomputed_where_one_stands(weighting):
    page = weighting()
    row = page.locator("#diagnostics tr", has_text="Design effect (Kish)")
    before = row.inner_text()
    page.locator("#step-1").get_by_label("sex: unit_sex").click()
    page.get_by_role("status").filter(has_text="Recomputed.").wait_for(state="attached")
    assert row.inner_text() != before
    ticked = page.locator("#step-1").get_by_label("sex: unit_sex")
    assert ticked.evaluate("each => each === document.activeElement")
    assert page.complaints == page.refusals() == []


def test_the_page_with_a_problem_in_fields_and_as_text_is_sound(weighting):
    page = weighting()
    page.locator("#step-1-rare > summary").click()
    page.get_by_label("Tolerance").fill("tight")
    page.get_by_label("Tolerance").press("Tab")
    page.locator("#summary").wait_for()
    assert shortcomings(page) == []
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Edit as text").click()
    page.get_by_label("The whole plan as text").wait_for()
    page.mouse.move(0, 0)
    assert 'tolerance = "tight"' in page.get_by_label("The whole plan as text").input_value()
    assert shortcomings(page) == []
