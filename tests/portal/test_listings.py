"""Listings: what they list, in which order, and how the address narrows them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction

from portal.models import ListingPage
from portal.translation import translate_page
from tests.factories import make_country, make_listing_page, make_plain_page, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def reports(site):
    return make_listing_page(site, title="Reports", slug="reports")


def make_report(parent, title, *, countries=(), topics=()):
    """A page below a listing, about these countries and topics."""
    page = make_plain_page(parent, title=title, slug=title.lower().replace(" ", "-"))
    page.page_countries.set([page.page_countries.model(country=each) for each in countries])
    page.page_topics.set([page.page_topics.model(topic=each) for each in topics])
    page.save()
    return page


def titles(client, query=""):
    response = client.get(f"/en/reports/{query}")
    assert response.status_code == 200
    return [entry.title for entry in response.context["entries"]]


def test_the_newest_page_stands_first_and_drafts_are_hidden(client, reports):
    for title in ("First", "Second", "Hidden"):
        make_report(reports, title)
    Page.objects.get(slug="hidden").unpublish()
    assert titles(client) == ["Second", "First"]


def test_private_pages_are_not_listed(client, reports):
    private = make_report(reports, "For members")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_report(reports, "For everybody")
    assert titles(client) == ["For everybody"]


def test_pages_of_a_section_are_listed_above_too_but_not_the_pages_below_them(client, reports):
    briefs = make_listing_page(reports, title="Briefs", slug="briefs", show_in_menus=True)
    one = make_report(briefs, "One")
    make_plain_page(one, title="An annex", slug="annex")
    assert titles(client) == ["One"]
    page = client.get("/en/reports/").content.decode()
    assert '<a class="subsections__link" href="/en/reports/briefs/">Briefs</a>' in page


def test_the_address_narrows_the_listing(client, reports):
    china, indonesia = make_country("chn", en="China"), make_country("idn", en="Indonesia")
    women = make_topic("women", en="Women")
    make_report(reports, "Both", countries=[china, indonesia])
    make_report(reports, "China only", countries=[china], topics=[women])
    make_report(reports, "Neither")
    assert titles(client, "?country=idn") == ["Both"]
    assert titles(client, "?country=chn&topic=women") == ["China only"]
    assert titles(client, "?country=&topic=") == ["Neither", "China only", "Both"]


def test_a_page_of_two_countries_is_listed_once(client, reports):
    make_report(reports, "Both", countries=[make_country("chn"), make_country("idn")])
    assert titles(client) == ["Both"]


def test_only_values_that_pages_have_are_offered_in_the_page_s_language(client, reports):
    make_country("idn", en="Indonesia")
    make_topic("women", en="Women", zh_hans="妇女")
    page = make_report(reports, "One", topics=[make_topic("women")])
    translate_page(reports, Locale.objects.get(language_code="zh-hans"), {"Reports": "报告"})
    translate_page(page, Locale.objects.get(language_code="zh-hans"), {"One": "其一"})
    english = client.get("/en/reports/").content.decode()
    chinese = client.get("/zh-hans/reports/").content.decode()
    assert '<option value="women">Women</option>' in english
    assert '<option value="women">妇女</option>' in chinese
    assert "其一" in chinese
    assert "Indonesia" not in english


@pytest.mark.parametrize(
    "query", ["?country=xxx", "?topic=%01", "?country=%27%20OR%201", "?page=x"]
)
def test_strange_addresses_get_a_page_and_a_way_back(client, reports, query):
    make_report(reports, "One", countries=[make_country("chn")])
    response = client.get(f"/en/reports/{query}")
    assert response.status_code == 200
    assert ("Show everything" in response.content.decode()) is not query.startswith("?page")


def test_pages_of_a_long_listing_keep_what_was_chosen(client, reports):
    china = make_country("chn")
    for number in range(13):
        make_report(reports, f"Report {number:02}", countries=[china])
    first = client.get("/en/reports/?country=chn").content.decode()
    assert "Page 1 of 2" in first
    assert 'href="?country=chn&amp;page=2"' in first
    assert titles(client, "?country=chn&page=2") == ["Report 00"]
    assert titles(client, "?page=99") == ["Report 00"]
    for before in ("0", "-1", "abc", "", "1.5"):
        assert len(titles(client, f"?page={before}")) == 12


def test_a_listing_costs_the_same_however_long(client, reports):
    make_report(reports, "One", countries=[make_country("chn")], topics=[make_topic("women")])
    client.get("/en/reports/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/reports/")
    for code in ("idn", "lao", "vnm", "tha", "mys"):
        topic = make_topic(f"topic-{code}")
        make_report(reports, f"More {code}", countries=[make_country(code)], topics=[topic])
    with CaptureQueriesContext(connection) as many:
        client.get("/en/reports/")
    assert len(many) == len(few)


def test_an_empty_listing_says_so_and_leads_on(client, reports):
    html = client.get("/en/reports/").content.decode()
    assert "Nothing has been published here yet." in html
    assert '<a class="subsections__link" href="/en/surveys/">' in html


def test_countries_and_topics_go_along_into_a_translation(reports):
    page = make_report(
        reports, "One", countries=[make_country("chn")], topics=[make_topic("women")]
    )
    chinese = Locale.objects.get(language_code="zh-hans")
    translate_page(ListingPage.objects.get(pk=reports.pk), chinese, {})
    translated = translate_page(page, chinese, {"One": "其一"})
    assert [str(link.country.code) for link in translated.page_countries.all()] == ["chn"]
    assert [link.topic.slug for link in translated.page_topics.all()] == ["women"]


def test_choices_stand_in_the_order_of_their_names(client, reports):
    names = {
        "injury": ("Work injury", "工伤"),
        "old-age": ("Old age", "养老"),
        "care": ("Care", "医疗"),
    }
    topics = [make_topic(slug, en=en, zh_hans=zh) for slug, (en, zh) in names.items()]
    make_report(reports, "Everything", topics=topics)
    translate_page(reports, Locale.objects.get(language_code="zh-hans"), {})
    translate_page(
        Page.objects.get(slug="everything"), Locale.objects.get(language_code="zh-hans"), {}
    )
    for language, expected in (
        ("en", ["Care", "Old age", "Work injury"]),
        ("zh-hans", ["工伤", "养老", "医疗"]),
    ):
        [facet] = client.get(f"/{language}/reports/").context["narrowed"].offered
        assert [choice.name for choice in facet.choices] == expected


def test_the_other_language_keeps_what_narrows_the_list_but_not_the_sheet(client, reports):
    translate_page(reports, Locale.objects.get(language_code="zh-hans"), {})
    html = client.get("/en/reports/?topic=women&page=2").content.decode()
    assert 'href="/zh-hans/reports/?topic=women" hreflang="zh-hans"' in html
