"""What editors should look at: faults of public pages that nobody reports.

A check takes pages and gives its findings in few queries, however many the pages are. Apps add
checks of their own (`portal.registries.register_content_check`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageQuerySet, ReferenceIndex
from wagtail.permissions import page_permission_policy

from portal.models import BasePage
from portal.registries import ContentCheck, ContentFinding, content_checks
from portal.translation import behind_their_source, hand_over_address, with_missing_texts

LONGEST_TITLE = {"zh-hans": 40}
LONGEST_TITLE_ELSEWHERE = 100
"""A Chinese character is as wide as two letters and says more."""
ADDRESS = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
LINK_TO_PAGE = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
LINKED_ID = re.compile(r'\bid="(\d+)"')
KNOWN_SCHEMES = {"http", "https", "mailto", "tel"}


def findings(user: Any, kind: str = "") -> list[ContentFinding]:
    """What is to be mended on the live pages this person may edit; `kind` names one check."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    pages = pages.live().filter(depth__gt=1)  # nobody reads the root
    asked = [check for check in checks() if kind in ("", check.kind)]
    return [finding for check in asked for finding in check.find(pages)]


def checks() -> list[ContentCheck]:
    """All checks, in order."""
    return sorted(content_checks.values(), key=lambda check: (check.order, check.kind))


def on_page(check: str, page: Page, detail: str = "") -> ContentFinding:
    """A finding that is mended in the page's editor."""
    name, language = page.get_admin_display_title(), page.locale.get_display_name()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return ContentFinding(check, name, address, str(language), detail)


def broken_links(pages: PageQuerySet) -> Iterator[ContentFinding]:
    """Links and choosers that lead to a page that is deleted or not public."""
    live = set(Page.objects.live().values_list("pk", flat=True))
    titles = dict(Page.objects.not_live().values_list("pk", "title"))
    broken: dict[int, list[int]] = {}
    for source, target in sorted({*chosen_pages(), *linked_pages(pages)}):
        if target not in live:
            broken.setdefault(source, []).append(target)
    for page in pages.filter(pk__in=broken).select_related("locale"):
        for target in broken[page.pk]:
            unpublished = _("Leads to “%(title)s”, which is not published.")
            gone = _("Leads to a page that is deleted.")
            known = target in titles
            yield on_page("link", page, unpublished % {"title": titles[target]} if known else gone)


def chosen_pages() -> Iterator[tuple[int, int]]:
    """Which page refers to which, as Wagtail keeps count; it forgets what is deleted."""
    references = ReferenceIndex.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        to_content_type__app_label="wagtailcore",
        to_content_type__model="page",
    )
    for source, target in references.values_list("object_id", "to_object_id"):
        yield int(source), int(target)


def linked_pages(pages: PageQuerySet) -> Iterator[tuple[int, int]]:
    """Which page's texts link to which page, be it deleted."""
    for page in specific(pages):
        for text in stored_texts(page):
            for link in LINK_TO_PAGE.findall(text):
                if target := LINKED_ID.search(link):
                    yield page.pk, int(target[1])


def odd_addresses(pages: PageQuerySet) -> Iterator[ContentFinding]:
    """Links to other sites whose address no browser can follow. Nothing is asked of the sites."""
    for page in specific(pages):
        found = (unescape(each) for text in stored_texts(page) for each in ADDRESS.findall(text))
        for address in dict.fromkeys(found):
            if not can_be_followed(address):
                yield on_page("address", page, address)


def stored_texts(page: Page) -> Iterator[str]:
    """All texts of a page that may hold links, as they are stored."""
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield getattr(page, field.name)
        elif isinstance(field, StreamField):
            yield from texts(list(getattr(page, field.name).raw_data))


def texts(value: Any) -> Iterator[str]:
    """All texts inside of a block's stored value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def can_be_followed(address: str) -> bool:
    """Whether an address is well formed: a host with a dot, or a place on this site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if re.search(r"\s", address) or parts.scheme not in KNOWN_SCHEMES | {""}:
        return False
    if parts.scheme in ("http", "https"):
        return "." in (parts.hostname or "").strip(".")
    return bool(parts.scheme and parts.path) or address.startswith(("/", "#"))


