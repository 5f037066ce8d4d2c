"""Fields that several forms have."""

from __future__ import annotations

from django import forms

MINUTES = "%Y-%m-%dT%H:%M"


def moment_field(
    label: object, *, required: bool = False, help_text: object = ""
) -> forms.DateTimeField:
    """A day and a time, by the clock of whoever fills it in."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES)
    return forms.DateTimeField(label=label, required=required, widget=widget, help_text=help_text)
