"""What leaves a survey: which answers, in which format, with which labels."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.models import Format


class ExportForm(forms.Form):
    """An export to ask for."""

    format = forms.ChoiceField(label=_("Format"), choices=Format.choices)
    labels = forms.ChoiceField(
        label=_("Answers to choices"),
        required=False,
        help_text=_("SPSS and Stata have both: there it is the language of the labels."),
    )
    all_states = forms.BooleanField(label=_("Also answers that are not approved"), required=False)
    pilot = forms.BooleanField(label=_("The pilot’s answers instead"), required=False)
    changed_since = forms.DateTimeField(
        label=_("Changed since"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Only what was received, edited or reviewed since then."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        languages = [
            (code, _("Labels: %(language)s") % {"language": name})
            for code, name in settings.LANGUAGES
        ]
        self.fields["labels"].choices = [("", _("Codes")), *languages]

    def options(self) -> dict[str, object]:
        """The values as what an export stores."""
        found, since = self.cleaned_data, self.cleaned_data["changed_since"]
        return {
            "all_states": found["all_states"],
            "pilot": found["pilot"],
            "changed_since": since.isoformat() if since else "",
            "labels": found["labels"],
            "language": found["labels"] or get_language() or "en",
        }
