"""Whom to invite, until when, in which language."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.queries.invitations import ANSWERED, OPENED, REVOKED, UNOPENED

STATE_WORDS = (
    ("", _("all")),
    (UNOPENED, _("not opened")),
    (OPENED, _("opened, not answered")),
    (ANSWERED, _("answered")),
    (REVOKED, _("revoked")),
)


class InvitationFilter(forms.Form):
    """The invitations that are shown, printed, marked or revoked."""

    stratum = forms.ChoiceField(label=_("Stratum"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATE_WORDS)

    def __init__(self, data: object, strata: Iterable[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["stratum"].choices = [("", _("all")), *((each, each) for each in strata)]

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class InvitingForm(forms.Form):
    """Invitations to make: for cases without interview, outcome or invitation."""

    stratum = forms.ChoiceField(label=_("Stratum"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("In which the link opens.")
    )
    expires_at = forms.DateTimeField(
        label=_("Expires"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, strata: Iterable[str], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["stratum"].choices = [("", _("all")), *((each, each) for each in strata)]

    def clean_expires_at(self) -> object:
        expires = self.cleaned_data["expires_at"]
        if expires and expires <= timezone.now():
            raise forms.ValidationError(_("This moment has passed."))
        return expires
