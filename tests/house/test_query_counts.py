"""Every public list asks the database no more often for six entries of each kind than for two."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


def test_no_list_asks_more_often_for_six_than_for_two(client, site):
    """It may ask less often: a full first sheet may lack one of the kinds."""
    listing(site)
    publish_more(site, range(2))
    few = {address: counted(client, address) for address in LISTS}
    publish_more(site, range(2, 6))
    for address in LISTS:
        (entries, queries), (more_entries, more_queries) = few[address], counted(client, address)
        assert (address, more_entries > entries > 0) == (address, address != "/en/")
        assert (address, more_queries <= queries) == (address, True)
