"""Visitors share copies of public pages; nobody else does, and every change shows at once."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site

from portal import pagecache
from portal.models import PageCountry, PlainPage
from surveys.models import Survey
from surveys.services.samples import store_plan
from tests.briefs.makers_records import make_experience, make_figure
from tests.courses.makers import make_cohort, make_course, make_version
from tests.factories import PASSWORD, make_country, make_listing_page, make_plain_page, make_topic

pytestmark = pytest.mark.django_db
REVALIDATED = "public, max-age=0, must-revalidate"


@pytest.fixture(autouse=True)
def _page_cache(settings):
    settings.WAGTAIL_CACHE = True
    caches["pagecache"].clear()


@pytest.fixture
def page(site):
    return make_plain_page(site, title="Old title")


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """What happens inside is committed at its end."""

    @contextmanager
    def committed():
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return committed


def kept(client, address, **headers):
    """What the cache says of one more visit: hit, miss, skip or err."""
    return client.get(address, headers=headers)["X-Wagtail-Cache"]


def visit(address):
    """A visit of somebody who has never been here."""
    return Client().get(address)


class TestVisitors:
    def test_the_second_visitor_gets_the_copy(self, page):
        first, second = visit(page.url), visit(page.url)
        assert (first["X-Wagtail-Cache"], second["X-Wagtail-Cache"]) == ("miss", "hit")
        assert first.content == second.content

    def test_browsers_ask_each_time_and_are_told_that_nothing_changed(self, page):
        for answer in (visit(page.url), visit(page.url)):
            assert answer["Cache-Control"] == REVALIDATED
            assert "Expires" not in answer
            again = Client().get(page.url, headers={"If-None-Match": answer["ETag"]})
            assert (again.status_code, again.content) == (304, b"")

    def test_each_language_is_kept_apart(self, site):
        assert kept(Client(), "/en/") == "miss"
        assert kept(Client(), "/zh-hans/") == "miss"
        assert 'lang="en"' in visit("/en/").content.decode()
        assert 'lang="zh-hans"' in visit("/zh-hans/").content.decode()

    def test_the_bare_address_follows_each_browser_s_language(self, site):
        for language, home in (("en", "/en/"), ("zh-CN", "/zh-hans/"), ("en", "/en/")):
            answer = Client().get("/", headers={"Accept-Language": language})
            assert answer["Location"] == home
            assert "Accept-Language" in answer["Vary"]
            assert answer["X-Wagtail-Cache"] == "skip"

    def test_a_copy_carries_the_strict_policies(self, page):
        visit(page.url)
        copy = visit(page.url)
        assert "default-src 'none'" in copy["Content-Security-Policy"]
        assert copy["X-Frame-Options"] == "DENY"
        assert copy["X-Content-Type-Options"] == "nosniff"

    def test_cookies_of_others_neither_split_nor_leak(self, page):
        visit(page.url)
        stranger = Client()
        stranger.cookies["_tracker"] = "1"
        assert kept(stranger, page.url) == "hit"
        assert not visit(page.url).cookies


class TestPeople:
    def test_who_is_logged_in_neither_gets_nor_leaves_a_copy(self, page, client, person):
        client.force_login(person("trainee"))
        assert kept(client, page.url) == "skip"
        assert kept(Client(), page.url) == "miss"
        answer = client.get(page.url)
        assert answer["X-Wagtail-Cache"] == "skip"
        assert answer["Cache-Control"] == "private, no-cache"
        assert "Log out" in answer.content.decode()
        assert "Log out" not in visit(page.url).content.decode()

    def test_a_message_is_shown_once_and_to_its_reader_only(self, page, client, person):
        visit(page.url)
        client.cookies["messages"] = "something to tell"
        assert kept(client, page.url) == "skip"

    def test_a_form_s_cookie_makes_no_copy_of_its_own(self, page, client):
        client.get(reverse("login"))
        assert "csrftoken" in client.cookies
        assert kept(client, page.url) == "skip"

    def test_logging_in_works_with_the_cache_on(self, page, person):
        person("partner", email="who@test.example")
        client = Client(enforce_csrf_checks=True)
        token = client.get("/en/account/login/").context["csrf_token"]
        answer = client.post(
            "/en/account/login/",
            {
                "login": "who@test.example",
                "password": PASSWORD,
                "csrfmiddlewaretoken": str(token),
            },
        )
        assert answer.status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/en/account/login/",
        "/en/account/",
        "/en/search/?q=work",
        "/en/surveys.pdf",
        "/en/cohorts/none/",
        "/en/podcasts/feed.xml",
        "/admin/",
        "/healthz",
        "/collect/key/none/submission",
        "/en/no-such-page/",
    ],
)
def test_only_pages_are_kept(site, address):
    Client().get(address)
    answer = Client().get(address)
    assert answer["X-Wagtail-Cache"] == "skip"
    assert "public" not in answer["Cache-Control"]


def test_a_preview_is_not_kept(page, client, person):
    client.force_login(person("editor"))
    page.title = "Not yet"
    page.save_revision()
    shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "Not yet" in shown.content.decode()
    assert "Not yet" not in visit(page.url).content.decode()


class TestQueries:
    def test_sheets_and_facets_are_kept_apart(self, site):
        reports = make_listing_page(site, title="Reports", slug="reports")
        report = make_plain_page(reports, title="A report")
        PageCountry.objects.create(page=report, country=make_country("chn"))
        for query in ("", "?page=1", "?country=chn", "?country=chn&page=1"):
            assert kept(Client(), f"/en/reports/{query}") == "miss"
            assert kept(Client(), f"/en/reports/{query}") == "hit"

    @pytest.mark.parametrize("query", ["?country=zzz", "?page=77", "?page=0"])
    def test_what_no_list_holds_is_answered_but_not_kept(self, site, query):
        reports = make_listing_page(site, title="Reports", slug="reports")
        make_plain_page(reports, title="A report")
        for address in (f"/en/reports/{query}", f"/en/{query}"):
            assert visit(address).status_code == 200
            assert kept(Client(), address) == "skip"

    def test_invented_parameters_do_not_fill_it(self, page):
        visit(page.url)
        before = len(caches["pagecache"]._cache)
        client = Client()
        for number in range(400):
            client.get(f"{page.url}?x={number}")
        assert len(caches["pagecache"]._cache) == before
        assert kept(Client(), page.url) == "hit"

    @pytest.mark.parametrize("query", ["?page=1&page=2", "?page=" + "1" * 61, "?page=1&x=2"])
    def test_odd_queries_are_answered_but_not_kept(self, page, query):
        assert visit(page.url + query).status_code == 200
        assert kept(Client(), page.url + query) == "skip"


class TestChanges:
    """Each begins with a copy of the home page and of a page."""

    @pytest.fixture(autouse=True)
    def _copies(self, site, page):
        self.site, self.page = site, page
        assert [kept(Client(), address) for address in ("/en/", page.url) * 2][2:] == ["hit"] * 2

    def is_fresh(self):
        return kept(Client(), "/en/") == "miss"

    def test_publishing(self, commits):
        with commits():
            self.page.title = "New title"
            self.page.save_revision().publish()
        assert "New title" in visit(self.page.url).content.decode()

    def test_a_draft_changes_nothing(self, commits):
        with commits():
            self.page.title = "New title"
            self.page.save_revision()
        assert not self.is_fresh()

    def test_unpublishing(self, commits):
        with commits():
            self.page.unpublish()
        assert visit(self.page.url).status_code == 404

    def test_deleting(self, commits):
        with commits():
            PlainPage.objects.get(pk=self.page.pk).delete()
        assert visit(self.page.url).status_code == 404

    def test_moving(self, commits):
        with commits():
            target = make_listing_page(self.site, title="Elsewhere")
            self.page.move(target, pos="last-child")
        assert self.is_fresh()

    def test_closing_a_page(self, commits):
        with commits():
            PageViewRestriction.objects.create(page=self.page, restriction_type="login")
        for _visit in range(2):
            answer = visit(self.page.url)
            assert answer.status_code == 302
            assert answer["X-Wagtail-Cache"] == "skip"

    @pytest.mark.parametrize("make", [make_topic, make_country, make_figure])
    def test_snippets(self, commits, make):
        with commits():
            make()
        assert self.is_fresh()

    def test_the_site_itself(self, commits):
        with commits():
            Site.objects.get().save()
        assert self.is_fresh()

    def test_a_release_of_a_survey(self, commits):
        with commits():
            survey = Survey.objects.create(slug="work", titles={"en": "Work"})
        assert self.is_fresh()
        with commits():
            plan = store_plan(survey=survey, text="")
            survey.releases.create(number=1, plan=plan, results="{}", content_hash="0" * 64)
        assert self.is_fresh()

    def test_cohorts_and_the_places_left(self, commits, person):
        with commits():
            version = make_version(make_course(self.site, lessons=1))
        visit("/en/")
        with commits():
            cohort = make_cohort(version)
        assert self.is_fresh()
        with commits():
            cohort.enrolments.create(user=person("trainee"))
        assert self.is_fresh()

    def test_what_no_page_shows_changes_nothing(self, commits, person):
        with commits():
            person("trainee")
        assert not self.is_fresh()


def test_a_page_that_was_overtaken_by_a_publication_is_not_kept(page, monkeypatch):
    """Somebody publishes while a slow visitor's page is still being made."""
    serve = PlainPage.serve

    def slow(self, request, *args, **kwargs):
        answer = serve(self, request, *args, **kwargs)
        pagecache.clear()
        return answer

    monkeypatch.setattr(PlainPage, "serve", slow)
    assert kept(Client(), page.url) == "skip"
    monkeypatch.undo()
    assert kept(Client(), page.url) == "miss"


