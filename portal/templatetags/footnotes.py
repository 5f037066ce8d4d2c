"""Footnotes in templates."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal.footnotes import REFERENCE, note_texts, with_footnotes

register = template.Library()


class FootnotesNode(template.Node):
    """The text between the tags with numbered references, and the notes below it."""

    def __init__(self, page: FilterExpression, nodelist: NodeList) -> None:
        self.page, self.nodelist = page, nodelist

    def render(self, context: template.Context) -> SafeString:
        html = self.nodelist.render(context)
        if not REFERENCE.search(html):
            return html
        text, notes = with_footnotes(html, note_texts(self.page.resolve(context)))
        listed = render_to_string("components/footnotes.html", {"notes": notes})
        return mark_safe(text + listed)  # noqa: S308 - templates have escaped both


@register.tag
def footnotes(parser: Parser, token: Token) -> FootnotesNode:
    """`{% footnotes page %}…{% endfootnotes %}` around a page's text on the web."""
    page = parser.compile_filter(token.split_contents()[1])
    nodelist = parser.parse(("endfootnotes",))
    parser.delete_first_token()
    return FootnotesNode(page, nodelist)
