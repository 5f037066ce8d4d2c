"""A survey to begin, a questionnaire to import, and the files it names."""

from collections.abc import Iterable

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from surveys.errors import Problem
from surveys.forms.uploads import SeveralFilesField
from surveys.models import Survey

LARGEST_WORKBOOK = 5 * 1024 * 1024


class SurveyForm(forms.Form):
    """A survey to begin: its short name and its titles."""

    slug = forms.SlugField(
        label=_("Short name"),
        max_length=80,
        help_text=_("Letters, digits and hyphens. It stands in addresses and never changes."),
        error_messages={
            "invalid": _("Write letters a to z, digits and hyphens alone, such as coverage-2026.")
        },
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if Survey.objects.filter(slug__iexact=slug).exists():
            raise forms.ValidationError(_("There is a survey of this name. Choose another."))
        return slug

    @property
    def titles(self) -> dict[str, str]:
        """The titles by language."""
        return {"en": self.cleaned_data["title_en"], "zh-hans": self.cleaned_data["title_zh"]}


class FilesForm(forms.Form):
    """Lists, pictures and sounds that a questionnaire names."""

    files = SeveralFilesField(
        label=_("Files it names"),
        help_text=_("CSV lists, pictures and sounds, under the names that the questionnaire uses."),
        error_messages={"too_large": _("The files are larger than fifty megabytes.")},
    )

    def contents(self) -> dict[str, bytes]:
        """The files' bytes by name."""
        return {file.name: file.read() for file in self.cleaned_data["files"]}


class InstrumentForm(FilesForm):
    """A questionnaire to import, with its files."""

    workbook = forms.FileField(
        label=_("Questionnaire"),
        help_text=_(
            "An XLSForm (.xlsx, .xls, .csv or .md) or a ready XForm (.xml) of at most five megabytes."
        ),
    )
    publish = forms.BooleanField(
        label=_("Publish at once"),
        required=False,
        help_text=_("A published version takes submissions and never changes again."),
    )
    field_order = ("workbook", "files", "publish")

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["files"].required = False

    def clean_workbook(self) -> UploadedFile:
        workbook = self.cleaned_data["workbook"]
        if workbook.size > LARGEST_WORKBOOK:
            raise forms.ValidationError(_("The file is larger than five megabytes."))
        return workbook

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Say that the questionnaire is refused; its problems stand above the form."""
        count = len(list(problems))
        text = ngettext("Not stored: %(count)s problem.", "Not stored: %(count)s problems.", count)
        self.add_error("workbook", text % {"count": count})
