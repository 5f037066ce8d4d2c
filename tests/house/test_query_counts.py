"""Every public list asks the database no more often for six entries of each kind than for two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import ListingPage
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

LISTS = [
    "/en/",
    "/en/knowledge/",
    "/en/knowledge/?country=chn",
    "/en/podcasts/",
    "/en/podcasts/feed.xml",
    "/en/learn/",
    "/en/search/?q=sickness",
]


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
            page.page_topics.create(topic=topic)
            page.page_countries.create(country=country)


def publish_experience(site, title):
    """An experience that quotes a figure of its own."""
    return make_experience(site, title=title, body=[("figure", {"figure": make_figure()})])


RECORDS = (publish_experience, make_publication, make_event)


def counted(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_no_list_asks_more_often_for_six_than_for_two(client, site):
    """It may ask less often: a full first sheet may lack one of the kinds."""
    listing(site)
    publish_more(site, range(2))
    few = {address: counted(client, address) for address in LISTS}
    publish_more(site, range(2, 6))
    many = {address: counted(client, address) for address in LISTS}
    assert {
        address: (few[address], many[address]) for address in LISTS if many[address] > few[address]
    } == {}
