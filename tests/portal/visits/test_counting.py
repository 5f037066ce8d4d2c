"""Visits are counted in memory and added up in the database; programs and editors do not count."""

from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from portal.models import PageVisits
from portal.models.pages import PAGE_HEADER
from portal.visits import counting, middleware
from portal.visits.counting import VisitCounter, add_visits

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def counter(monkeypatch):
    """A counter of this test alone, which stores when it is told to."""
    fresh = VisitCounter()
    monkeypatch.setattr(middleware, "counter", fresh)
    monkeypatch.setattr(counting, "SECONDS", 3600)
    return fresh


@pytest.fixture
def read(client, counter):
    """Opens an address with a browser, or what calls itself something else; gives the answer."""
    return lambda address, name=FIREFOX: client.get(address, headers={"user-agent": name})


def stored():
    """The stored counts by the title of the page."""
    return {
        f"{visits.page.title} ({visits.page.locale.language_code})": visits.count
        for visits in PageVisits.objects.select_related("page__locale")
    }


def test_pages_are_counted_by_language(read, counter, site):
    for address in ("/en/about/", "/en/about/", "/zh-hans/about/"):
        assert PAGE_HEADER not in read(address).headers
    counter.store()
    read("/en/about/")
    counter.store()
    assert stored() == {"About the portal (en)": 3, "关于本门户 (zh-hans)": 1}


@pytest.mark.parametrize(
    "name",
    ["", "-", "Googlebot/2.1", "Baiduspider/2.0", "curl/8.5", "Mozilla/5.0 HeadlessChrome/140"],
)
def test_programs_do_not_count(read, counter, site, name):
    read("/en/about/", name)
    assert not counter.waiting


@pytest.mark.parametrize("address", ["/en/nowhere/", "/en/search/?q=pension", "/healthz"])
def test_only_pages_count(read, counter, site, address):
    read(address)
    assert not counter.waiting


@pytest.mark.parametrize(("group", "counted"), [("editor", 0), ("trainer", 0), ("trainee", 1)])
def test_people_who_work_on_the_site_do_not_count(
    read, client, counter, person, site, group, counted
):
    client.force_login(person(group))
    read("/en/about/")
    assert counter.waiting.total() == counted


def test_a_page_from_the_cache_counts(counter, rf):
    """A cache inside gives the stored answer; it has not looked at who asks."""
    stored = HttpResponse("page", headers={PAGE_HEADER: "7"})
    cache.set("answer", stored)
    count = middleware.CountVisitsMiddleware(lambda request: cache.get("answer"))
    for _ in range(2):
        assert PAGE_HEADER not in count(rf.get("/en/", headers={"user-agent": FIREFOX})).headers
    assert [(page, n) for (page, _day), n in counter.waiting.items()] == [(7, 2)]


def test_reading_a_page_writes_nothing(read, counter, site):
    read("/en/")  # what all pages share is looked up once, and kept
    with CaptureQueriesContext(connection) as queries:
        read("/en/about/")
    assert [one["sql"] for one in queries if not one["sql"].startswith("SELECT")] == []


def test_the_counts_of_several_processes_add_up(site):
    today = date(2026, 11, 27)
    for _process in range(2):
        add_visits(Counter({(site.pk, today): 3, (site.pk, date(2026, 11, 26)): 1}))
    assert [visits.count for visits in PageVisits.objects.order_by("day")] == [2, 6]


def test_a_deleted_page_does_not_keep_the_others_from_being_stored(site):
    add_visits(Counter({(site.pk, date(2026, 11, 27)): 1, (10**6, date(2026, 11, 27)): 1}))
    assert PageVisits.objects.get().page_id == site.pk


def test_what_cannot_be_stored_waits(counter, site, monkeypatch):
    def broken(visits):
        raise DatabaseError("locked")

    counter.count(site.pk)
    with monkeypatch.context() as patched:
        patched.setattr(counting, "add_visits", broken)
        counter.store()
    counter.count(site.pk)
    counter.store()
    assert PageVisits.objects.get().count == 2


def test_nothing_about_the_reader_is_kept():
    assert {field.name for field in PageVisits._meta.fields} == {"id", "page", "day", "count"}


def test_the_counter_stands_outside_of_whatever_makes_or_caches_pages():
    order = [name.rsplit(".", 1)[-1] for name in settings.MIDDLEWARE]
    inside = {"SessionMiddleware", "SiteLocaleMiddleware", "UpdateCacheMiddleware"}
    assert all(order.index("CountVisitsMiddleware") < order.index(name) for name in inside)
    # It turns answers into 304, which no longer tell their page.
    assert order.index("ConditionalGetMiddleware") < order.index("CountVisitsMiddleware")
