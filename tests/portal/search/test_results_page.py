import html
import re
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction
from wagtail.rich_text import RichText

from briefs.models import EventSession, Publication
from portal.models import Country, PageCountry
from tests.briefs.makers_records import (
    make_event,
    make_experience,
    make_figure,
    make_full_experience,
    make_publication,
)
from tests.factories import make_listing_page, publish_below
from tests.portal.search.conftest import page_about
from tests.portal.search.hostile import HOSTILE
from tests.surveys.makers_releases import make_release, show


@pytest.fixture
def ask(client):
    """Gets the page of results as text: `ask("words")`, `ask("words", "zh-hans", page=2)`."""

    def get(query, language="en", **parameters):
        response = client.get(f"/{language}/search/?{urlencode({'q': query, **parameters})}")
        assert response.status_code == 200, query
        return response.content.decode()

    return get


@pytest.fixture
def chinese_home(site):
    """The Chinese home page."""
    return site.get_translation(Locale.objects.get(language_code="zh-hans"))


def titles(page):
    """The titles of the results in order, without marks."""
    found = re.findall(r'<h2 class="result__title"><a [^>]*>(.*?)</a>', page, re.DOTALL)
    return [html.unescape(re.sub("</?mark>", "", title).strip()) for title in found]


def test_result_shows_title_place_date_and_marked_words(site, ask):
    section = make_listing_page(site, "Practices", show_in_menus=True)
    page_about(section, "Rural health", "Schemes pay for villages.", first_published_at=None)
    html = ask("scheme health")
    assert "1 result for <b>scheme health</b>" in html
    assert titles(html) == ["Rural health"]
    assert "Rural <mark>health</mark>" in html
    assert "<mark>Schemes</mark> pay for villages." in html
    assert '<span class="result__step">Practices</span>' in html
    assert 'href="/en/practices/rural-health/"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_only_public_pages_of_the_language_are_shown(site, chinese_home, ask):
    page_about(site, "Open", "pension")
    page_about(site, "Unpublished", "pension").unpublish()
    private = page_about(site, "Private", "pension")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    draft = page_about(site, "Draft", "something else")
    draft.story = [("text", "<p>pension</p>")]
    draft.save_revision()
    page_about(chinese_home, "养老金 pension", "养老金")
    assert titles(ask("pension")) == ["Open"]
    assert titles(ask("pension", "zh-hans")) == ["养老金 pension"]
    assert ask("private").count("result__title") == 0


def test_results_in_the_other_language_are_offered(site, chinese_home, ask):
    page_about(chinese_home, "工伤保险", "职业病也在其中。", slug="injury")
    html = ask("工伤保险")
    assert "No results for <b>工伤保险</b>" in html
    assert "1 result in Simplified Chinese" in html
    assert 'href="/zh-hans/search/?q=%E5%B7%A5%E4%BC%A4%E4%BF%9D%E9%99%A9"' in html
    assert "result in" not in ask("something else")


def test_pages_with_some_of_the_words_stand_in_for_none_with_all(chinese_home, ask):
    page_about(chinese_home, "工伤保险", "职业病也在其中。", slug="injury")
    html = ask("什么是工伤保险？", "zh-hans")
    assert titles(html)[0] == "工伤保险"
    assert "<mark>工伤保险</mark>" in html


def test_without_words_or_results_sections_are_offered(site, ask):
    for query in ("", "?!", "xylophone"):
        html = ask(query)
        assert titles(html) == []
        assert html.count('<li><a href="/en/experiences/">Experiences</a></li>') == 1
    assert "There is no word to look for" in ask("?!")


def test_results_come_in_sheets_of_ten(site, ask):
    for number in range(11):
        page_about(site, f"Pension {number}", "word")
    first, second = ask("pension word"), ask("pension word", page=2)
    assert len(titles(first)) == 10
    assert len(titles(second)) == 1
    assert "?q=pension+word&amp;page=2" in first
    for before in ("nonsense", "", 0, -1, "9" * 5000):
        assert titles(ask("pension word", page=before)) == titles(first)
    assert titles(ask("pension word", page=99)) == titles(second)


def test_results_are_narrowed_by_facets(site, ask):
    china = Country.objects.create(code="chn", names={"en": "China"})
    page = page_about(site, "Pensions there", "word")
    page.page_countries = [PageCountry(country=china)]
    page.save_revision().publish()
    page_about(site, "Pensions elsewhere", "word")
    assert '<option value="chn">China</option>' in ask("pension")
    assert titles(ask("pension", country="chn")) == ["Pensions there"]
    assert '<input type="hidden" name="q" value="pension">' in ask("pension", country="chn")
    assert titles(ask("pension", country="xxx\x00")) == []


def test_results_of_several_types_are_narrowed_by_type(site, ask):
    make_publication(site, title="Pensions in brief")
    assert 'name="type"' not in ask("pensions")
    make_event(site, title="Pensions discussed")
    offered = ask("pensions")
    assert '<option value="event">Events</option>' in offered
    assert titles(ask("pensions", type="event")) == ["Pensions discussed"]


