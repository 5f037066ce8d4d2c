"""Whom to invite, until when, in which language."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.forms.fields import FilterForm, moment_field
from surveys.models import Mailing
from surveys.queries.invitations import ANSWERED, OPENED, REVOKED, UNOPENED

STATE_WORDS = (
    ("", _("all")),
    (UNOPENED, _("not opened")),
    (OPENED, _("opened, not answered")),
    (ANSWERED, _("answered")),
    (REVOKED, _("revoked")),
)


class InvitationFilter(FilterForm):
    """The invitations that are shown, printed, marked or revoked."""

    case = forms.CharField(label=_("Case"), required=False, max_length=64)
    stratum = forms.ChoiceField(label=_("Stratum"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATE_WORDS)

    def __init__(self, data: object, strata: Iterable[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["stratum"].choices = [("", _("all")), *((each, each) for each in strata)]


class InvitingForm(forms.Form):
    """Invitations to make: for cases without interview, outcome or invitation."""

    stratum = forms.ChoiceField(label=_("Stratum"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("In which the link opens.")
    )
    expires_at = moment_field(
        _("Expires"), help_text=_("Empty: with the survey and its days of grace.")
    )

    def __init__(self, strata: Iterable[str], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["stratum"].choices = [("", _("all")), *((each, each) for each in strata)]

    def clean_expires_at(self) -> object:
        expires = self.cleaned_data["expires_at"]
        if expires and expires <= timezone.now():
            raise forms.ValidationError(_("This moment has passed."))
        return expires


class MailingForm(forms.Form):
    """Letters or e-mails to prepare."""

    FIRST, REMINDER = "first", "reminder"
    channel = forms.ChoiceField(label=_("How"), choices=Mailing.Channel.choices)
    kind = forms.ChoiceField(
        label=_("To whom"),
        choices=[
            (FIRST, _("those who have not got their invitation yet")),
            (REMINDER, _("a reminder to those who got it and have not answered")),
        ],
    )
    rested_days = forms.IntegerField(
        label=_("Last sent at least so many days ago"),
        min_value=0,
        max_value=365,
        initial=7,
        help_text=_("For reminders."),
    )
    stratum = forms.ChoiceField(label=_("Stratum"), required=False)

    def __init__(self, strata: Iterable[str], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["stratum"].choices = [("", _("all")), *((each, each) for each in strata)]

    @property
    def values(self) -> dict[str, object]:
        """The values as the service takes them."""
        found = dict(self.cleaned_data)
        kind = found.pop("kind")
        return {**found, "reminder": kind == self.REMINDER}
