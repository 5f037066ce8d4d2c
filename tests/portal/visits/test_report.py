"""The report of visits: by week, page and language, on the page and as CSV."""

from datetime import date

import pytest
from django.urls import reverse

from portal.models import PageVisits
from portal.models.pages import PlainPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits(site):
    """Four days of two pages in two weeks."""
    english, chinese = PlainPage.objects.filter(slug="about").order_by("locale_id")
    for page, day, count in (
        (english, date(2026, 11, 16), 2),
        (english, date(2026, 11, 22), 3),
        (english, date(2026, 11, 23), 4),
        (chinese, date(2026, 11, 24), 5),
    ):
        PageVisits.objects.create(page=page, day=day, count=count)


@pytest.fixture
def report(client, person, visits):
    """Opens the report as an editor, with or without filters."""
    client.force_login(person("editor"))
    return lambda **filters: client.get(reverse("portal_visits"), filters)


def lines(response):
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def test_weeks_begin_on_monday_and_add_up(report):
    assert lines(report(export="csv")) == [
        "Week from,Page,Language,Visits",
        "2026-11-23,关于本门户,zh-hans,5",
        "2026-11-23,About the portal,en,4",
        "2026-11-16,About the portal,en,5",
    ]


def test_a_language_and_days_can_be_chosen(report):
    assert lines(report(export="csv", language="zh-hans"))[1:] == [
        "2026-11-23,关于本门户,zh-hans,5"
    ]
    assert lines(report(export="csv", day_from="2026-11-24"))[1:] == [
        "2026-11-23,关于本门户,zh-hans,5"
    ]


def test_the_page_shows_them(report):
    html = report().content.decode()
    assert "About the portal" in html
    assert "关于本门户" in html
    assert "23 November 2026" in html


def test_the_menu_leads_to_it_for_those_who_may_read_it(client, person, visits):
    for group, shown in (("editor", True), ("translator", False)):
        client.force_login(person(group))
        html = client.get(reverse("wagtailadmin_home")).content.decode()
        assert (reverse("portal_visits") in html) == shown


def test_the_report_asks_few_queries(report, django_assert_max_num_queries):
    report()
    with django_assert_max_num_queries(25):
        report()
