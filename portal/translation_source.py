"""What the publishing of a page, now or at a set time, means for its translations."""

import json
import re
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import Translation, TranslationSource

TIMES = ("go_live_at", "expire_at")
LEFT_BY_THE_EDITOR = re.compile(r' data-block-key=\\*"\w*\\*"| +(?=</(?:p|li|h\d)>)')
"""The mark of each paragraph that was opened, and spaces at its end, which the next save drops."""


def follow_source(instance: Page, **_signal: object) -> None:
    """Keep what translations know of a page that is published, or is to be at a set time.

    One that brings nothing new is in step at once, and its times hold for its translations.
    """
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source is None:
        return
    if is_in_step(source, instance):
        source.last_updated_at = timezone.now()
    source.content_json = json.dumps(json.loads(source.content_json) | _times(instance))
    source.save(update_fields=["last_updated_at", "content_json"])
    for page in translated_pages(source):
        _take_times(page, instance)


def cancel_with_source(instance: PageLogEntry, created: bool, **_signal: object) -> None:
    """Take the schedule of a page's translations back together with its own."""
    if not created or instance.action != "wagtail.schedule.cancel":
        return
    source = TranslationSource.objects.get_for_instance_or_none(instance.page.specific)
    for page in translated_pages(source) if source else ():
        if waiting := page.scheduled_revision:
            waiting.approved_go_live_at = None
            waiting.save(user=instance.user, update_fields=["approved_go_live_at"])


def is_in_step(source: TranslationSource, page: Page) -> bool:
    """Whether translations have been given all that the page holds."""
    return _handed_over(source.as_instance()) == _handed_over(page)


def translated_pages(source: TranslationSource) -> Iterator[Page]:
    """The pages that the translations in use have made."""
    for translation in source.translations.filter(enabled=True).select_related("target_locale"):
        page = source.object.get_instance_or_none(translation.target_locale)
        if page is not None:
            yield page.specific


def awaited(translation: Translation) -> Page | None:
    """The source of a translation while it waits for its time; None when it does not."""
    source = translation.source.get_source_instance()
    if isinstance(source, Page) and not source.live and source.approved_schedule:
        return source
    return None


def store_draft(page: Page) -> None:
    """Let the stored page hold its newest draft, as long as the public sees none of it.

    Translations take over what is stored, which else is the page as it was begun.
    """
    if not page.live and page.latest_revision_id:
        page.get_latest_revision_as_object().save(clean=False)


def connect() -> None:
    """Called when the app is ready."""
    page_published.connect(follow_source, dispatch_uid="portal.translation")
    post_save.connect(cancel_with_source, sender=PageLogEntry, dispatch_uid="portal.translation")


def _handed_over(page: Page) -> str:
    """What translations take over from a page."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            list(getattr(page, field.name))  # stored blocks are brought into today's form
    content = page.serializable_data()
    names = [field.field_name for field in get_translatable_fields(type(page))]
    taken = {name: content.get(name) for name in names if name not in TIMES}
    return LEFT_BY_THE_EDITOR.sub("", json.dumps(taken, cls=DjangoJSONEncoder, sort_keys=True))


def _times(page: Page) -> dict[str, str | None]:
    moments = {name: getattr(page, name) for name in TIMES}
    return {
        name: moment and moment.isoformat(timespec="seconds") for name, moment in moments.items()
    }


def _take_times(page: Page, source: Page) -> None:
    """Move a translation that waits for its time, or expires at one, to the source's times."""
    waiting = page.scheduled_revision
    moved = waiting.as_object() if waiting else page
    if _times(moved) == _times(source):
        return
    for name in TIMES:
        setattr(moved, name, getattr(source, name))
    if waiting:
        moved.save_revision(changed=False).publish()
    elif page.live:
        page.save(update_fields=["expire_at"], clean=False)
