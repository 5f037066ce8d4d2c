"""What pages rely on is not deleted; who tries is shown where it is used."""

import pytest

from portal.models import Country, PageTopic, Topic
from tests.factories import make_country, make_listing_page, make_topic


@pytest.fixture
def admin(client, person):
    client.force_login(person("administrator", is_superuser=True))
    return client


@pytest.fixture
def used_topic(site):
    page = make_listing_page(site, "Reports on portability")
    topic = make_topic("portability", en="Portability")
    PageTopic.objects.create(page=page, topic=topic)
    return topic


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_topic_of_a_page_is_kept_and_its_uses_are_shown(admin, used_topic, method):
    address = f"/admin/snippets/portal/topic/delete/{used_topic.pk}/"
    answer = getattr(admin, method)(address, follow=True)
    assert Topic.objects.filter(pk=used_topic.pk).exists()
    assert answer.redirect_chain[-1][0] == f"/admin/snippets/portal/topic/usage/{used_topic.pk}/"
    assert "“Portability” is in use and cannot be deleted." in answer.content.decode()


def test_none_of_several_is_deleted_when_one_is_used(admin, used_topic):
    free = make_topic("women", en="Women")
    address = f"/admin/bulk/portal/topic/delete/?id={used_topic.pk}&id={free.pk}&next=/admin/"
    assert "“Portability” is in use" in admin.post(address, follow=True).content.decode()
    assert Topic.objects.filter(pk__in=[used_topic.pk, free.pk]).count() == 2


def test_a_topic_that_narrower_ones_rely_on_is_kept(admin, site):
    broad = make_topic("benefits", en="Benefits")
    Topic.objects.create(slug="sickness", names={"en": "Sickness"}, broader=broad)
    admin.post(f"/admin/snippets/portal/topic/delete/{broad.pk}/")
    assert Topic.objects.filter(pk=broad.pk).exists()


def test_a_country_that_nothing_uses_goes(admin, site):
    country = make_country("brn", en="Brunei")
    admin.post(f"/admin/snippets/portal/country/delete/{country.pk}/")
    assert not Country.objects.filter(pk=country.pk).exists()
