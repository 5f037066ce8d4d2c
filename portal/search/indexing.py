"""Keeps the index right where Wagtail's own handler, which runs whenever a page is saved, is not."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_save
from wagtail.models import Page, ReferenceIndex
from wagtail.search.index import insert_or_update_object
from wagtail.signals import page_published
from wagtail.snippets.models import get_snippet_models

from portal.jobs import enqueue
from portal.registries import Progress

INDEX_JOB = "portal.index"


def index_published(instance: Page, **_signal: Any) -> None:
    """Index a page again once it is published as a whole.

    The save reads the page back from the database before its inline children, such as its topics
    with their other names, are written.
    """
    insert_or_update_object(instance)


def snippet_saved(instance: models.Model, created: bool, raw: bool = False, **_signal: Any) -> None:
    """Have the pages that refer to a snippet indexed again: they are found by its words, too."""
    known = isinstance(instance, tuple(get_snippet_models())) and not (created or raw)
    if known and ReferenceIndex.get_references_to(instance).exists():
        enqueue(INDEX_JOB, {"model": instance._meta.label, "pk": instance.pk})


def index_job(payload: Mapping[str, Any], progress: Progress) -> None:
    """What a worker does: index every live page that refers to a snippet."""
    snippet = apps.get_model(payload["model"]).objects.filter(pk=payload["pk"]).first()
    found = {page.pk: page for page in pages_about(snippet)} if snippet else {}
    for page in found.values():
        insert_or_update_object(page.specific)


def pages_about(thing: models.Model, seen: frozenset[models.Model] = frozenset()) -> Iterator[Page]:
    """The live pages that refer to something, by themselves or by way of other snippets."""
    for reference in ReferenceIndex.get_references_to(thing).select_related("base_content_type"):
        holder = reference.base_content_type.get_object_for_this_type(pk=reference.object_id)
        if isinstance(holder, Page):
            yield from [holder] if holder.live else []
        elif holder not in seen | {thing}:
            yield from pages_about(holder, seen | {thing})


def connect() -> None:
    """Called when the app is ready."""
    page_published.connect(index_published, dispatch_uid="portal.search")
    post_save.connect(snippet_saved, dispatch_uid="portal.search.snippets")
