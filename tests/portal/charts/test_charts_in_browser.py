"""What a browser measures: every label lies inside its picture, in both languages."""

import shutil

import pytest

from portal.charts.examples import examples
from tests.portal.charts.examples import all_charts

MEASURE = """svg => {
  const placed = label => {
    const b = label.getBBox(), to = svg.getCTM().inverse().multiply(label.getCTM())
    return {x: b.x + to.e, y: b.y + to.f, width: b.width, height: b.height}
  }
  const box = svg.viewBox.baseVal
  return [...svg.querySelectorAll('text')].filter(label => {
    const b = placed(label)
    return b.x < -0.5 || b.x + b.width > box.width + 0.5
        || b.y < -2 || b.y + b.height > box.height + 2
  }).map(label => label.textContent)
}"""


@pytest.mark.browser
def test_no_label_leaves_its_picture():
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    drawn = list(all_charts().values())
    drawn += [
        svg for language in ("en", "zh-hans") for figure in examples(language)
        for svg in (figure.picture, figure.poster)
    ]  # fmt: skip
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content("<!DOCTYPE html><html lang=en>" + "".join(drawn))
        found = [svg.evaluate(MEASURE) for svg in page.query_selector_all("svg")]
        browser.close()
    assert found == [[]] * len(drawn)
