"""Every list asks the database no more often for forty entries than for ten."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from briefs.models import Event, Experience, Publication
from portal.demo.content import EVENTS, MENU
from portal.models import ListingPage, PageCountry, PageTopic
from surveys.models import FindingsPage
from tests.briefs.makers_audio import make_episode
from tests.briefs.makers_records import make_country, make_figure, make_topic
from tests.courses.makers import make_course
from tests.factories import make_listing_page, publish_below
from tests.surveys.makers_releases import make_release

pytestmark = pytest.mark.django_db

ENTRY = re.compile(r'<li class="card|class="result"|<item>')
"""What an entry of a list begins with."""
LISTS = [
    "/en/",
    *(f"/en/{content.slug}/" for content in (*MENU, EVENTS)),
    "/en/publications/monitor/",
    "/en/experiences/?country=chn",
    "/en/podcasts/feed.xml",
    "/en/search/?q=sickness+events",
]
WITH_CARDS = ("editor", "translator", "trainer", "researcher", "partner", "administrator")
FEW, MORE = range(2), range(2, 7)
"""Pages of each of six kinds: twelve first, and forty-two then."""


def publish_experience(parent, title):
    """An experience that quotes a figure of its own."""
    body = [("figure", {"figure": make_figure()})]
    return publish(parent, Experience(title=title, date="2011-10-01", body=body))


def publish_publication(parent, title):
    """A publication in a subsection of its listing."""
    monitor = ListingPage.objects.child_of(parent).first() or make_listing_page(
        parent, "Monitor", slug="monitor"
    )
    return publish(monitor, Publication(title=title, kind="monitor-issue", date="2020-12-01"))


def publish_event(parent, title):
    day = {"starts_at": "2020-11-10T01:00Z", "ends_at": "2020-11-10T04:00Z"}
    return publish(parent, Event(title=title, mode="online", **day))


def publish_findings(parent, title):
    return publish(parent, FindingsPage(title=title, release=make_release()))


def publish_course(parent, title):
    return make_course(None, title=title, parent=parent, lessons=1)


def publish(parent, page):
    page.locale = parent.locale
    return publish_below(parent, page)


MAKERS = {
    "experiences": publish_experience,
    "publications": publish_publication,
    "podcasts": make_episode,
    "learn": publish_course,
    "surveys": publish_findings,
    "events": publish_event,
}


def publish_more(site, numbers):
    """One page per listing and number, about a topic and a country of its own."""
    for number in numbers:
        topic = make_topic(slug=f"topic-{number}")
        country = make_country(code="chn" if number % 2 else "idn")
        for slug, make in MAKERS.items():
            parent = ListingPage.objects.child_of(site).get(slug=slug)
            page = make(parent, title=f"Sickness {slug} {number}")
            PageTopic.objects.create(page=page, topic=topic)
            PageCountry.objects.create(page=page, country=country)


def counted(client, address):
    """How many entries a list shows, and how many queries that takes."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(ENTRY.findall(answer.content.decode())), len(queries)


def test_no_listing_is_forgotten(site):
    listings = ListingPage.objects.child_of(site).values_list("slug", flat=True)
    assert set(MAKERS) == set(listings)


def test_no_list_asks_more_often_for_forty_than_for_ten(client, site):
    """It may ask less often: a full first sheet may lack one of the kinds."""
    publish_more(site, FEW)
    few = {address: counted(client, address) for address in LISTS}
    publish_more(site, MORE)
    for address in LISTS:
        (entries, queries), (more_entries, more_queries) = few[address], counted(client, address)
        assert (address, more_entries > entries > 0) == (address, address != "/en/")
        assert (address, more_queries <= queries) == (address, True)


def test_no_start_page_asks_more_often_for_forty_than_for_ten(client, site, person):
    """All pages have changes that wait; the start page tells of the newest."""
    people = {group: person(group) for group in WITH_CARDS}

    def counts():
        Page.objects.filter(depth__gt=2).update(has_unpublished_changes=True)
        for group, somebody in people.items():
            client.force_login(somebody)
            yield group, counted(client, "/en/account/")[1]

    publish_more(site, FEW)
    few = dict(counts())
    publish_more(site, MORE)
    assert {group: count for group, count in counts() if count > few[group]} == {}
