"""Documents with sections: on paper, and on long pages of the web."""

from collections.abc import Iterable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
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
        context[self.name] = paper.arranged(html, numbered=not context.get("own_numbers"))
        return ""


@register.tag
def arranged(parser: Parser, token: Token) -> ArrangedNode:
    """`{% arranged pages as name %}…{% endarranged %}`; the pages are those that hold the notes."""
    _tag, pages, _as, name = token.split_contents()
    nodelist = parser.parse(("endarranged",))
    parser.delete_first_token()
    return ArrangedNode(parser.compile_filter(pages), name, nodelist)


class OnThisPageNode(template.Node):
    """The text between the tags, below a list of its sections where it is long and has no other."""

    def __init__(self, other: FilterExpression, nodelist: NodeList) -> None:
        self.other, self.nodelist = other, nodelist

    def render(self, context: template.Context) -> str:
        text = paper.sectioned(self.nodelist.render(context))
        if self.other.resolve(context) or not text.has_contents:
            return text.html
        listed = render_to_string("components/on_this_page.html", {"sections": text.sections})
        return mark_safe(listed + text.html)  # noqa: S308 - rendered by our templates


@register.tag
def onthispage(parser: Parser, token: Token) -> OnThisPageNode:
    """`{% onthispage unless list %}…{% endonthispage %}`; `list` is one that the page has already."""
    _tag, _unless, other = token.split_contents()
    nodelist = parser.parse(("endonthispage",))
    parser.delete_first_token()
    return OnThisPageNode(parser.compile_filter(other), nodelist)
