"""The facets that all pages share."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models

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


def type_names(models: Iterable[str]) -> dict[str, str]:
    """What the models are called whose pages tell something; sections and plain pages are left out."""
    found = {*models} - {"homepage", "listingpage", "plainpage"}
    names = {model._meta.model_name: model._meta.verbose_name_plural for model in get_page_models()}
    return by_name({model: capfirst(names[model]) for model in found})


COUNTRY = Facet("country", _("Country"), "page_countries__country__code", country_names, order=10)
TOPIC = Facet("topic", _("Topic"), "page_topics__topic__slug", topic_names, order=20)
TYPE = Facet("type", _("Kind of page"), "content_type__model", type_names, order=25, least=2)
