"""Every list asks the database no more often for forty entries than for ten."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from portal.models import ListingPage, PageCountry, PageTopic
from tests.briefs.makers_audio import make_episode, podcasts
from tests.briefs.makers_records import (
    listing,
    make_country,
    make_event,
    make_experience,
    make_figure,
    make_publication,
    make_topic,
)
from tests.courses.makers import make_course

pytestmark = pytest.mark.django_db

ENTRY = re.compile(r'<li class="card|class="result"|<item>')
"""What an entry of a list begins with."""
LISTS = [
    "/en/",
    "/en/knowledge/",
    "/en/knowledge/?country=chn",
    "/en/podcasts/",
    "/en/podcasts/feed.xml",
    "/en/learn/",
    "/en/search/?q=experience",
]
WITH_CARDS = ("editor", "translator", "trainer", "researcher", "partner", "administrator")
TEN, FORTY = range(2), range(2, 8)
"""Each number adds five pages: two make ten, and six more make forty."""


def publish_more(site, numbers):
    """One page of each kind per number, about a topic and a country of its own."""
    learn = ListingPage.objects.child_of(site).get(slug="learn")
    for number in numbers:
        pages = [make(site, title=f"Sickness {make.__name__} {number}") for make in RECORDS]
        pages.append(make_episode(podcasts(site), title=f"Sickness episode {number}"))
        pages.append(make_course(site, title=f"Sickness course {number}", parent=learn, lessons=1))
        topic = make_topic(slug=f"topic-{number}")
        country = make_country(code="chn" if number % 2 else "idn")
        for page in pages:
            PageTopic.objects.create(page=page, topic=topic)
            PageCountry.objects.create(page=page, country=country)


def publish_experience(site, title):
    """An experience that quotes a figure of its own."""
    return make_experience(site, title=title, body=[("figure", {"figure": make_figure()})])


RECORDS = (publish_experience, make_publication, make_event)


def counted(client, address):
    """How many entries a list shows, and how many queries that takes."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(ENTRY.findall(answer.content.decode())), len(queries)


def test_no_list_asks_more_often_for_forty_than_for_ten(client, site):
    """It may ask less often: a full first sheet may lack one of the kinds."""
    listing(site)
    publish_more(site, TEN)
    few = {address: counted(client, address) for address in LISTS}
    publish_more(site, FORTY)
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

    publish_more(site, TEN)
    few = dict(counts())
    publish_more(site, FORTY)
    assert {group: count for group, count in counts() if count > few[group]} == {}
