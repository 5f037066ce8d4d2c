"""What knowledge shows on the home page and on the start page of partners."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page

from portal.translation import translate_page
from tests.briefs.makers_records import (
    make_event,
    make_experience,
    make_figure,
    make_publication,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db

HEADINGS = ("A country’s experience", "Newest brief", "Next event", "Policy monitor")


def home(client, language="en"):
    return client.get(f"/{language}/").content.decode()


def coming(site, title="Next meeting", days=3):
    begins = timezone.now() + timedelta(days=days)
    return make_event(site, title, starts_at=begins, ends_at=begins + timedelta(hours=1))


def everything(site, number=1):
    """As many of each kind as `number` says."""
    for each in range(number):
        figures = [make_figure(value=count * 10) for count in range(1, 3 + number)]
        body = [("figure", {"figure": figure}) for figure in figures]
        make_experience(site, f"Experience {each}", body=body)
        make_publication(site, f"Brief {each}")
        make_publication(site, f"Issue {each}", kind="monitor-issue")
        coming(site, f"Meeting {each}", days=3 + each)


def test_a_panel_without_content_disappears(client, site):
    html = home(client)
    for heading in (*HEADINGS, "Latest event"):
        assert heading not in html


def test_every_panel_shows_the_newest_of_its_kind(client, site):
    everything(site)
    make_publication(site, "Older brief", date=date(2019, 1, 1))
    make_publication(site, "To come", state="forthcoming", date=None, expected=date(2030, 1, 1))
    html = home(client)
    for text in (*HEADINGS, "Experience 0", "Brief 0", "Issue 0", "Meeting 0"):
        assert text in html
    assert "Older brief" not in html
    assert "To come" not in html


def test_an_experience_stands_there_with_its_first_three_figures(client, site):
    figures = [make_figure(value=number) for number in (11, 22, 33, 44)]
    make_experience(site, body=[("figure", {"figure": figure}) for figure in figures])
    html = home(client)
    assert "33 people" in html
    assert "44 people" not in html


def test_what_bears_no_date_is_not_the_newest(client, site):
    make_experience(site, "Dated")
    make_experience(site, "Undated", date=None)
    assert "Dated" in home(client)
    assert "Undated" not in home(client)


def test_a_language_without_pages_has_a_start_page_too(client, site):
    Page.objects.filter(locale__language_code="zh-hans").delete()
    Locale.objects.filter(language_code="zh-hans").delete()
    client.force_login(make_user("partner"))
    assert client.get("/zh-hans/account/").status_code == 200


def test_where_no_event_is_to_come_the_latest_is_shown(client, site):
    make_event(site, "Long ago")
    html = home(client)
    assert "Latest event" in html
    assert "Long ago" in html


def test_the_panels_show_pages_in_the_language_of_the_site(client, site):
    page = make_experience(site, "Only English")
    chinese = Locale.objects.get(language_code="zh-hans")
    assert "Only English" not in home(client, "zh-hans")
    translate_page(page.get_parent(), chinese, {})
    translate_page(page, chinese, {"Only English": "中国经验"})
    assert "中国经验" in home(client, "zh-hans")


def test_more_records_cost_the_home_page_no_more_queries(client, site):
    everything(site)
    home(client)
    with CaptureQueriesContext(connection) as few:
        home(client)
    everything(site, 5)
    with CaptureQueriesContext(connection) as many:
        home(client)
    assert len(many) == len(few)


def test_partners_see_what_is_new(client, site):
    everything(site)
    client.force_login(make_user("partner"))
    html = client.get("/en/account/").content.decode()
    for text in ("New experience: Experience 0", "Next event: Meeting 0", "New brief: Brief 0"):
        assert text in html


def test_others_do_not_see_the_partners_news(client, site):
    everything(site)
    client.force_login(make_user("interviewer"))
    assert "New experience" not in client.get("/en/account/").content.decode()
