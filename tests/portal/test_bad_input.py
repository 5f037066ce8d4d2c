"""Whatever stands in an address, in its query or in a form: a page that helps, never a failure.

The client raises what a view raises, so that a failure shows where it comes from.
"""

import re
from urllib.parse import urlencode

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RoutePattern

from portal.middleware import NOT_ALLOWED, is_for_machines
from tests.browser.checks import parse_strictly
from tests.house.test_routes import ROUTES, places  # noqa: F401 - fixtures
from tests.nse import interviews, survey  # noqa: F401

HOSTILE = (
    '"', "   ", "x" * 10_000, "\x00\x01\x1b\x7f", "\u202e\ud7ff\uffff", "-1", "9" * 5_000, "²",
    "../../etc/passwd", "<script>alert(1)</script>", "' OR 1=1 --", "社" * 300,
)  # fmt: skip
SHEETS = ("0", "-1", "abc", "", "1.5")
NAMES = "q page p country topic kind next language issues ordering format unknown".split()
"""Parameters that some view of the site knows, and one that none knows."""
LANGUAGES = ["xx", "zh", "zh-hant", "EN", "en-gb", "id", "%00", "zh-hans%20"]
BY_EXPRESSION = [
    "en/account/password/forgotten/{word}-{word}/",
    "en/reports/{word}/figures/1.csv",
    "en/reports/{word}/findings/{word}/by/{word}.csv",
    "en/{word}.pdf",
]
"""Addresses of routes that are regular expressions."""
PAGES = ["", "podcasts/", "about/", "search/", "help/", "account/login/"]


def with_parameters(patterns=None, above=""):
    """The routes of ours that take something from the address, as templates of addresses."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = above + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from with_parameters([] if pattern.namespace else pattern.url_patterns, here)
        elif pattern.name in ROUTES and "<" in here and isinstance(pattern.pattern, RoutePattern):
            yield re.sub(r"<[^>]+>", "{word}", here)


TEMPLATES = sorted({*with_parameters(), *BY_EXPRESSION, "en/{word}/", "r/{word}"})


@pytest.fixture(params=["anonymous", "administrator"])
def somebody(request, client, site, person):
    """A visitor, and whoever may go everywhere."""
    if request.param != "anonymous":
        client.force_login(person(request.param))
    return client


def assert_helps(answer, address):
    """A page, or the way to one; what is refused says where to go on."""
    assert answer.status_code < 500, address[:90]
    if "html" not in answer.headers.get("Content-Type", "") or answer.streaming:
        return
    html = answer.content.decode()
    assert "<script>alert(1)" not in html
    if answer.status_code == NOT_ALLOWED and is_for_machines(address):
        assert answer.content == b""
    elif answer.status_code >= 400 and not address.startswith("/admin/"):
        assert 'href="/' in html, address[:90]


def test_routes_that_take_something_from_the_address_are_found():
    assert {"en/cohorts/{word}/lessons/{word}/", "admin/surveys/{word}/approve/"} <= set(TEMPLATES)
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("template", TEMPLATES)
def test_hostile_words_in_the_address(somebody, template):
    for word in HOSTILE:
        address = "/" + template.format(word=escaped(word))
        assert_helps(somebody.get(address), address)
        assert_helps(somebody.post(address), address)


def escaped(word):
    """The word as a part of an address."""
    return urlencode({"": word})[1:].replace("+", "%20")


def test_hostile_queries_to_every_route(somebody, places):  # noqa: F811
    for address, *_ in ROUTES.values():
        for words in (*HOSTILE[:5], "0", "-1", "abc", "//elsewhere.example/"):
            asked = address.format(**places)
            answer = somebody.get(asked, dict.fromkeys(NAMES, words))
            assert_helps(answer, f"{asked} {words}")
            assert "elsewhere.example" not in answer.headers.get("Location", "").partition("?")[0]


@pytest.mark.parametrize("path", PAGES)
def test_hostile_queries_to_pages_leave_them_sound(client, site, path):
    queries = [(name, words) for name in ("q", "country", "unknown") for words in HOSTILE]
    queries += [("page", words) for words in (*SHEETS, *HOSTILE)]
    for name, words in queries:
        answer = client.get(f"/en/{path}", {name: words})
        assert answer.status_code == 200, (name, words[:90])
        parse_strictly(answer.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_languages(client, site, language):
    for path in ("", "search/?q=x", "account/login/", "no-such-page/"):
        answer = client.get(f"/{language}/{path}", headers={"accept-language": language})
        assert answer.status_code in {302, 404}
        assert_helps(answer, path)
