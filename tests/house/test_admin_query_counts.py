"""Lists in the admin ask the database no more often for twenty rows, a full sheet, than for five."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.snippets.models import get_snippet_models

from courses.models import CourseVersion
from portal.models import PageVisits
from tests.briefs import makers_records as records
from tests.briefs.makers_audio import make_audio
from tests.courses.makers import make_cohort, make_course, make_version
from tests.courses.makers_quiz import make_choice
from tests.factories import make_country, make_plain_page, make_topic, make_user
from tests.surveys.makers_releases import make_release

pytestmark = pytest.mark.django_db

FEW, MORE = range(5), range(5, 20)
COUNTRIES = (
    "abw afg ago aia alb and are arg arm asm atf atg aus aut aze bdi bel ben bfa bgd bgr".split()
)


def make_visits(site, number):
    page = make_plain_page(site, f"Page {number}")
    PageVisits.objects.create(page=page, day="2026-01-01", count=number + 1)


def make_led_cohort(site, number):
    version = CourseVersion.objects.first() or make_version(make_course(site, lessons=1))
    make_cohort(version, staff={make_user("trainer"): "trainer"})


def make_invited(site, number):
    make_user("trainee", email=f"invited{number}@test.example", invited_at=timezone.now())


def make_narrower_topic(number):
    topic = make_topic(f"topic-{number}")
    topic.broader = make_topic(f"broad-{number}")
    topic.save()


SNIPPETS = {
    "portal.Country": lambda number: make_country(COUNTRIES[number]),
    "portal.Topic": make_narrower_topic,
    "briefs.Audio": lambda number: make_audio(title=f"Recording {number}"),
    "briefs.Figure": lambda number: records.make_figure(
        scheme=records.make_scheme(country=make_country(COUNTRIES[number]))
    ),
    "briefs.Institution": lambda number: records.make_institution(
        f"Institute {number}", country=make_country(COUNTRIES[number])
    ),
    "briefs.Person": lambda number: records.make_person(f"Person {number}"),
    "briefs.Scheme": lambda number: records.make_scheme(country=make_country(COUNTRIES[number])),
    "briefs.Series": lambda number: records.make_series(f"Series {number}"),
    "briefs.Source": lambda number: records.make_source(year=2000 + number),
    "courses.Question": lambda number: make_choice(name=f"Question {number}"),
}
VIEWS = {
    "account_invitations": make_invited,
    "courses_cohorts:index": make_led_cohort,
    "portal_content_report": lambda site, number: make_plain_page(site, f"Untranslated {number}"),
    "portal_visits": make_visits,
    "surveys_index": lambda site, number: make_release(),
}


@pytest.fixture
def admin(client, site):
    client.force_login(make_user(is_superuser=True))
    return client


def counted(client, address):
    """How long a list is, and how many queries that takes."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        html = client.get(address).content.decode()
    return len(html), len(queries)


def assert_constant(client, address, make):
    for number in FEW:
        make(number)
    length, queries = counted(client, address)
    for number in MORE:
        make(number)
    more_length, more_queries = counted(client, address)
    assert more_length > length
    assert more_queries <= queries


def test_no_kind_of_snippet_is_forgotten():
    assert {model._meta.label for model in get_snippet_models()} == set(SNIPPETS)


@pytest.mark.parametrize("label", SNIPPETS)
def test_the_list_of_snippets(admin, label):
    [model] = [model for model in get_snippet_models() if model._meta.label == label]
    address = reverse(model.snippet_viewset.get_url_name("list"))
    assert_constant(admin, address, SNIPPETS[label])


@pytest.mark.parametrize("name", VIEWS)
def test_a_list_of_our_own(admin, site, name):
    assert_constant(admin, reverse(name), lambda number: VIEWS[name](site, number))
