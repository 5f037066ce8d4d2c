"""Listings narrowed by the address: `?country=chn&kind=policy-brief`."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from wagtail.models import Page, PageQuerySet

from portal.registries import Facet, facets


@dataclass(frozen=True)
class Choice:
    """One value of a facet and its name in the page's language."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Offered:
    """A facet with the values that the listing's pages have."""

    key: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Narrowed:
    """The pages that are left, what can be chosen, and the chosen values as a query string."""

    pages: PageQuerySet
    offered: tuple[Offered, ...]
    query: str


def narrow(pages: PageQuerySet, parameters: Mapping[str, str]) -> Narrowed:
    """The pages that have the values which the address asks for.

    A facet is offered where the pages have enough values of it; a value that no page has
    leaves no pages. The number of queries depends on the registered facets alone.
    """
    ordered = sorted(facets.values(), key=lambda facet: (facet.order, facet.key))
    asked = {facet.key: parameters.get(facet.key, "") for facet in ordered}
    chosen = {key: value for key, value in asked.items() if value}
    left = pages
    for facet in ordered:
        if facet.key in chosen:
            left = left.filter(pk__in=_having(facet, chosen[facet.key]))
    offered = {facet: _offer(facet, pages, asked[facet.key]) for facet in ordered}
    enough = (each for facet, each in offered.items() if len(each.choices) >= facet.least)
    return Narrowed(left, tuple(enough), urlencode(chosen))


def _having(facet: Facet, value: str) -> PageQuerySet:
    return Page.objects.filter(**{facet.lookup: value.replace("\x00", "")}).values("pk")


def _offer(facet: Facet, pages: PageQuerySet, chosen: str) -> Offered:
    values = set(pages.order_by().values_list(facet.lookup, flat=True)) - {None, ""}
    choices = tuple(
        Choice(value, str(name), value == chosen) for value, name in facet.names(values).items()
    )
    return Offered(facet.key, str(facet.label), choices)
