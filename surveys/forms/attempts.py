"""What an interviewer notes after trying to reach somebody."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.collection.outcomes import DISPOSITIONS
from surveys.forms.fields import moment_field
from surveys.models import ContactAttempt
from surveys.templatetags.vocabulary import OUTCOMES

LONGEST_NOTE = 2000
CLOCKS_DIFFER = timedelta(minutes=10)
WITH_INTERVIEW = ("I", "P")


def without_interview() -> list[tuple[str, object]]:
    """The dispositions that a person gives to a case; those with an interview follow from it."""
    return [
        (code, OUTCOMES[code])
        for code, known in DISPOSITIONS.items()
        if known.category not in WITH_INTERVIEW
    ]


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nothing about health or family: others of the team read it."),
    )


class AttemptForm(forms.Form):
    """One attempt, the next appointment, and how the case stands after it."""

    at = moment_field(_("When"), required=True)
    mode = forms.ChoiceField(label=_("How"), choices=ContactAttempt.Mode.choices)
    result = forms.ChoiceField(label=_("Result"), choices=ContactAttempt.Result.choices)
    next_at = moment_field(_("Next appointment"))
    note = _note()
    disposition = forms.ChoiceField(
        label=_("Final outcome"),
        required=False,
        help_text=_("Only when no further attempt will be made."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["disposition"].choices = [("", _("the case stays open")), *without_interview()]

    def clean_at(self) -> object:
        at = self.cleaned_data["at"]
        if at > timezone.now() + CLOCKS_DIFFER:
            raise forms.ValidationError(_("This moment is still to come."))
        return at

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        at, next_at = found.get("at"), found.get("next_at")
        if at and next_at and next_at <= at:
            self.add_error("next_at", _("The appointment lies before the attempt."))
        promised = found.get("result") == ContactAttempt.Result.APPOINTMENT
        if promised and not next_at and "next_at" not in self.errors:
            self.add_error("next_at", _("Say when the appointment is."))
        return found


class PauseForm(forms.Form):
    """Why an interview does not go on now, and when it does."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Please choose")), *ContactAttempt.Reason.choices]
    )
    mode = forms.ChoiceField(label=_("How"), choices=ContactAttempt.Mode.choices)
    next_at = moment_field(_("Next appointment"))
    note = _note()

    def clean_next_at(self) -> object:
        next_at = self.cleaned_data["next_at"]
        if next_at and next_at <= timezone.now():
            raise forms.ValidationError(_("The appointment lies in the past."))
        return next_at

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if found.get("reason") == ContactAttempt.Reason.OTHER and not found.get("note"):
            self.add_error("note", _("Say in a few words what it was."))
        return found
