"""The blocks of which editors make a story."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.picture_blocks import PictureBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "superscript", "subscript", "footnotes"]


class LevelBlock(blocks.ChoiceBlock):
    """How deep a heading stands below the page's title."""

    choices = [("2", _("Section")), ("3", _("Subsection"))]


class HeadingBlock(blocks.StructBlock):
    """A heading below the page's title."""

    text = blocks.CharBlock(label=_("Text"), max_length=200)
    level = LevelBlock(label=_("Level"), default="2")

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        description = _("A heading of a section or subsection")
        preview_value = {"text": _("What we do"), "level": "2"}


class TextBlock(blocks.RichTextBlock):
    """Running text with lists and links."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        description = _("Paragraphs, lists and links")
        preview_value = _("Social protection is a human right.")

    def to_python(self, value: Any) -> Any:
        """The text of a stream; that of a preview is in the reader's language from now on."""
        return super().to_python(value and str(value))


class QuoteBlock(blocks.StructBlock):
    """Somebody's words and where they stand."""

    text = blocks.TextBlock(label=_("Words"))
    source = blocks.CharBlock(label=_("Source"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"
        description = _("Words of others, with their source")
        preview_value = {"text": _("Nobody is left behind."), "source": _("A respondent")}


class CalloutBlock(blocks.StructBlock):
    """A remark set apart from the running text."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "help"
        label = _("Callout")
        template = "blocks/callout.html"
        description = _("A remark set apart from the text")
        preview_value = {"title": _("Good to know"), "text": _("Every answer counts.")}


class StoryBlock(blocks.StreamBlock):
    """A story: headings, text, pictures, quotations and callouts in any order."""

    heading = HeadingBlock()
    text = TextBlock(features=TEXT_FEATURES)
    picture = PictureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()


def offered(block: blocks.Block, path: str) -> Iterator[tuple[str, blocks.Block]]:
    """All blocks that an editor can choose, those inside other blocks included."""
    if isinstance(block, blocks.ListBlock):
        yield from offered(block.child_block, path)
    for name, child in getattr(block, "child_blocks", {}).items():
        if isinstance(block, blocks.StreamBlock):
            yield f"{path}.{name}", child
        yield from offered(child, f"{path}.{name}")
