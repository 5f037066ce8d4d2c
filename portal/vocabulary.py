"""The facets that all pages share."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from portal.models import Country, Topic
from portal.registries import Facet
from portal.words import by_name


def country_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of countries by code."""
    countries = Country.objects.filter(code__in=codes)
    return by_name({country.code: str(country) for country in countries})


def topic_names(slugs: Iterable[str]) -> dict[str, str]:
    """The names of topics by slug."""
    return by_name({topic.slug: str(topic) for topic in Topic.objects.filter(slug__in=slugs)})


COUNTRY = Facet("country", _("Country"), "page_countries__country__code", country_names, order=10)
TOPIC = Facet("topic", _("Topic"), "page_topics__topic__slug", topic_names, order=20)
