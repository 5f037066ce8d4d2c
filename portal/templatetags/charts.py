"""Tags of charts."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.charts import Figure

register = template.Library()


@register.filter
def picture(figure: Figure) -> SafeString:
    """The figure's chart as inline SVG."""
    # The drawing functions escape everything that comes from data.
    return mark_safe(figure.picture)  # noqa: S308


@register.filter
def narrow_picture(figure: Figure) -> SafeString:
    """The same for narrow screens."""
    return mark_safe(figure.narrow_picture)  # noqa: S308 as above
