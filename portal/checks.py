"""The conventions of our pages and blocks as Django system checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import Warning as Shortcoming
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from portal.blocks import offered
from portal.models import BasePage

DEFAULT_ICON = blocks.Block().meta.icon
STATED = ("parent_page_types", "subpage_types")
"""What a page model says itself, or one of our base classes for it."""


def page_conventions(app_configs: object = None, **kwargs: object) -> list[Shortcoming]:
    """A warning for each page model of ours, or block on it, that breaks a convention."""
    ours = [model for model in get_page_models() if issubclass(model, BasePage)]
    return [found for model in ours for found in (*unstated(model), *poor_blocks(model))]


def unstated(model: type[Page]) -> Iterator[Shortcoming]:
    """Which parents or children the model leaves to Wagtail's defaults; a template it lacks."""
    own = [parent for parent in model.__mro__ if parent not in Page.__mro__]
    for name in STATED:
        if not any(name in vars(parent) for parent in own):
            yield Shortcoming(
                f"{model.__name__} does not state {name}.", obj=model, id="portal.W111"
            )
    try:
        get_template(model.template)
    except TemplateDoesNotExist:
        text = f"{model.__name__} has no template {model.template}."
        yield Shortcoming(text, obj=model, id="portal.W113")


def poor_blocks(model: type[Page]) -> Iterator[Shortcoming]:
    """The blocks editors can put on the page that lack what a block needs."""
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            for path, block in offered(field.stream_block, field.name):
                for lack in lacks(block):
                    yield Shortcoming(f"{path} has no {lack}.", obj=model, id="portal.W112")


def lacks(block: blocks.Block) -> Iterable[str]:
    """What is missing of template, description, icon and preview."""
    meta: Any = block.meta
    if not getattr(meta, "template", None):
        yield "template"
    if not block.get_description():
        yield "description"
    if meta.icon == DEFAULT_ICON:
        yield "icon of its own"
    if not block.is_previewable:
        yield "preview"
