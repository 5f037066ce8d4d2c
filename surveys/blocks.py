"""The block by which any page quotes a number of a survey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.words import in_language
from surveys import public, queries
from surveys.models import Release
from surveys.templatetags.wording import enumerated, mid_sentence


class StoredChoiceBlock(blocks.ChoiceBlock):
    """A choice among what the database holds, which is read for the editor's form only."""

    def normalize_choice(self, value: Any) -> Any:
        """The value as it is: it is text already, as all choices are."""
        return value

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Migrations keep it as text, so that history reads no later table."""
        options = {**self._constructor_kwargs}
        options.pop("choices")
        return "wagtail.blocks.CharBlock", [], options


class FindingChoiceBlock(StoredChoiceBlock):
    """A finding of a public release; the page counts as using that release."""

    def extract_references(self, value: str) -> Iterator[tuple[type[Release], str, str, str]]:
        release = queries.release_named((value or "").partition(public.SEPARATOR)[0])
        if release is not None:
            yield Release, str(release.pk), "", ""


class FindingBlock(blocks.StructBlock):
    """A number that a survey found, pinned to the release that published it."""

    sentence = blocks.TextBlock(
        label=_("Sentence above the number"),
        required=False,
        max_length=300,
        help_text=_("What the number means for your reader. It may stay empty."),
    )
    finding = FindingChoiceBlock(
        label=_("Finding"),
        choices=public.finding_choices,
        search_index=False,
        help_text=_("The number stays as this release published it, whatever comes later."),
    )
    display = blocks.ChoiceBlock(
        label=_("Shown as"),
        choices=[("number", _("a number")), ("chart", _("a chart by groups"))],
        default="number",
        search_index=False,
    )
    by = StoredChoiceBlock(
        label=_("Groups of the chart"),
        choices=public.variable_choices,
        required=False,
        search_index=False,
        help_text=_("Only for a chart."),
    )

    class Meta:
        icon = "form"
        label = _("Finding of a survey")
        template = "surveys/blocks/finding.html"
        description = _("An estimate with its interval, its release and a link to its method")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation and not cleaned["finding"]:
            return cleaned
        found = public.PublicReleases().finding(cleaned["finding"])
        errors = {}
        if found is None:
            errors["finding"] = ValidationError(
                _("This finding is not public any more. Choose another one.")
            )
        elif cleaned["display"] == "chart" and cleaned["by"] not in found.quotable.breakdowns:
            errors["by"] = ValidationError(_groups_wanted(found))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_preview_value(self) -> Any:
        """The first finding that can be quoted; empty while no survey has published any."""
        options = (option for _title, group in public.finding_choices() for option in group)
        reference, _label = next(options, ("", ""))
        return self.normalize({"finding": reference, "display": "number"})


def _groups_wanted(found: public.Finding) -> str:
    labels = found.quotable.variables.values()
    if not labels:
        return gettext("This finding has no groups. Show it as a number.")
    groups = enumerated(mid_sentence(in_language(each)) for each in labels)
    return gettext("Choose the groups of the chart. This finding has: %(groups)s.") % {
        "groups": groups
    }
