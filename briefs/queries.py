"""What is read of knowledge: the newest records, and what stands around a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page, PageQuerySet

from briefs.models import (
    Contribution,
    Episode,
    Event,
    Experience,
    Figure,
    Publication,
    Record,
    RelatedRecord,
    Source,
)
from briefs.models.vocabularies import PublicationKind, PublicationState
from portal.models import Country, Topic

SERIES_SHOWN = 5
FIGURES_SHOWN = 3
BRIEFS = (PublicationKind.POLICY_BRIEF, PublicationKind.RESEARCH_BRIEF)


@dataclass(frozen=True)
class Around:
    """What a record's page shows beside its text."""

    contributions: list[Contribution]
    countries: list[Country]
    topics: list[Topic]
    related: list[tuple[str, Page]]
    sources: list[Source]


def around(record: Record) -> Around:
    """What stands around a record; a constant number of queries."""
    contributions = record.contributions.select_related("person", "institution__parent")
    return Around(
        list(contributions.prefetch_related("person__affiliations__institution")),
        [link.country for link in record.page_countries.select_related("country")],
        [link.topic for link in record.page_topics.select_related("topic")],
        related_pages(record),
        sources_of(record),
    )


def related_pages(record: Record) -> list[tuple[str, Page]]:
    """The live public pages related to a record in its language, each with the relation's name."""
    links: Iterable[RelatedRecord] = record.related_records.select_related("target")
    wanted = {link.target.translation_key: link.get_relation_display() for link in links}
    pages = Page.objects.live().public().filter(translation_key__in=wanted, locale=record.locale)
    found = {page.translation_key: page for page in pages.specific()}
    return [(name, found[key]) for key, name in wanted.items() if key in found]


def sources_of(record: Record) -> list[Source]:
    """The works that a record's text cites, in order and each once."""
    cited: dict[int, Source] = {}
    for figure in record.figures():
        for statement in (figure, *figure.rivals):
            cited.setdefault(statement.source_id, statement.source)
    for block in record.body:
        if block.block_type == "monitor_entry" and block.value["source"]:
            cited.setdefault(block.value["source"].pk, block.value["source"])
    return list(cited.values())


def others_in_series(publication: Publication) -> PageQuerySet:
    """The latest other publications of the same series in the same language."""
    shown = in_language(Publication.objects.all(), publication.locale_id)
    others = shown.filter(series=publication.series_id).exclude(pk=publication.pk)
    return others.order_by("-number", "-date")[:SERIES_SHOWN]


def in_language(pages: PageQuerySet, locale_id: int) -> PageQuerySet:
    """Those that every visitor may see in one language."""
    return pages.live().public().filter(locale_id=locale_id)


def newest_experiences(locale_id: int) -> PageQuerySet:
    """Country experiences, the newest first."""
    return in_language(Experience.objects.all(), locale_id).order_by("-date", "-pk")


def newest_publications(locale_id: int, *kinds: PublicationKind) -> PageQuerySet:
    """Published publications of these kinds, the newest first."""
    shown = in_language(Publication.objects.all(), locale_id)
    published = shown.filter(state=PublicationState.PUBLISHED, kind__in=kinds)
    return published.order_by("-date", "-number", "-pk")


def newest_briefs(locale_id: int) -> PageQuerySet:
    """Published policy and research briefs, the newest first."""
    return newest_publications(locale_id, *BRIEFS)


def next_event(locale_id: int) -> Event | None:
    """The event that begins next or is under way."""
    shown = in_language(Event.objects.all(), locale_id)
    return shown.filter(ends_at__gt=timezone.now()).order_by("starts_at").first()


def latest_event(locale_id: int) -> Event | None:
    """The event that ended last."""
    shown = in_language(Event.objects.all(), locale_id)
    return shown.filter(ends_at__lte=timezone.now()).order_by("-ends_at").first()


def first_figures(record: Record) -> list[Figure]:
    """The figures that stand for a record on other pages."""
    return record.figures()[:FIGURES_SHOWN]


def episodes_of(publication: Publication) -> list[Episode]:
    """The podcast episodes about a publication in the publication's language."""
    shown = in_language(Episode.objects.all(), publication.locale_id)
    paired = shown.filter(publication__translation_key=publication.translation_key)
    return list(paired.order_by("season", "number"))


def records_named(permanent_id: str) -> list[Record]:
    """The public versions of a record in all languages, the oldest first."""
    for model in (Experience, Publication, Episode, Event):
        versions = model.objects.live().public().filter(permanent_id=permanent_id)
        if versions:
            return list(versions.select_related("locale").order_by("pk"))
    return []
