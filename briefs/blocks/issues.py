"""Blocks of fact sheets and monitor issues."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from portal.blocks import TEXT_FEATURES
from portal.validators import HISTORY


class FaqBlock(blocks.StructBlock):
    """A question, its answer and the address of both."""

    anchor_prefix = "q-"  # apart from the names that the page itself gives to its parts

    question = blocks.CharBlock(label=_("Question"), max_length=300)
    answer = blocks.RichTextBlock(label=_("Answer"), features=TEXT_FEATURES)
    anchor = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9-]*$",
        label=_("Short name in the address"),
        max_length=60,
        error_messages={
            "invalid": _("Use small letters, digits and hyphens, such as informal-sector.")
        },
        help_text=_("Links to the question end with it; the same in all languages."),
    )

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "briefs/blocks/faq.html"
        description = _("A frequently asked question that can be linked to")
        preview_value = {
            "question": _("Who is covered?"),
            "answer": _("Everybody who works, with or without a contract."),
            "anchor": "who-is-covered",
        }


class MonitorEntryBlock(blocks.StructBlock):
    """A change of policy as a monitor issue reports it."""

    date = blocks.DateBlock(label=_("Date"))
    precision = blocks.ChoiceBlock(
        label=_("The date is known"),
        choices=[
            ("day", _("to the day")),
            ("month", _("to the month")),
            ("year", _("to the year")),
        ],
        default="day",
    )
    country = SnippetChooserBlock(
        "portal.Country",
        label=_("Country"),
        required=False,
        help_text=_("Leave it empty where the change concerns no single country."),
    )
    topic = SnippetChooserBlock("portal.Topic", label=_("Topic"), required=False)
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    source = SnippetChooserBlock("briefs.Source", label=_("Source"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            for validate in HISTORY:
                validate(cleaned["date"])
        except ValidationError as refused:
            raise StructBlockValidationError(block_errors={"date": refused}) from refused
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Entries are subsections where a heading opens the issue, else sections."""
        context = super().get_context(value, parent_context=parent_context)
        body = getattr(context.get("page"), "body", ())
        kinds = (block.block_type for block in body)
        first = next((kind for kind in kinds if kind in {"heading", "monitor_entry"}), "")
        context["level"] = 3 if first == "heading" else 2
        return context

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "date": date(2020, 11, 10),
                "precision": "day",
                "country": self.child_blocks["country"].model_class.objects.first(),
                "topic": self.child_blocks["topic"].model_class.objects.first(),
                "title": _("A dialogue on social protection"),
                "text": _("Officials and social partners compare what they have learnt."),
                "source": self.child_blocks["source"].model_class.objects.first(),
            }
        )

    class Meta:
        icon = "calendar-alt"
        label = _("Monitor entry")
        template = "briefs/blocks/monitor_entry.html"
        description = _("A change of policy with its date and source")
