"""Blocks that quote figures with their sources."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

PREVIEWED = 3


class FigureChooserBlock(SnippetChooserBlock):
    """Chooses a figure. All figures of a text, their sources and rivals come in two queries."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        asked = list(values)
        found = self.model_class.objects.with_rivals({value for value in asked if value})
        return [found.get(value) for value in asked]

    class Meta:
        icon = "snippet"


class FigureBlock(blocks.StructBlock):
    """A number or date with its year, scope and source."""

    figure = FigureChooserBlock("briefs.Figure", label=_("Figure"))

    def get_preview_value(self) -> Any:
        model = self.child_blocks["figure"].model_class
        return self.normalize({"figure": model.objects.first()})

    class Meta:
        icon = "pick"
        label = _("Figure")
        template = "briefs/blocks/figure.html"
        description = _("A number with its year and source; rival statements stand beside it")


class FigureTableBlock(blocks.StructBlock):
    """Several figures as a table."""

    caption = blocks.CharBlock(label=_("Title of the table"), max_length=200)
    figures = blocks.ListBlock(FigureChooserBlock("briefs.Figure"), label=_("Figures"), min_num=1)

    def get_preview_value(self) -> Any:
        model = self.child_blocks["figures"].child_block.model_class
        figures = list(model.objects.all()[:PREVIEWED])
        return self.normalize({"caption": _("Figures"), "figures": figures})

    class Meta:
        icon = "table"
        label = _("Table of figures")
        template = "briefs/blocks/figure_table.html"
        description = _("Several numbers, each with its year and source")
