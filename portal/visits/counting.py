"""Counts in memory, stored together now and then, so that reading a page never writes.

Each server process counts for itself; their counts add up in the database.
"""

import atexit
import logging
from collections import Counter
from datetime import date
from threading import Lock, Timer

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from wagtail.models import Page

logger = logging.getLogger(__name__)

SECONDS = 60
ADD = """
    INSERT INTO portal_pagevisits (page_id, day, count) VALUES (%s, %s, %s)
    ON CONFLICT (page_id, day) DO UPDATE SET count = portal_pagevisits.count + excluded.count
"""

Visits = Counter[tuple[int, date]]


class VisitCounter:
    """The visits of this process that are not stored yet."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.waiting: Visits = Counter()

    def count(self, page_id: int) -> None:
        """One more visit of a page today; the first one has all stored after `SECONDS`."""
        with self.lock:
            first = not self.waiting
            self.waiting[page_id, timezone.localdate()] += 1
        if first:
            timer = Timer(SECONDS, self.store_apart)
            timer.daemon = True  # at the end of the process `store` is called anyway
            timer.start()

    def store(self) -> None:
        """Add what waits to the database; what cannot be stored now waits on."""
        with self.lock:
            taken, self.waiting = self.waiting, Counter()
        try:
            add_visits(taken)
        except DatabaseError:
            logger.warning("visit counts could not be stored and wait", exc_info=True)
            with self.lock:
                self.waiting += taken

    def store_apart(self) -> None:
        """Store in a thread of its own, which leaves no connection behind."""
        close_old_connections()
        try:
            self.store()
        finally:
            connection.close()


def add_visits(visits: Visits) -> None:
    """Add counts to those stored before, in one transaction; pages that are gone are left out."""
    pages = set(Page.objects.filter(pk__in={page for page, _day in visits}).values_list(flat=True))
    rows = [[page, day, count] for (page, day), count in visits.items() if page in pages]
    if rows:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(ADD, rows)


counter = VisitCounter()
atexit.register(counter.store)
