"""Releases, the pages that show them, and the pages that quote them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, PageLogEntry, PageQuerySet, ReferenceIndex

from surveys.findings.report import Report, build_report
from surveys.findings.storage import from_json
from surveys.models import FindingsPage, Release


def report_of(release: Release) -> Report:
    """The report of a release; a release never changes, so it is built once per process."""
    return _report(release.content_hash, release.pk)


@lru_cache(maxsize=16)
def _report(content_hash: str, pk: int) -> Report:
    return build_report(from_json(Release.objects.get(pk=pk).results))


def newest_findings(language: str) -> FindingsPage | None:
    """The public findings page of the language that was published last."""
    return (
        FindingsPage.objects.live()
        .public()
        .filter(locale__language_code=language)
        .select_related("release")
        .defer("release__results")
        .order_by("-first_published_at", "-pk")
        .first()
    )


def public_releases() -> QuerySet[Release]:
    """The releases that a public page shows, or has shown before a newer one took their place."""
    pages = FindingsPage.objects.live().public()
    published = PageLogEntry.objects.filter(action="wagtail.publish", page__in=pages.values("pk"))
    shown = {
        *pages.values_list("release", flat=True),
        *published.values_list("revision__content__release", flat=True),
    }
    return Release.objects.filter(pk__in=shown - {None}).select_related("survey").defer("results")


def newest_numbers(releases: Iterable[Release]) -> dict[int, int]:
    """The highest number among the releases of each survey, by the survey's key."""
    newest: dict[int, int] = {}
    for release in releases:
        newest[release.survey_id] = max(release.number, newest.get(release.survey_id, 0))
    return newest


@dataclass(frozen=True, slots=True)
class OutdatedQuote:
    """A page that quotes a release although `newest`, a later one of its survey, is public."""

    page: Page
    release: Release
    newest: int


def outdated_quotes(pages: PageQuerySet) -> list[OutdatedQuote]:
    """Where these pages quote a release that a newer one has superseded, by title."""
    releases = list(public_releases())
    newest = newest_numbers(releases)
    superseded = {str(each.pk): each for each in releases if each.number < newest[each.survey_id]}
    quotes = (
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            to_content_type=ContentType.objects.get_for_model(Release),
            to_object_id__in=superseded,
        )
        .exclude(content_type=ContentType.objects.get_for_model(FindingsPage))
        .values_list("object_id", "to_object_id")
        .distinct()
    )
    by_key = {
        str(page.pk): page
        for page in pages.filter(pk__in=[page for page, _release in quotes]).select_related(
            "locale"
        )
    }
    found = [
        OutdatedQuote(by_key[page], superseded[key], newest[superseded[key].survey_id])
        for page, key in quotes
        if page in by_key
    ]
    return sorted(found, key=lambda quote: (quote.page.title, quote.page.pk))


def findings_pages(language: str) -> QuerySet[FindingsPage]:
    """The public findings pages of a language, the oldest first."""
    return (
        FindingsPage.objects.live()
        .public()
        .filter(locale__language_code=language)
        .select_related("locale")
        .order_by("first_published_at", "pk")
    )


def release_named(public_id: str) -> Release | None:
    """The release of this name."""
    return Release.objects.filter(public_id=public_id).only("public_id").first()
