"""A picture is accepted only when all of it can be decoded."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db


def picture(kind="PNG"):
    file = io.BytesIO()
    Image.effect_noise((64, 64), 60).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("sound.png", picture(), True),
        ("sound.jpg", picture("JPEG"), True),
        ("half.png", picture()[:1500], False),
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
