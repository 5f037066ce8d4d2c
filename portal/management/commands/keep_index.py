"""`manage.py keep_index`: after an update of the site the search finds all pages, as before."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from modelsearch.utils import get_content_type_pk
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

LOOKED_AT = 20


def is_stale() -> bool:
    """Whether one of the pages published last stands in the index otherwise than it would today."""
    backend = get_search_backend()
    pages = Page.objects.live().filter(depth__gt=1).order_by("-last_published_at", "-pk")
    for page in pages[:LOOKED_AT].specific():
        entry = IndexEntry.objects.filter(
            content_type=get_content_type_pk(type(page)), object_id=page.pk
        )
        today = backend.index_class.indexer(page, backend)
        if not entry.filter(**today.texts).exists():
            return True
    return False


class Command(BaseCommand):
    help = "Index everything for the search anew where the index is not what it would be today."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_stale():
            call_command("update_index", verbosity=0)
