"""A picture is accepted only when all of it can be decoded."""

import io
from zlib import crc32

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db


def picture(kind="PNG", **options):
    file = io.BytesIO()
    Image.effect_noise((64, 64), 60).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def share(percent, content):
    """The first part of a file."""
    return content[: len(content) * percent // 100]


def huge():
    """The header of a picture with more pixels than memory holds."""
    size = (60_000).to_bytes(4, "big")
    head = b"IHDR" + size * 2 + b"\x08\x02\x00\x00\x00"
    chunk = (13).to_bytes(4, "big") + head + crc32(head).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk + picture()[33:]


MOVING = {"save_all": True, "append_images": [Image.effect_noise((64, 64), 80)]}
AVIF = picture("AVIF")
DAMAGED_AVIF = AVIF[: AVIF.index(b"mdat") + 4] + bytes(len(AVIF) - AVIF.index(b"mdat") - 4)


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("sound.png", picture(), True),
        ("sound.jpg", picture("JPEG"), True),
        ("still.gif", picture("GIF"), True),
        ("moving.gif", picture("GIF", **MOVING), True),
        ("sound.avif", AVIF, True),
        ("half.png", picture()[:1500], False),
        *((f"{part}.gif", share(part, picture("GIF")), False) for part in (50, 75, 99)),
        *((f"{part}.gif", share(part, picture("GIF", **MOVING)), False) for part in (50, 75, 99)),
        ("damaged.avif", DAMAGED_AVIF, False),
        ("huge.png", huge(), False),
        ("words.png", b"these are no pixels", False),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", False),
    ],
)
def test_what_is_accepted(client, site, person, name, content, accepted, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(person("editor"))
    answer = client.post(
        reverse("wagtailimages:add"),
        {"title": "A picture", "file": SimpleUploadedFile(name, content)},
    )
    assert answer.status_code == (302 if accepted else 200)
    assert get_image_model().objects.count() == accepted


def test_a_picture_with_too_many_pixels_is_told_so(client, site, person):
    client.force_login(person("editor"))
    file = SimpleUploadedFile("huge.png", huge())
    answer = client.post(reverse("wagtailimages:add"), {"title": "Huge", "file": file})
    assert "too many pixels. Make it smaller: 40 million at most." in answer.content.decode()
