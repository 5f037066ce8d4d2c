"""Translated texts that the page's own form would refuse."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation

TOLD = 5
"""So many texts are quoted in one message; all are marked."""


class Problem(NamedTuple):
    """What is refused, and where: the path of the text as wagtail-localize writes it."""

    path: str
    error: ValidationError
    block: blocks.Block | None = None


def refused_texts(translation: Translation) -> list[StringTranslation]:
    """The texts that the page's form would refuse, each marked with the reason.

    A marked text stays for its translator to correct; until then no page shows it.
    """
    page = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    refused = {}
    for problem in _problems(page):
        for text in _texts_at(problem, translation):
            text.has_error, text.field_error = True, " ".join(problem.error.messages)
            text.save(update_fields=["has_error", "field_error"])
            refused[text.pk] = text
    return list(refused.values())


def told(texts: list[StringTranslation]) -> str:
    """The message about refused texts."""
    quoted = [
        _("“%(text)s” – %(problem)s") % {"text": text.data[:60], "problem": text.field_error}
        for text in texts[:TOLD]
    ]
    return _(
        "Nothing was published, because a page cannot hold these texts: %(texts)s Correct what is "
        "marked below, or publish again to show the source language in its place."
    ) % {"texts": " ".join(quoted)}


def _texts_at(problem: Problem, translation: Translation) -> list[StringTranslation]:
    """The translated texts with the problem; of the parts of a rich text those that are wrong."""
    source = translation.source
    path = Q(context__path=problem.path) | Q(context__path__startswith=f"{problem.path}.")
    texts = StringTranslation.objects.filter(
        path,
        context__object=source.object,
        translation_of__in=StringSegment.objects.filter(source=source).values("string"),
        locale=translation.target_locale,
        has_error=False,
    )
    wrong = [text for text in texts if problem.block and not _accepts(problem.block, text.data)]
    return wrong or list(texts)


def _accepts(block: blocks.Block, text: str) -> bool:
    if not isinstance(block, blocks.FieldBlock):
        return True
    try:
        block.clean(block.normalize(text))
    except ValidationError:
        return False
    return True


def _problems(page: Page) -> Iterator[Problem]:
    """Everything on the page that its form would refuse."""
    yield from _field_problems(page, "")
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = field.value_from_object(page)
            yield from _block_problems(field.stream_block, value, field.name)
        elif isinstance(getattr(field, "remote_field", None), ParentalKey) and issubclass(
            field.related_model, TranslatableMixin
        ):
            for child in getattr(page, field.name).all():
                yield from _field_problems(child, f"{field.name}.{child.translation_key}.")


def _field_problems(instance: Any, prefix: str) -> Iterator[Problem]:
    try:
        instance.clean_fields()
    except ValidationError as refused:
        for name, errors in refused.error_dict.items():
            yield Problem(prefix + name, ValidationError(errors))


def _block_problems(block: blocks.Block, value: Any, path: str) -> Iterator[Problem]:
    try:
        block.clean(value)
    except ValidationError as refused:
        yield from _placed(refused, block, value, path)


def _placed(
    refused: ValidationError, block: blocks.Block, value: Any, path: str
) -> Iterator[Problem]:
    """The errors inside a block's error, each with its place."""
    inner = getattr(refused, "block_errors", {})
    if not inner:
        yield Problem(path, refused, block)
    for key, error in inner.items():
        if isinstance(value, blocks.StructValue):
            child, name = value.bound_blocks[key], key
        else:
            child = getattr(value, "bound_blocks", value)[key]
            name = child.id
        yield from _placed(error, child.block, child.value, f"{path}.{name}")
