"""What a browser measures: every label of a chart lies inside its picture, in both languages."""

import pytest

from portal.charts.examples import examples
from tests.browser.checks import LANGUAGES
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


def test_no_label_leaves_its_picture(open_page):
    drawn = list(all_charts().values())
    drawn += [
        svg
        for language in LANGUAGES
        for figure in examples(language)
        for svg in (figure.picture, figure.narrow_picture, figure.poster)
    ]
    page = open_page("/en/")
    page.set_content("<!DOCTYPE html><html lang=en>" + "".join(drawn))
    found = [svg.evaluate(MEASURE) for svg in page.query_selector_all("svg")]
    assert found == [[]] * len(drawn)


SEEN = """() => [...document.querySelectorAll('figure.chart svg')].map(svg => {
  const box = svg.getBoundingClientRect(), wide = svg.viewBox.baseVal.width
  return {width: box.width, right: box.right, letters: 12 * box.width / wide}
}).filter(box => box.width)"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 390, 1280])
def test_a_page_shows_each_chart_once_legibly_and_without_scrolling(open_page, language, width):
    page = open_page(f"/{language}/surveys/nse-2021/", language=language)
    page.set_viewport_size({"width": width, "height": 800})
    seen = page.evaluate(SEEN)
    assert len(seen) == page.locator("figure.chart").count() > 0
    assert all(box["letters"] >= (11.5 if width == 360 else 12) for box in seen)
    assert all(box["right"] <= width for box in seen)
