"""Pictures of guides."""

from django import template
from django.templatetags.static import static
from django.utils.translation import get_language

from portal.guides.records import Picture

register = template.Library()

PICTURED = ("en", "zh-hans")
"""The languages in which pictures are taken; any other language sees the first."""


@register.simple_tag
def picture_address(picture: Picture, width: str = "wide") -> str:
    """The picture of the page's language, taken in a window that is wide or narrow."""
    language = get_language()
    folder = language if language in PICTURED else PICTURED[0]
    return static(f"portal/help/{folder}/{width}/{picture.name}.webp")
