"""A questionnaire to import."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.errors import Problem
from surveys.problems import sentence

LARGEST_WORKBOOK = 5 * 1024 * 1024


class InstrumentForm(forms.Form):
    """A workbook to import."""

    workbook = forms.FileField(
        label=_("XLSForm workbook"), help_text=_("An .xlsx file of at most five megabytes.")
    )
    publish = forms.BooleanField(
        label=_("Publish at once"),
        required=False,
        help_text=_("A published version takes submissions and never changes again."),
    )

    def clean_workbook(self) -> object:
        workbook = self.cleaned_data["workbook"]
        if workbook.size > LARGEST_WORKBOOK:
            raise forms.ValidationError(_("The file is larger than five megabytes."))
        return workbook

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show every problem with its place, what was found, and what to do."""
        for problem in problems:
            self.add_error("workbook", sentence(problem))
