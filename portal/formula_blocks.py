"""Blocks that hold formulae."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.rich_text import RichText

from portal.blocks import TEXT_FEATURES, CalloutBlock, HeadingBlock, QuoteBlock, TextBlock
from portal.formulae import FormulaError, check, formula_problems


def check_formula(latex: str) -> None:
    """Raise `ValidationError` for a formula that would be shown wrongly."""
    try:
        check(latex)
    except FormulaError as error:
        raise ValidationError(str(error)) from error


def check_formulae_in(text: str) -> None:
    """Raise `ValidationError` with every `$…$` of a text that would be shown wrongly."""
    problems = formula_problems(text)
    if problems:
        raise ValidationError(problems)


class PlainWithFormulae(blocks.FieldBlock):
    """Text without markup that may hold formulae."""

    class Meta:
        template = "blocks/formula_line.html"

    def clean(self, value: str) -> str:
        cleaned: str = super().clean(value)
        check_formulae_in(cleaned)
        return cleaned


class FormulaCharBlock(PlainWithFormulae, blocks.CharBlock):
    """A line of text that may hold formulae."""


class FormulaLinesBlock(PlainWithFormulae, blocks.TextBlock):
    """A text of several lines that may hold formulae."""


class LatexBlock(blocks.FieldBlock):
    """The LaTeX of one formula. It is the same in every language, so it is not translated."""

    def __init__(self, required: bool = True, help_text: Any = None, **options: Any) -> None:
        self.field = forms.CharField(
            required=required,
            help_text=help_text,
            widget=AdminAutoHeightTextInput(attrs={"rows": 3}),
        )
        super().__init__(**options)

    class Meta:
        default = ""
        icon = "superscript"

    def clean(self, value: str) -> str:
        cleaned: str = super().clean(value)
        if cleaned:  # a draft may lack it
            check_formula(cleaned)
        return cleaned


class FormulaBlock(blocks.StructBlock):
    """A formula in a line of its own."""

    latex = LatexBlock(
        label=_("Formula"),
        help_text=_(
            "LaTeX without dollar signs, such as \\frac{1-v^{n}}{d}. The actuarial angle is "
            "\\angl{n}, survival {}_{t}p_{x}, several lines \\begin{align} … \\end{align}."
        ),
    )
    alt = blocks.CharBlock(
        label=_("Read aloud"),
        max_length=500,
        help_text=_("The formula in words, for people who listen to the page or the PDF."),
    )
    caption = FormulaCharBlock(
        label=_("Caption"),
        max_length=300,
        required=False,
        help_text=_("What the formula says, or what its letters stand for."),
    )
    number = blocks.CharBlock(
        label=_("Number"),
        max_length=10,
        required=False,
        help_text=_("How the text refers to the formula, such as 1.2."),
    )

    class Meta:
        icon = "superscript"
        label = _("Formula")
        template = "blocks/formula.html"
        description = _("A formula in a line of its own, drawn alike on the page and on paper")
        preview_value = {
            "latex": r"\ddot{a}_{\angl{n}} = \frac{1-v^{n}}{d}",
            "alt": _("a due, angle n, equals one minus v to the n, over d"),
            "caption": _("Present value of n payments of one, each at the start of a year."),
            "number": "1",
        }


class FormulaTextBlock(TextBlock):
    """Running text that may hold formulae."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/formula_text.html"
        description = _("Paragraphs, lists, links and formulae written between dollar signs")
        preview_value = _("Discounting with $v=\\frac{1}{1+i}$ gives the value of today.")

    def clean(self, value: RichText) -> RichText:
        cleaned = super().clean(value)
        check_formulae_in(SafeString(cleaned.source))
        return cleaned


class FormulaHeadingBlock(HeadingBlock):
    """A heading that may hold formulae."""

    text = FormulaCharBlock(label=_("Text"), max_length=200)


class FormulaQuoteBlock(QuoteBlock):
    """A quotation that may hold formulae."""

    text = FormulaLinesBlock(label=_("Words"))
    source = FormulaCharBlock(label=_("Source"), max_length=200, required=False)


class FormulaCalloutBlock(CalloutBlock):
    """A remark that may hold formulae."""

    title = FormulaCharBlock(label=_("Title"), max_length=120)
    text = FormulaTextBlock(label=_("Text"), features=TEXT_FEATURES)
