"""Copies of public pages for visitors who are not logged in, and when they are thrown away.

The copies are kept by wagtail-cache. What changes a public page throws all of them away: pages
show each other in menus, lists and quotes, and making one anew takes milliseconds.
"""

from functools import cache, lru_cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail.snippets.models import get_snippet_models

from portal.registries import facets, shown_models
from portal.remembered_files import MARK

LONGEST_VALUE = 60
CLEARED = MARK
"""Under this key stands a word that is another one after each clearing."""
SHOWN = (Locale, Site, PageViewRestriction, AbstractSetting, AbstractImage, AbstractDocument)


def is_request_cacheable(request: HttpRequest, is_cacheable: bool) -> bool:
    """Whether the answer may be shared: a page of the site, asked for by nobody in particular.

    Whoever carries a cookie of a session, a form or a message is somebody in particular.
    """
    return (
        is_cacheable
        and not (request.COOKIES and personal_cookies() & request.COOKIES.keys())
        and is_known(request.GET)
        and is_page(request.path_info, get_language())
    )


def is_response_cacheable(response: HttpResponse, is_cacheable: bool) -> bool:
    """Only pages that are there are kept: anybody can invent addresses that are not."""
    return is_cacheable and response.status_code == 200


def personal_cookies() -> set[str]:
    return {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}


def is_known(query: QueryDict) -> bool:
    """Whether lists understand the query: each parameter once, and short."""
    return all(
        (name == "page" or name in facets) and len(values) == 1 and len(values[0]) <= LONGEST_VALUE
        for name, values in query.lists()
    )


@lru_cache(maxsize=4096)  # finding the view of each visit anew would take as long as the rest
def is_page(path: str, language: str | None) -> bool:
    """Whether Wagtail answers under this path, and no view of ours, while a language is active."""
    try:
        return resolve(path).url_name == "wagtail_serve"
    except Resolver404:
        return False


def copies() -> BaseCache:
    """Where the copies are kept, and nothing else: clearing empties all of it."""
    return caches[settings.WAGTAIL_CACHE_BACKEND]


def generation() -> str | None:
    """A word that stays the same until the copies are thrown away."""
    return copies().get(CLEARED)


def clear() -> None:
    """Throw all copies away."""
    copies().clear()
    copies().set(CLEARED, uuid4().hex, timeout=None)


def clear_on_commit(**kwargs: Any) -> None:
    """Throw all copies away once the change can be read; a broken cache is only logged."""
    transaction.on_commit(clear, robust=True)


def clear_after_save(sender: type[Model], **kwargs: Any) -> None:
    """Drafts of pages are saved all the time; what counts there is publishing."""
    if is_shown(sender):
        clear_on_commit()


def clear_after_delete(sender: type[Model], **kwargs: Any) -> None:
    if is_shown(sender) or issubclass(sender, Page):
        clear_on_commit()


@cache
def is_shown(model: type[Model]) -> bool:
    """Whether public pages show rows of the model, or obey them."""
    return (
        issubclass(model, SHOWN)
        or model in get_snippet_models()
        or model._meta.label in shown_models
    )


def connect() -> None:
    """Listen to everything after which a public page may look different."""
    for changed in (page_published, page_unpublished, post_page_move):
        changed.connect(clear_on_commit, dispatch_uid="portal.pagecache")
    post_save.connect(clear_after_save, dispatch_uid="portal.pagecache")
    post_delete.connect(clear_after_delete, dispatch_uid="portal.pagecache")
