"""Forms of the portal."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError
from wagtail.images.forms import BaseImageForm


class EmailLoginForm(AuthenticationForm):
    """Log-in by e-mail address and password; the answer never tells which of the two is wrong."""

    username = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": _("The e-mail address and the password do not belong together."),
        "inactive": _("The e-mail address and the password do not belong together."),
    }


class SoundImageForm(BaseImageForm):
    """Accepts a picture only when all of it can be decoded."""

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if not uploaded or "file" not in self.changed_data:
            return uploaded
        try:
            uploaded.seek(0)
            with Image.open(uploaded) as picture:
                picture.load()
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise forms.ValidationError(
                _("This file is damaged or is not a picture. Choose another one.")
            ) from error
        finally:
            uploaded.seek(0)
        return uploaded
