"""Tags of recordings."""

from django import template

from briefs.transcripts import clock as shown_clock

register = template.Library()


@register.filter
def clock(seconds: float) -> str:
    """A length or a place in a recording, such as 2:05."""
    return shown_clock(round(seconds))
