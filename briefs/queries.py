"""What is read of knowledge: the newest records, and what stands around a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OrderBy
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
EPISODES_SHOWN = 5
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
    """The latest other publications of the same series in the same language.

    Those that are shown as related pages already are left out.
    """
    shown = in_language(Publication.objects.all(), publication.locale.language_code)
    related = publication.related_records.values("target__translation_key")
    others = shown.filter(series=publication.series_id).exclude(pk=publication.pk)
    others = others.exclude(translation_key__in=related)
    return others.order_by(newest("number"), newest("date"))[:SERIES_SHOWN]


def in_language(pages: PageQuerySet, language: str) -> PageQuerySet:
    """Those that every visitor may see in one language."""
    return pages.live().public().filter(locale__language_code=language)


def newest(field: str) -> OrderBy:
    """Descending, what is not stated last; databases differ in where they put it by themselves."""
    return F(field).desc(nulls_last=True)


def newest_experiences(language: str) -> PageQuerySet:
    """Country experiences, the newest first."""
    return in_language(Experience.objects.all(), language).order_by(newest("date"), "-pk")


def newest_publications(language: str, *kinds: PublicationKind) -> PageQuerySet:
    """Published publications of these kinds, the newest first."""
    shown = in_language(Publication.objects.all(), language)
    published = shown.filter(state=PublicationState.PUBLISHED, kind__in=kinds)
    return published.order_by(newest("date"), newest("number"), "-pk")


def newest_briefs(language: str) -> PageQuerySet:
    """Published policy and research briefs, the newest first."""
    return newest_publications(language, *BRIEFS)


def next_event(language: str) -> Event | None:
    """The event that begins next or is under way."""
    shown = in_language(Event.objects.all(), language)
    return shown.filter(ends_at__gt=timezone.now()).order_by("starts_at").first()


def latest_event(language: str) -> Event | None:
    """The event that ended last."""
    shown = in_language(Event.objects.all(), language)
    return shown.filter(ends_at__lte=timezone.now()).order_by("-ends_at").first()


def newest_episodes(language: str) -> PageQuerySet:
    """The episodes that every visitor may hear, the newest first."""
    shown = in_language(Episode.objects.all(), language)
    return shown.order_by(newest("date"), newest("season"), newest("number"), "-pk")


def other_episodes(episode: Episode) -> PageQuerySet:
    """The newest episodes in the same language beside this one."""
    shown = newest_episodes(episode.locale.language_code).exclude(pk=episode.pk)
    return shown[:EPISODES_SHOWN]


def first_figures(record: Record) -> list[Figure]:
    """The figures that stand for a record on other pages."""
    return record.figures()[:FIGURES_SHOWN]


def episodes_of(publication: Publication) -> list[Episode]:
    """The podcast episodes about a publication in the publication's language."""
    shown = in_language(Episode.objects.all(), publication.locale.language_code)
    paired = shown.filter(publication__translation_key=publication.translation_key)
    first = (F(field).asc(nulls_last=True) for field in ("season", "number"))
    return list(paired.order_by(*first, "pk"))


def records_named(permanent_id: str) -> list[Record]:
    """The public versions of a record in all languages, the oldest first."""
    for model in (Experience, Publication, Episode, Event):
        versions = model.objects.live().public().filter(permanent_id=permanent_id)
        if found := list(versions.select_related("locale").order_by("pk")):
            return found
    return []
