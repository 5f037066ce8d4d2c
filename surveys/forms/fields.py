"""Fields that several forms have, and what filters of a list have in common."""

from __future__ import annotations

from django import forms

MINUTES = "%Y-%m-%dT%H:%M"


class FilterForm(forms.Form):
    """What a list shows, as its address says."""

    @property
    def wanted(self) -> dict[str, str]:
        """The filters as they are set; a value that is not offered is none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def moment_field(
    label: object, *, required: bool = False, help_text: object = ""
) -> forms.DateTimeField:
    """A day and a time, by the clock of whoever fills it in."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES)
    return forms.DateTimeField(label=label, required=required, widget=widget, help_text=help_text)
