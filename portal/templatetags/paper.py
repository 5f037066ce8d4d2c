"""Documents on paper."""

from collections.abc import Iterable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from wagtail.models import Page

from portal import paper
from portal.footnotes import note_texts, with_footnotes

register = template.Library()
register.filter(paper.one_level_down)


class ArrangedNode(template.Node):
    """The text between the tags as a document, kept under a name of the context."""

    def __init__(self, pages: FilterExpression, name: str, nodelist: NodeList) -> None:
        self.pages, self.name, self.nodelist = pages, name, nodelist

    def render(self, context: template.Context) -> str:
        pages: Iterable[Page] = self.pages.resolve(context)
        texts = {key: text for page in pages for key, text in note_texts(page).items()}
        html, _notes = with_footnotes(self.nodelist.render(context), texts, printing=True)
        context[self.name] = paper.arranged(html)
        return ""


@register.tag
def arranged(parser: Parser, token: Token) -> ArrangedNode:
    """`{% arranged pages as name %}…{% endarranged %}`; the pages are those that hold the notes."""
    _tag, pages, _as, name = token.split_contents()
    nodelist = parser.parse(("endarranged",))
    parser.delete_first_token()
    return ArrangedNode(parser.compile_filter(pages), name, nodelist)
