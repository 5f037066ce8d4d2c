"""Unfinished work, so that the demonstration's editor and translator have something to do."""

from briefs.models import Record

DRAFTED, AHEAD = "2-employment-injury", "demonstration-portability-exchange"
"""The slugs of the record with a draft, and of the one that is ahead of its translation."""


def leave_work(record: Record) -> None:
    """Give one record a draft that waits for publication, another a text that nobody translated."""
    if record.slug == DRAFTED:
        record.summary = f"{record.summary} Publication is planned for the middle of 2027."
        record.save_revision()
    elif record.slug == AHEAD:
        record.change_note = "A summary in both languages is now planned after the workshop."
        record.save_revision().publish()
