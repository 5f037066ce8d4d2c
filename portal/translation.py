"""Pages in a second language, kept as wagtail-localize translations that editors can go on with."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from wagtail.models import Locale, Page, PageQuerySet
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from portal.translation_texts import REFERENCE


def translate_page(page: Page, locale: Locale, texts: Mapping[str, str]) -> Page:
    """The page's published translation; texts without an entry stay in the source language."""
    source, _ = TranslationSource.get_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string", "context"):
        if segment.string.data in texts:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={"data": texts[segment.string.data]},
            )
    # Published here and not by save_target, which would wait for the end of the transaction and
    # then write back the number of children the page had before.
    translation.save_target(publish=False)
    translated = page.get_translation(locale)
    translated.get_latest_revision().publish()
    return page.get_translation(locale).specific


def with_missing_texts(pages: PageQuerySet) -> PageQuerySet:
    """Those of the pages that are translations in which a text stands in the source language."""
    known = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef(OuterRef("target_locale")),
        has_error=False,
    )
    missing = StringSegment.objects.filter(~Exists(known), source=OuterRef("source")).exclude(
        string__data__regex=REFERENCE
    )
    return pages.filter(Exists(_translations().filter(Exists(missing))))


def behind_their_source(pages: PageQuerySet) -> PageQuerySet:
    """Those of the pages whose source was published again after its texts were handed over.

    Each knows as `translation_source` what hands them over again.
    """
    source = Page.objects.filter(
        translation_key=OuterRef("source__object_id"), locale=OuterRef("source__locale")
    )
    newer = Subquery(source.values("last_published_at")[:1])
    behind = _translations().filter(source__last_updated_at__lt=newer)
    return pages.filter(Exists(behind)).annotate(
        translation_source=Subquery(behind.values("source")[:1])
    )


def hand_over_address(page: Page) -> str:
    """Where new texts are handed over to a page of `behind_their_source`; leads on to its editor."""
    address = reverse("wagtail_localize:update_translations", args=[page.translation_source])
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return f"{address}?{urlencode({'next': editor})}"


def _translations() -> QuerySet:
    """The translations in use that made the page of the outer query."""
    return Translation.objects.filter(
        source__object_id=OuterRef("translation_key"),
        target_locale=OuterRef("locale"),
        enabled=True,
    )
