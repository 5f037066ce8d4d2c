"""Forms of cohorts and releases."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReleaseForm(forms.Form):
    """What is new in a release."""

    notes = forms.CharField(
        label=_("What is new"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For trainers who choose a version for their cohort."),
    )


class EnrolForm(forms.Form):
    """Whom to bring into a cohort."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The address with which the person logs in."),
    )
