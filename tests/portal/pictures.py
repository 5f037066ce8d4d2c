"""Pictures for tests."""

import io

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images import get_image_model


def picture(kind="PNG", size=(64, 64), **options):
    """The bytes of a picture of noise, which no format makes small."""
    file = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def make_image(size=(1600, 900), **fields):
    """A stored picture."""
    content = ContentFile(picture("JPEG", size), name="office.jpg")
    fields = {"title": "Office", "description": "A counter", **fields}
    return get_image_model().objects.create(file=content, **fields)


def picture_block(image, alt="A counter", *, decorative=False, caption="", credit=""):
    """The block of a story that shows the picture."""
    chosen = {"image": image, "alt_text": alt, "decorative": decorative}
    return ("picture", {"image": chosen, "caption": caption, "credit": credit})
