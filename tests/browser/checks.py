"""What every page must be, whoever sees it: accessible, sound, no wider than its window, and alone
with its own host.
"""

from urllib.parse import urlsplit

import html5lib
from axe_playwright_python.base import AXE_SCRIPT

LANGUAGES = ["en", "zh-hans"]
WIDTHS = [390, 1280]
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
STICKS_OUT = """() => [...document.querySelectorAll('body *')].filter(each =>
  each.getBoundingClientRect().right > innerWidth).map(each => each.cloneNode().outerHTML)"""
RUN = """options => axe.run(document, options).then(({violations}) => violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)))"""


def violations(page, options=AXE):
    """What axe finds, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, options)


def shortcomings(page):
    """At each width and in each colour scheme: what axe finds, and whether the page is too wide."""
    found = set()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found |= {f"{width}: sticks out: {each}" for each in page.evaluate(STICKS_OUT)[:5]}
        for scheme, options in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            found |= {f"{width} {scheme}: {each}" for each in violations(page, options)}
    return sorted(found)


def parse_strictly(html):
    """Raises an error at the first place that breaks the rules of HTML."""
    html5lib.HTMLParser(strict=True).parse(html)


def faults_of(page, html, *, status=200):
    """Everything that is wrong with the page that stands in the window; `html` is what came.

    A browser complains about the status of an answer itself.
    """
    found = shortcomings(page)
    try:
        parse_strictly(html)
    except html5lib.html5parser.ParseError as error:
        found.append(f"HTML: {error}")
    found += [words for words in page.complaints if status < 400 or str(status) not in words]
    found += [f"refused: {each}" for each in page.refusals()]
    found += [f"asks {host}" for host in page.hosts - {urlsplit(page.url).netloc}]
    found += [f"without policy: {each}" for each in page.unguarded if each.startswith("http")]
    page.complaints.clear()
    page.unguarded.clear()
    return found


def look_at(page, address, *, status=200):
    """What is wrong with the page at an address, which must answer with this status."""
    answer = page.goto(address)
    if answer.status != status:
        return [f"answers {answer.status} at {page.url}"]
    return faults_of(page, answer.text(), status=status)


def look_at_all(page, addresses):
    """The faults by address, of those addresses that have any."""
    found = {address: look_at(page, address, status=status) for address, status in addresses}
    return {address: faults for address, faults in found.items() if faults}
