"""The site in further languages: pages stand in them untranslated until somebody translates them."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.synctree import synchronize_tree

from portal.demo.content import ABOUT, EVENTS, HOME, MENU, PageContent, segment
from portal.demo.indonesian import INDONESIAN
from portal.demo.site import words_of
from portal.demo.trust import CONTACT, LICENCE
from portal.translation import translate_page

COMPLETE = {"en", "zh-hans"}
TEXTS = {"id": INDONESIAN}
TRANSLATED = (HOME, *MENU, EVENTS, ABOUT, LICENCE, CONTACT)


@transaction.atomic
def add_further_languages() -> None:
    """Every page in each language of the settings, translated as far as we have its texts."""
    english = Locale.objects.get(language_code="en")
    for code, _name in settings.LANGUAGES:
        if code in COMPLETE:
            continue
        locale, _ = Locale.objects.get_or_create(language_code=code)
        LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": english})
        synchronize_tree(english, locale)
        for content in TRANSLATED:
            translate_once(content, locale, TEXTS.get(code, {}))


def translate_once(content: PageContent, locale: Locale, texts: Mapping[str, str]) -> None:
    """Translate a page into a language unless somebody has done so, or we have no texts."""
    if not all(words.en in texts for words in words_of(content)):
        return
    page = Page.objects.get(slug=content.slug, locale__language_code="en").specific
    if page.get_translation(locale).alias_of_id:
        translate_page(page, locale, {segment(en): segment(other) for en, other in texts.items()})
