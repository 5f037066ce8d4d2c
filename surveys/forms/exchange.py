"""What leaves a survey and what comes in: formats and labels, files and their columns."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.forms.fields import moment_field
from surveys.forms.uploads import SeveralFilesField
from surveys.models import AnswerImport, Format, Webhook
from surveys.services.outgoing import AddressRefused, checked_address

WEBHOOK_EVENTS = [each for each in Webhook.Event.choices if each[0] != Webhook.Event.TEST]


class ExportForm(forms.Form):
    """An export to ask for."""

    format = forms.ChoiceField(label=_("File format"), choices=Format.choices)
    labels = forms.ChoiceField(
        label=_("Answers to choices"),
        required=False,
        help_text=_("SPSS and Stata have both: there it is the language of the labels."),
    )
    multiple = forms.ChoiceField(
        label=_("Choices among several"),
        required=False,
        choices=[
            ("both", _("Both")),
            ("one", _("Their codes in one column")),
            ("split", _("0 and 1 for each option")),
        ],
    )
    documented = forms.BooleanField(
        label=_("With a codebook and a table of missing values"),
        required=False,
        initial=True,
        help_text=_("The table says which cells were asked and left blank, and which are lost."),
    )
    without_identifiers = forms.BooleanField(
        label=_("Without identifiers"),
        required=False,
        help_text=_(
            "Leaves out free texts, places, media, exact times, names of interviewers and devices, "
            "cases, and what is computed of them; interviews get other keys. Rare combinations of "
            "answers may still tell who somebody is."
        ),
    )
    all_states = forms.BooleanField(label=_("Also answers that are not approved"), required=False)
    pilot = forms.BooleanField(label=_("The pilot’s answers instead"), required=False)
    changed_since = moment_field(
        _("Changed since"), help_text=_("Only what was received, edited or reviewed since then.")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        languages = [
            (code, _("Labels: %(language)s") % {"language": name})
            for code, name in settings.LANGUAGES
        ]
        self.fields["labels"].choices = [("", _("Codes")), *languages]

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if found.get("without_identifiers") and found.get("format") == Format.ATTACHMENTS:
            words = _("Attachments may show who somebody is. Choose a format of answers.")
            self.add_error("without_identifiers", words)
        return found

    def options(self) -> dict[str, object]:
        """The values as what an export stores."""
        found, since = self.cleaned_data, self.cleaned_data["changed_since"]
        return {
            "all_states": found["all_states"],
            "pilot": found["pilot"],
            "changed_since": since.isoformat() if since else "",
            "labels": found["labels"],
            "multiple": found["multiple"] or "both",
            "documented": found["documented"],
            "identifiers": not found["without_identifiers"],
            "language": found["labels"] or get_language() or "en",
        }


class UploadForm(forms.Form):
    """Files with existing answers."""

    files = SeveralFilesField(
        label=_("Files"),
        help_text=_(
            "CSV, Excel (.xlsx), SPSS (.sav), Stata (.dta) or Parquet, fifty megabytes at most, "
            "or an archive (.zip) of such files as ODK Central and this portal write it. Choose the "
            "files of repeats together with that of the interviews; each is known by the name of "
            "its repeat."
        ),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of CSV"),
        required=False,
        choices=[
            ("", _("Find out")),
            ("utf-8", "UTF-8"),
            ("gb18030", "GB 18030"),
            ("cp1252", "Windows-1252"),
            ("utf-16", "UTF-16"),
        ],
    )


class MappingForm(forms.Form):
    """A question for each column that no question was found for, and the column of the key."""

    def __init__(self, upload: AnswerImport, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        given, losses = upload.mapping["map"], upload.losses or {}
        tables = losses.get("tables", [])
        columns = [name for table in tables for name in table["unmapped"]] + list(given)
        questions = [(path, path) for path in losses.get("questions_unfilled", [])]
        questions += [(path, path) for path in given.values() if path not in ("", "-")]
        choices = [("", _("Not imported")), *dict(questions).items()]
        self.columns = list(dict.fromkeys(columns))
        header = [name for table in tables[:1] for name in _header(table)]
        keys = [("", _("Found by its name")), *((name, name) for name in header)]
        known = upload.mapping["key"]
        self.fields["key"] = forms.ChoiceField(
            label=_("Column that names each row"),
            required=False,
            choices=keys if not known or known in header else [*keys, (known, known)],
            initial=known,
        )
        for place, name in enumerate(self.columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=name, required=False, choices=choices, initial=given.get(name, "")
            )

    def map(self) -> dict[str, str]:
        """The question of each column that has one now."""
        found = {
            name: self.cleaned_data[f"column-{place}"] for place, name in enumerate(self.columns)
        }
        return {name: path for name, path in found.items() if path}


def _header(table: dict[str, object]) -> list[str]:
    return [*table["matched"], *table["known"], *table["unmapped"]]  # type: ignore[misc]


class ApiKeyForm(forms.Form):
    """A key for a machine."""

    label = forms.CharField(
        label=_("Name of the key"),
        max_length=120,
        help_text=_("Which machine uses it, such as “dashboard of the institute”."),
    )
    all_states = forms.BooleanField(label=_("Also answers that are not approved"), required=False)


class WebhookForm(forms.Form):
    """An address to tell of changes."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("It begins with https:// and leads to a server on the public internet."),
    )
    events = forms.MultipleChoiceField(
        label=_("Tell when"),
        choices=WEBHOOK_EVENTS,
        widget=forms.CheckboxSelectMultiple,
        initial=[event for event, _words in WEBHOOK_EVENTS],
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        words = {
            "form": _("Found an address of another form; expected one such as https://host/path."),
            "unknown": _("This host name is unknown. Check how it is written."),
            "private": _("This host lies in a private network. Expected one on the internet."),
        }
        try:
            checked_address(url)
        except AddressRefused as refused:
            raise forms.ValidationError(words[str(refused)]) from refused
        return url
