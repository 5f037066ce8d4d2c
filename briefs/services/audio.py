"""Recordings are stored, and given to the translations of an episode."""

import json

from django.core.files import File
from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.models import SegmentOverride, TranslationContext, TranslationSource

from briefs.models import Audio, Episode


def store_audio(*, file: File, title: str, transcript: str = "", chapters: str = "") -> Audio:
    """The recording made of a file; raises `ValidationError` with every problem of file and texts.

    `transcript` is WebVTT, `chapters` one line per chapter such as `2:05 Who pays`.
    """
    audio = Audio(title=title, file=file, transcript=transcript, chapters=chapters)
    audio.full_clean()
    audio.save()
    return audio


@transaction.atomic
def give_translation_its_audio(*, episode: Episode, locale: Locale, audio: Audio) -> None:
    """Let the episode's translation play this recording, from the next time it is published.

    It is kept as wagtail-localize keeps what translators choose, so that changes of the source
    leave it as it is.
    """
    source, _ = TranslationSource.get_or_create_from_instance(episode)
    context, _ = TranslationContext.objects.get_or_create(object_id=source.object_id, path="audio")
    SegmentOverride.objects.update_or_create(
        locale=locale, context=context, defaults={"data_json": json.dumps(audio.pk)}
    )
