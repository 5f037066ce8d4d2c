"""Editors are told which of their pages quote a superseded release."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from surveys import queries
from surveys.models import Release
from tests.factories import make_plain_page
from tests.surveys.makers_releases import make_release, show

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/reports/outdated-quotes/"


@pytest.fixture
def release(site):
    made = make_release()
    show(made, site)
    return made


def supersede(release):
    page = release.pages.get()
    page.release = make_release(release.survey, seed=1)
    page.save_revision().publish()


def quote(page, release):
    """What Wagtail notes when a page with a finding block is saved."""
    ReferenceIndex.objects.create(
        object_id=str(page.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
        content_type=page.content_type,
        to_content_type=ContentType.objects.get_for_model(Release),
        to_object_id=str(release.pk),
        model_path="body.item",
        content_path="body.1",
        content_path_hash="0d9b4d2e-6d0f-5a2e-9e8e-1f6f7f0c0001",
    )


def test_a_page_is_listed_once_a_newer_release_is_public(client, person, site, release):
    page = make_plain_page(site, "Brief one")
    quote(page, release)
    client.force_login(person("editor"))
    assert "Brief one" not in client.get(ADDRESS).content.decode()
    supersede(release)
    assert "Brief one" in client.get(ADDRESS).content.decode()


def test_pages_are_listed_to_those_who_may_edit_them(client, person, site, release):
    quote(make_plain_page(site, "Brief one"), release)
    supersede(release)
    client.force_login(person("auditor"))
    assert "Brief one" not in client.get(ADDRESS).content.decode()


def test_a_findings_page_quotes_nothing(site, release):
    show(release, site)
    shown = release.pages.order_by("pk").first()
    shown.release = make_release(release.survey, seed=1)
    shown.save_revision().publish()
    assert queries.outdated_quotes(Page.objects.all()) == []


@pytest.mark.parametrize("quotes", [2, 6])
def test_queries_do_not_grow_with_the_pages(site, release, quotes, django_assert_num_queries):
    for number in range(quotes):
        quote(make_plain_page(site, f"Brief {number}"), release)
    supersede(release)
    queries.outdated_quotes(Page.objects.all())
    with django_assert_num_queries(6):
        assert len(queries.outdated_quotes(Page.objects.all())) == quotes