def test_a_country_is_found_by_its_other_names(site, ask):
    names = {"names": {"en": "Myanmar"}, "aliases": {"en": "Burma", "zh-hans": "缅甸联邦"}}
    country = Country.objects.create(code="mmr", **names)
    page = make_experience(site, title="Cash transfers")
    page.page_countries = [PageCountry(country=country)]
    page.save_revision().publish()
    assert titles(ask("burma")) == ["Cash transfers"]
    assert titles(ask("缅甸联邦")) == ["Cash transfers"]


def test_what_stands_in_a_figure_is_shown_and_marked(site, ask):
    make_experience(site, body=[("figure", {"figure": make_figure()})])
    assert "<mark>833</mark> <mark>million</mark>" in ask("833 million")


def test_what_is_on_the_programme_is_shown_and_marked(site, ask):
    page = make_event(site, title="Dialogue", summary="About pensions.")
    hours = {"starts_at": page.starts_at, "ends_at": page.ends_at}
    page.sessions = [EventSession(title="Opening", text="Reinsurance of funds", **hours)]
    page.save_revision().publish()
    assert "<mark>Reinsurance</mark> of funds" in ask("reinsurance")


def test_the_names_of_findings_are_shown_and_marked(site, chinese_home, ask):
    show(make_release(), site)
    assert "<mark>Informal</mark> main <mark>job</mark>" in ask("informal job")
    show(make_release(seed=1), chinese_home, "五城市")
    assert "<mark>劳动合同</mark>" in ask("劳动合同", "zh-hans")


def test_a_formula_is_shown_in_letters(site, ask):
    page_about(site, "Annuities", r"Payments up to $n-1$, worth $v^{n}$ or $\frac{1}{2}$; US\$5.")
    assert "up to n-1, worth v^n or …; US$5." in re.sub("</?mark>", "", ask("payments"))


def test_what_was_typed_is_escaped(site, ask):
    page_about(site, "A <b> & c", "x &lt;script&gt; y")
    html = ask('<script>"b')
    assert "<script>" not in html.split("</head>")[1]
    assert "A &lt;<mark>b</mark>&gt; &amp; c" in html or titles(html) == []


def test_passages_with_an_address_of_their_own_are_linked(site, ask):
    page = Publication(
        title="Questions",
        slug="questions",
        locale=site.locale,
        kind="fact-sheet",
        date=date(2020, 1, 2),
    )
    questions = {"who": "Who pays contributions?", "when": "When is a pension paid?"}
    page.body = [
        ("faq", {"question": question, "answer": RichText("<p>By law.</p>"), "anchor": anchor})
        for anchor, question in questions.items()
    ]
    publish_below(make_listing_page(site, "Fact sheets", slug="sheets"), page)
    html = ask("pension law")
    assert 'href="/en/sheets/questions/#q-when">When is a <mark>pension</mark> paid?' in html
    assert "#who" not in html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_hostile_queries_are_answered(site, ask, language):
    for query in HOSTILE:
        assert 'role="search"' in ask(query, language)


def test_number_of_queries_is_independent_of_results(site, ask):
    sections = [make_listing_page(site, f"Section {number}") for number in range(3)]
    counts = []
    for number in range(6):
        page_about(sections[number % 3], f"Pension {number}", "word")
        ask("pension")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert len(titles(ask("pension"))) == number + 1
        counts.append(len(captured))
    assert counts[1] == counts[5], [each["sql"] for each in captured]


def test_search_box_stands_on_every_page_once(site, client, ask):
    assert client.get("/en/").content.decode().count('role="search"') == 1
    assert ask("x").count('role="search"') == 1
    assert client.post("/en/search/").status_code == 405


def test_what_narrows_the_results_is_not_carried_into_another_language(site, chinese_home, ask):
    page_about(chinese_home, "工伤保险", "职业病也在其中。", slug="injury")
    html = ask("工伤保险", country="chn", page=1)
    link = re.search(r'href="([^"]+)" hreflang="zh-hans">1 result in', html)[1]
    assert link == f"/zh-hans/search/?{urlencode({'q': '工伤保险'})}"


def test_pages_are_found_by_the_new_words_of_what_they_refer_to(
    site, ask, django_capture_on_commit_callbacks
):
    """A topic is named by the page itself, a scheme by a figure that the page quotes."""
    page = make_full_experience(site)
    topic, scheme = page.page_topics.get().topic, page.figures()[0].scheme
    for thing, word in ((topic, "zebracare"), (scheme, "yakcare")):
        assert titles(ask(word)) == []
        thing.aliases = {"en": word}
        with django_capture_on_commit_callbacks(execute=True):
            thing.save()
        assert titles(ask(word)) == [page.title]


def test_characters_that_no_page_can_hold_are_left_out(site, ask):
    page_about(site, "Pensions", "A pension for life.")
    html = ask("\x01\x08pension\x1b")
    assert titles(html) == ["Pensions"]
    assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f]", html)
