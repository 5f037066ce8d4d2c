"""Pages go live and expire at their time, by the worker that runs anyway."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.signals import page_published

from portal.models import RoutineRun
from portal.publishing import PUBLISH_DUE
from portal.registries import Routine, routines
from portal.routines import LEASE, claim, run_due
from tests.factories import make_plain_page

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is moved: `clock(HOUR)`."""
    now = [timezone.now()]

    class Moved:
        @staticmethod
        def now():
            return now[0]

        def __getattr__(self, name):
            return getattr(timezone, name)

    for module in ("portal.routines", "portal.publishing"):
        monkeypatch.setattr(f"{module}.timezone", Moved())
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])

    def move(by):
        now[0] += by
        return now[0]

    return move


@pytest.fixture
def published():
    """The titles of the pages that were published since the test began."""
    titles = []

    def note(instance, **kwargs):
        titles.append(instance.title)

    page_published.connect(note, dispatch_uid="test")
    yield titles
    page_published.disconnect(dispatch_uid="test")


def schedule(site, clock, **fields):
    """A page that goes live in an hour, as the editor's schedule dialogue and Publish leave it."""
    page = make_plain_page(site, title="Dialogue")
    page.unpublish()
    page.go_live_at = clock(timedelta()) + HOUR
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def test_a_page_goes_live_at_its_time(site, clock, published):
    page = schedule(site, clock)
    published.clear()
    run_due()
    assert Client().get(page.url).status_code == 404
    clock(HOUR + timedelta(seconds=1))
    run_due()
    assert Client().get(page.url).status_code == 200
    assert published == ["Dialogue"]
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").exists()


def test_a_page_expires_at_its_time(site, clock):
    page = schedule(site, clock, expire_at=clock(timedelta()) + 2 * HOUR)
    clock(HOUR + timedelta(seconds=1))
    run_due()
    assert Client().get(page.url).status_code == 200
    clock(HOUR)
    run_due()
    assert Client().get(page.url).status_code == 404


def test_visitors_who_have_been_told_404_or_a_list_see_it_at_once(
    site, clock, settings, django_capture_on_commit_callbacks
):
    settings.WAGTAIL_CACHE = True
    caches["pagecache"].clear()
    page = schedule(site, clock)
    assert [Client().get(page.url).status_code for _visit in range(2)] == [404, 404]
    assert [Client().get("/en/")["X-Wagtail-Cache"] for _visit in range(2)][1] == "hit"
    clock(HOUR + timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        run_due()
    assert Client().get(page.url).status_code == 200
    assert Client().get("/en/")["X-Wagtail-Cache"] == "miss"


class TestRoutines:
    @pytest.fixture
    def runs(self, monkeypatch):
        """How often a routine of this test has run; nothing else is registered."""
        runs = []
        routine = Routine("count", lambda: runs.append(1), every=timedelta(minutes=1))
        monkeypatch.setattr("portal.routines.routines", {"count": routine})
        self.routine = routine
        return runs

    def test_it_runs_again_after_its_pause_and_not_before(self, runs, clock):
        run_due()
        clock(timedelta(seconds=59))
        run_due()
        assert len(runs) == 1
        clock(timedelta(seconds=2))
        run_due()
        assert len(runs) == 2

    def test_of_two_workers_one_runs_it(self, runs, clock):
        assert claim(self.routine)
        run_due()
        assert runs == []

    def test_what_a_dead_worker_held_is_taken_up(self, runs, clock):
        assert claim(self.routine)
        clock(LEASE + timedelta(seconds=1))
        run_due()
        assert len(runs) == 1

    def test_a_failure_is_logged_and_stops_nothing(self, runs, clock, monkeypatch, caplog):
        failing = Routine("fail", lambda: 1 / 0, every=timedelta(minutes=1))
        both = {"fail": failing, "count": self.routine}
        monkeypatch.setattr("portal.routines.routines", both)
        run_due()
        assert len(runs) == 1
        assert "the routine fail failed" in caplog.text
        assert RoutineRun.objects.get(name="fail").finished_at is None
        assert not claim(failing)
        clock(timedelta(minutes=2))
        assert claim(failing)


def test_publishing_is_one_of_the_routines():
    assert routines["publish_due"] == PUBLISH_DUE


def test_the_health_page_tells_when_a_worker_last_looked(client, db, clock):
    def told():
        return client.get("/healthz").json()["scheduled_publishing"]

    assert told() == {"late": True, "last_look": None}
    run_due()
    looked = clock(timedelta())
    assert told()["late"] is False
    assert datetime.fromisoformat(told()["last_look"]) - looked < timedelta(seconds=1)
    clock(timedelta(minutes=10))
    assert told()["late"] is True
