"""What a browser measures: every label of a chart lies inside its picture, in both languages."""

from portal.charts.examples import examples
from tests.browser.test_pages import LANGUAGES
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
        for svg in (figure.picture, figure.poster)
    ]
    page = open_page("/en/")
    page.set_content("<!DOCTYPE html><html lang=en>" + "".join(drawn))
    found = [svg.evaluate(MEASURE) for svg in page.query_selector_all("svg")]
    assert found == [[]] * len(drawn)
