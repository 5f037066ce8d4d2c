"""Tags about pages on paper."""

from django import template
from wagtail.models import Page

from portal.prints import can_print

register = template.Library()


@register.simple_tag(takes_context=True)
def pdf_url(context: template.Context, page: Page) -> str:
    """The address of the page's PDF; empty for a page that cannot be printed."""
    if not can_print(page):
        return ""
    address = page.get_url(context.get("request")) or ""
    return f"{address.rstrip('/')}.pdf"
