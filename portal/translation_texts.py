"""Texts of a translation as people read and type them.

wagtail-localize keeps all texts as HTML, and shows them so: "Health &amp; care". What is typed for
a text without formatting is the text itself; else a "<b>" in it would vanish without a word.
"""

import re
from html import escape, unescape
from typing import Any

from django.db.models.signals import post_save, pre_save
from wagtail.models import Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationSource,
    post_save_string_translation,
)

REFERENCE = r"^\[[0-9a-f]{6}\]$"
"""What the editor shows of a reference to a footnote: a segment that stays as it is."""


def for_editor(props: dict[str, Any], source: TranslationSource) -> dict[str, Any]:
    """What the translation editor is given, with plain texts to read and without references."""
    formatted = set(source.templatesegment_set.values_list("context__path", flat=True))
    props["segments"] = [
        segment
        for segment in props["segments"]
        if segment["type"] != "string" or not re.match(REFERENCE, segment["source"])
    ]
    plain = set()
    for segment in props["segments"]:
        if segment["type"] == "string" and segment["contentPath"] not in formatted:
            segment["source"] = unescape(segment["source"])
            plain.add(segment["id"])
    for translated in props["initialStringTranslations"]:
        if translated["segment_id"] in plain:
            translated["data"] = unescape(translated["data"])
    return props


def is_plain(context_id: int | None) -> bool:
    """Whether what stands there has no formatting: no template puts its parts together."""
    return not TemplateSegment.objects.filter(context=context_id).exists()


def escape_typed(instance: StringTranslation, raw: bool = False, **_signal: object) -> None:
    """Keep what was typed for a plain text, letter by letter."""
    if not raw and is_plain(instance.context_id):
        instance.data = escape(unescape(instance.data), quote=False)


def keep_references(translation: Translation) -> None:
    """References to footnotes stand in the translation as they are."""
    references = StringSegment.objects.filter(
        source=translation.source, string__data__regex=REFERENCE
    )
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=segment.string,
                locale=translation.target_locale,
                context_id=segment.context_id,
                data=segment.string.data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
            )
            for segment in references.select_related("string")
        ],
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "has_error"],
    )


def show_in_lists(instance: StringTranslation, **_signal: Any) -> None:
    """A translated title stands in lists of pages before it is published, in as many characters as
    these hold: what the page's form refuses as too long is kept for its translator to correct.
    """
    if instance.context.path == "title":
        longest = Page._meta.get_field("draft_title").max_length
        Page.objects.filter(
            translation_key=instance.context.object_id, locale=instance.locale_id
        ).update(draft_title=instance.data[:longest])


def connect() -> None:
    """Called when the app is ready."""
    pre_save.connect(escape_typed, sender=StringTranslation, dispatch_uid="portal.texts")
    post_save.disconnect(post_save_string_translation, sender=StringTranslation)
    post_save.connect(show_in_lists, sender=StringTranslation, dispatch_uid="portal.texts")
