"""Pages in a second language, kept as wagtail-localize translations that editors can go on with."""

from collections.abc import Mapping

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource


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
