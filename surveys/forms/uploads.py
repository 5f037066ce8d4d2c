"""Uploaded files, as large as the portal takes them: a table, or several files at once."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST_TABLE = 20 * 1024 * 1024
LARGEST_TOGETHER = 50 * 1024 * 1024


class TableField(forms.FileField):
    """A file with a table."""

    def clean(self, data: object, initial: object = None) -> UploadedFile | None:
        table = super().clean(data, initial)
        if table and table.size > LARGEST_TABLE:
            raise forms.ValidationError(_("The file is larger than twenty megabytes."))
        return table


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Files that were chosen together, each checked alone."""

    widget = _SeveralFiles
    default_error_messages = {"too_large": _("The files are larger than fifty megabytes together.")}

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        chosen = data if isinstance(data, list | tuple) else [data]
        files = [super(SeveralFilesField, self).clean(each, initial) for each in chosen if each]
        if not files and self.required:
            super().clean(None, initial)
        if sum(file.size for file in files) > LARGEST_TOGETHER:
            raise forms.ValidationError(self.error_messages["too_large"])
        return files
