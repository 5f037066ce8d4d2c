"""`manage.py forget_copies`: an updated site shows no page that was made before the update."""

from typing import Any

from django.core.management.base import BaseCommand

from portal import pagecache


class Command(BaseCommand):
    help = "Throw away the copies of public pages: they may name style sheets that are gone."

    def handle(self, *args: Any, **options: Any) -> None:
        pagecache.clear()
