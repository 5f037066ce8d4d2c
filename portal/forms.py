"""Forms of pictures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class SoundImageField(WagtailImageField):
    """Accepts a picture only when all of it can be decoded."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise forms.ValidationError(
                _("This file is damaged or is not a picture. Choose another one.")
            ) from error


class SoundImageForm(BaseImageForm):
    """The form of a picture, which answers a broken file with a sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = SoundImageField(
                label=field.label,
                help_text=field.help_text,
                required=field.required,
                widget=field.widget,
            )
