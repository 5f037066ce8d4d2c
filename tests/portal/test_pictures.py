"""A picture is accepted only when all of it can be decoded."""

import io
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, PngImagePlugin
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db


def picture(kind="PNG", **options):
    file = io.BytesIO()
    Image.effect_noise((64, 64), 60).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def animation():
    """Two frames that blink."""
    file = io.BytesIO()
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("white", "black")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    return file.getvalue()


def bomb(width=30_000, height=30_000):
    """A picture of some kilobytes that would fill gigabytes of memory."""

    def chunk(kind, content):
        crc = zlib.crc32(kind + content)
        return len(content).to_bytes(4, "big") + kind + content + crc.to_bytes(4, "big")

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    head = chunk(b"IHDR", size + bytes([1, 0, 0, 0, 0]))
    rows = chunk(b"IDAT", zlib.compress(bytes((width // 8 + 1) * 64)))
    return PngImagePlugin._MAGIC + head + rows + chunk(b"IEND", b"")


def share(percent, content):
    """The first part of a file."""
    return content[: len(content) * percent // 100]


MOVING = {"save_all": True, "append_images": [Image.effect_noise((64, 64), 80)]}
AVIF = picture("AVIF")
DAMAGED_AVIF = AVIF[: AVIF.index(b"mdat") + 4] + bytes(len(AVIF) - AVIF.index(b"mdat") - 4)


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("sound.png", picture(), True),
        ("sound.jpg", picture("JPEG"), True),
        ("sound.webp", picture("WEBP"), True),
        ("sound.avif", picture("AVIF"), True),
        ("blinking.gif", animation(), True),
        ("half.png", picture()[:1500], False),
        ("half.jpg", picture("JPEG")[:900], False),
        ("half.avif", picture("AVIF")[:900], False),
        ("bomb.png", bomb(), False),
        ("empty.png", b"", False),
        ("jpeg.png", picture("JPEG"), False),
        ("program.jpg", b"MZ" + bytes(2000), False),
        ("still.gif", picture("GIF"), True),
        ("moving.gif", picture("GIF", **MOVING), True),
        *((f"{part}.gif", share(part, picture("GIF")), False) for part in (50, 75, 99)),
        *((f"{part}.gif", share(part, picture("GIF", **MOVING)), False) for part in (50, 75, 99)),
        ("damaged.avif", DAMAGED_AVIF, False),
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


@pytest.mark.parametrize("name", ["half.png", "bomb.png"])
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(client, site, person, name):
    client.force_login(person("editor"))
    content = bomb() if name == "bomb.png" else picture()[:1500]
    answer = client.post(
        reverse("wagtailimages:add"),
        {"title": "The counter", "file": SimpleUploadedFile(name, content)},
    )
    html = answer.content.decode()
    assert 'value="The counter"' in html
    assert "Choose another one" in html or "too many pixels" in html


def test_a_moving_picture_stands_still_on_pages(client, site, person, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(person("editor"))
    file = SimpleUploadedFile("blinking.gif", animation())
    client.post(reverse("wagtailimages:add"), {"title": "Blinking", "file": file})
    image = get_image_model().objects.get()
    for kind in ("avif", "webp", "jpeg"):
        with Image.open(image.get_rendition(f"width-480|format-{kind}").file) as shown:
            assert getattr(shown, "n_frames", 1) == 1


def test_a_picture_with_too_many_pixels_is_told_so(client, site, person):
    client.force_login(person("editor"))
    file = SimpleUploadedFile("huge.png", bomb())
    answer = client.post(reverse("wagtailimages:add"), {"title": "Huge", "file": file})
    assert "too many pixels. Make it smaller: 40 million at most." in answer.content.decode()
