"""Forms of pictures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageSequence
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class SoundImageField(WagtailImageField):
    """Accepts a picture only when all of it can be decoded."""

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
            if file is not None:
                _decode(file)
        except Image.DecompressionBombError as error:
            raise forms.ValidationError(
                _("This picture has too many pixels. Make it smaller: %(most)d million at most."),
                params={"most": self.max_image_pixels // 10**6},
            ) from error
        except (OSError, SyntaxError, ValueError, IndexError, RuntimeError) as error:
            raise forms.ValidationError(
                _("This file is damaged or is not a picture. Choose another one.")
            ) from error
        return file


def _decode(file: Any) -> None:
    """Look at every frame; Pillow raises many kinds of errors for what is damaged."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the print shop's library allows them when imported
    with Image.open(file) as picture:
        for frame in ImageSequence.Iterator(picture):
            frame.load()
    file.seek(0)


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
