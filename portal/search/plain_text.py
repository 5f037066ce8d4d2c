"""A page's own words as plain text, of which the results show a piece.

Blocks are read as they are stored, without loading what they refer to, so that a list of results
costs no query per result.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from portal.footnotes import without_references
from portal.formulae.text import in_plain_letters


@dataclass(frozen=True)
class Passage:
    """A part of a page with an address of its own, such as one of many questions."""

    title: str
    text: str
    anchor: str


def page_text(page: Page) -> str:
    """The texts of the page's searchable fields without its title, joined by line ends."""
    texts = (text for field in _fields(page) for text in _field_texts(page, field))
    return in_plain_letters("\n".join(text for text in texts if text))


def passages(page: Page) -> Iterator[Passage]:
    """The blocks of the page that hold an `anchor`; their first text is their title.

    Such a block says with what the address begins (`anchor_prefix`).
    """
    for field in _fields(page):
        if not isinstance(field, StreamField):
            continue
        for item in getattr(page, field.name).raw_data:
            block = field.stream_block.child_blocks.get(item["type"])
            if "anchor" in getattr(block, "child_blocks", ()):
                title, *texts = block_texts(block, item["value"])
                anchor = f"{block.anchor_prefix}{item['value']['anchor']}"
                yield Passage(title, "\n".join([title, *texts]), anchor)


def _fields(page: Page) -> Iterator[models.Field]:
    """The searchable fields that the page's own table holds, without its title."""
    for searched in page.get_searchable_search_fields():
        try:
            field = page._meta.get_field(searched.field_name)
        except FieldDoesNotExist:
            continue
        if field.name != "title":
            yield field


def _field_texts(page: Page, field: models.Field) -> Iterator[str]:
    value = getattr(page, field.name)
    if isinstance(field, StreamField):
        yield from block_texts(field.stream_block, list(value.raw_data))
    elif isinstance(field, RichTextField):
        yield get_text_for_indexing(without_references(value))
    elif isinstance(field, models.CharField | models.TextField):
        yield value or ""


def block_texts(block: blocks.Block, stored: Any) -> Iterator[str]:
    """The texts of a block as the database holds it."""
    if isinstance(block, blocks.RichTextBlock):
        yield get_text_for_indexing(without_references(stored or ""))
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield stored or ""
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from block_texts(child, (stored or {}).get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in stored or []:
            yield from block_texts(block.child_block, item["value"])
    elif isinstance(block, blocks.StreamBlock):
        for item in stored or []:
            child = block.child_blocks.get(item["type"])
            if child is not None:
                yield from block_texts(child, item["value"])
