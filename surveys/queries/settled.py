"""Until when all changes are committed: what is read in the order of time stops there.

A change is stamped before it is committed. One that is younger than `SETTLED` may therefore follow
after a reader has gone past its time, and so may all changes of a transaction that is still open.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils import timezone

SETTLED = dt.timedelta(seconds=10)
"""How long a writer may take from the stamp to the commit where the database tells of none."""
OLDEST_WRITER = """
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""


def settled_until() -> dt.datetime:
    """The moment before which nothing comes any more."""
    now = timezone.now()
    oldest = _oldest_writer()
    return (min(now, oldest) if oldest else now) - SETTLED


def _oldest_writer() -> dt.datetime | None:
    """When the oldest transaction began that has written and is open; SQLite's last no longer
    than the wait for their lock.
    """
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(OLDEST_WRITER)
        found: dt.datetime | None = cursor.fetchone()[0]
    return found
