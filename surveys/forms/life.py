"""When a survey takes answers, from whom, and what people are told first."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal import time_zones
from portal.models import User
from surveys.forms.fields import moment_field
from surveys.models import Member, Survey

LONGEST_CONSENT = 10_000


class DatesForm(forms.Form):
    """Dates of the survey in the person's time zone, and the open link."""

    opens_at = moment_field(_("Opens"))
    closes_at = moment_field(_("Closes"))
    grace_days = forms.IntegerField(
        label=_("Days of grace"),
        required=False,
        min_value=0,
        max_value=60,
        initial=0,
        help_text=_(
            "So many days after it closes personal links still lead to the survey, as letters take "
            "their time. What comes in then is marked as late."
        ),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=time_zones.choices,
        help_text=_(
            "Of the places where people are interviewed. It tells which hours are at night."
        ),
    )
    open_link = forms.BooleanField(
        label=_("Anybody who has the address may answer"), required=False
    )
    contact = forms.CharField(
        label=_("Contact for questions"),
        required=False,
        max_length=200,
        help_text=_(
            "Who is asked finds it on every page: an e-mail address, a telephone number, hours. "
            "Empty: the address of the portal."
        ),
    )

    @classmethod
    def of(cls, survey: Survey) -> DatesForm:
        """The form with what the survey has."""
        return cls(initial={name: getattr(survey, name) for name in cls.base_fields})

    def clean_grace_days(self) -> int:
        return self.cleaned_data["grace_days"] or 0

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        opens, closes = found.get("opens_at"), found.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("The survey closes before it opens."))
        return found


class ConsentForm(forms.Form):
    """What people are told before they take part, in each language of the site."""

    def __init__(self, *args: object, texts: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for code, name in settings.LANGUAGES:
            self.fields[code] = forms.CharField(
                label=name,
                required=False,
                max_length=LONGEST_CONSENT,
                initial=texts.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 6, "lang": code}),
            )

    @property
    def texts(self) -> dict[str, str]:
        """The texts by language, without the empty ones."""
        return {code: text for code, text in self.cleaned_data.items() if text}

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if not any(found.values()):
            raise forms.ValidationError(_("Write the text in one language at least."))
        return found


class MemberForm(forms.Form):
    """A person to take onto the team."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Of a person who has an account here.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices)

    def clean_email(self) -> User:
        email = self.cleaned_data["email"]
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody has an account with this address. Ask an administrator to invite them.")
            )
        return user
