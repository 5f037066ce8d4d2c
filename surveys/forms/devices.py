"""A new key for a device."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import User
from surveys.models import CollectorKey, Survey
from surveys.queries import field_team


class DeviceForm(forms.Form):
    """What a key is called, and who of the team carries the device."""

    label = forms.CharField(
        label=_("Name"),
        max_length=CollectorKey._meta.get_field("label").max_length,
        help_text=_("By which you will know it again, such as the number on the tablet."),
    )
    interviewer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Interviewer"),
        required=False,
        empty_label=_("nobody in particular"),
        help_text=_("Interviews that the device sends are this person’s."),
    )

    def __init__(self, *arguments: Any, survey: Survey, **options: Any) -> None:
        super().__init__(*arguments, **options)
        team = User.objects.filter(survey_memberships__in=field_team(survey)).order_by("email")
        self.fields["interviewer"].queryset = team
