"""Tags of recordings."""

from django import template

from briefs.transcripts import clock as shown_clock
from briefs.transcripts import gap_after

register = template.Library()
register.filter(gap_after)


@register.filter
def clock(seconds: float) -> str:
    """A length or a place in a recording, such as 2:05."""
    return shown_clock(round(seconds))