class Broken:
    """A cache that is out of reach."""

    default_timeout = 300

    def __getattr__(self, name):
        def fail(*args, **kwargs):
            raise ConnectionError("the cache is out of reach")

        return fail


def test_a_broken_cache_still_serves_and_publishes(page, monkeypatch, commits):
    monkeypatch.setattr("wagtailcache.cache.caches", {"pagecache": Broken()})
    monkeypatch.setattr("portal.pagecache.caches", {"pagecache": Broken()})
    answer = visit(page.url)
    assert answer.status_code == 200
    assert answer["X-Wagtail-Cache"] == "err"
    with commits():
        page.title = "New title"
        page.save_revision().publish()
    assert "New title" in visit(page.url).content.decode()


def test_a_start_after_an_update_makes_all_pages_anew(page):
    assert [kept(Client(), page.url) for _visit in range(2)] == ["miss", "hit"]
    call_command("forget_copies")
    assert kept(Client(), page.url) == "miss"
    start = Path(settings.ROOT, "run").read_text().partition("prepare_site() {")[2]
    assert "manage.py forget_copies" in start.partition("\n}")[0]


def test_processes_agree_because_the_copies_are_files(page, settings, tmp_path, commits):
    files = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}
    settings.CACHES = {**settings.CACHES, "pagecache": {**files, "LOCATION": tmp_path / "pages"}}
    assert [kept(Client(), page.url) for _visit in range(2)] == ["miss", "hit"]
    del caches["pagecache"]  # as another process sees the same folder
    assert kept(Client(), page.url) == "hit"
    with commits():
        make_experience(page.get_parent(), title="Another")
    assert kept(Client(), page.url) == "miss"