def silent_pictures(pages: PageQuerySet) -> Iterator[ContentFinding]:
    """Pictures on pages that neither say what they show nor are marked as decoration; then those
    of the library that have no description to offer.
    """
    for page in specific(pages):
        silent = sum(map(is_silent, stored_pictures(page)))
        if silent:
            said = ngettext(
                "%(count)s picture says nothing to those who cannot see it.",
                "%(count)s pictures say nothing to those who cannot see them.",
                silent,
            )
            yield on_page("alt", page, said % {"count": silent})
    for image in get_image_model().objects.filter(description="").order_by("title", "pk"):
        address = reverse("wagtailimages:edit", args=[image.pk])
        yield ContentFinding("alt", image.title, address, "", _("A picture without a description."))


def stored_pictures(page: Page) -> Iterator[dict[str, Any]]:
    """The stored values of the picture blocks of a page."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from pictures_in(list(getattr(page, field.name).raw_data))


def pictures_in(stored: Any) -> Iterator[dict[str, Any]]:
    """The pictures in a stored value, however deep they stand."""
    if isinstance(stored, list):
        for each in stored:
            yield from pictures_in(each)
    elif isinstance(stored, dict):
        if stored.get("type") == "picture":
            yield stored["value"]["image"]
        else:
            yield from pictures_in(list(stored.values()))


def is_silent(picture: dict[str, Any]) -> bool:
    return not picture.get("decorative") and not (picture.get("alt_text") or "").strip()


def undescribed(pages: PageQuerySet) -> Iterator[ContentFinding]:
    """Pages that say neither in lists nor to search engines what they are about."""
    for page in specific(pages):
        if isinstance(page, BasePage) and not page.description:
            yield on_page("summary", page)


def long_titles(pages: PageQuerySet) -> Iterator[ContentFinding]:
    """Titles that lists, search engines and running heads of prints cut off."""
    for page in pages.select_related("locale"):
        most = LONGEST_TITLE.get(page.locale.language_code, LONGEST_TITLE_ELSEWHERE)
        if len(page.title) > most:
            said = _("%(length)s characters; at most %(most)s are shown everywhere.")
            yield on_page("title", page, said % {"length": len(page.title), "most": most})


def untranslated(pages: PageQuerySet) -> Iterator[ContentFinding]:
    """Pages without a public page in another language, or with texts still in the source's."""
    for locale in Locale.objects.all():
        there = Page.objects.live().filter(
            translation_key=OuterRef("translation_key"), locale=locale
        )
        missing = pages.exclude(locale=locale).filter(~Exists(there))
        for page in missing.select_related("locale"):
            said = _("There is no public page in %(language)s.")
            yield on_page("translation", page, said % {"language": locale.get_display_name()})
    for page in with_missing_texts(pages).select_related("locale"):
        yield on_page("translation", page, _("Some texts are still in the source language."))


def outdated_translations(pages: PageQuerySet) -> Iterator[ContentFinding]:
    """Translations whose source has been published again since."""
    for page in behind_their_source(pages).select_related("locale"):
        said = _("The source has changed since it was translated.")
        yield replace(on_page("outdated", page, said), url=hand_over_address(page))


def specific(pages: PageQuerySet) -> Iterable[Page]:
    """The pages with all their fields: one query per kind of page."""
    return pages.specific().prefetch_related("locale")


CHECKS = (
    ContentCheck("link", gettext_lazy("Links to missing pages"), broken_links, 10),
    ContentCheck("address", gettext_lazy("Addresses that lead nowhere"), odd_addresses, 20),
    ContentCheck("translation", gettext_lazy("Not translated"), untranslated, 30),
    ContentCheck("outdated", gettext_lazy("Translations out of date"), outdated_translations, 40),
    ContentCheck("alt", gettext_lazy("Pictures without words"), silent_pictures, 50),
    ContentCheck("summary", gettext_lazy("Pages without a summary"), undescribed, 60),
    ContentCheck("title", gettext_lazy("Very long titles"), long_titles, 70),
)
