"""Keeps the index right where Wagtail's own handler, which runs whenever a page is saved, is early."""

from typing import Any

from wagtail.models import Page
from wagtail.search.index import insert_or_update_object
from wagtail.signals import page_published


def index_published(instance: Page, **_signal: Any) -> None:
    """Index a page again once it is published as a whole.

    The save reads the page back from the database before its inline children, such as its topics
    with their other names, are written.
    """
    insert_or_update_object(instance)


def connect() -> None:
    """Called when the app is ready."""
    page_published.connect(index_published, dispatch_uid="portal.search")
