"""What the page of the translation editor needs."""

import json

from django import template
from wagtail_localize.models import Translation

from portal.translation_texts import for_editor

register = template.Library()


@register.filter
def as_read(props: str, translation: Translation) -> str:
    """The editor's data, its plain texts as people read them."""
    return json.dumps(for_editor(json.loads(props), translation.source))
