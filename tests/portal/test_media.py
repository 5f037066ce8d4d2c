"""Visitors get pictures as pages show them, under the production server too, and nothing else."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.documents import get_document_model

from tests.factories import make_plain_page
from tests.portal.pictures import make_image, picture_block

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def body(response):
    return b"".join(response.streaming_content)


def test_a_rendition_is_public_kept_for_good_and_can_do_nothing(client):
    rendition = make_image().get_rendition("width-320|format-webp")
    answer = client.get(rendition.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert body(answer) == rendition.file.open().read()


def test_the_original_is_for_those_who_edit(client, person):
    """It may hold the place where it was taken."""
    address = make_image().file.url
    assert client.get(address).status_code == 404
    client.force_login(person("trainee"))
    assert client.get(address).status_code == 404
    client.force_login(person("editor"))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "..%2f..%2fdb.sqlite3",
        "%2e%2e%2fsecret.png",
        "none.png",
        "page.html",
        "x.svg",
        "a%00.png",
    ],
)
def test_other_files_are_out_of_reach(client, name):
    Path(default_storage.location).mkdir(parents=True, exist_ok=True)
    default_storage.save("secret.png", ContentFile(b"secret"))
    default_storage.save("images/page.html", ContentFile(b"<script>"))
    default_storage.save("images/x.svg", ContentFile(b"<svg/>"))
    assert client.get(f"/media/images/{name}").status_code == 404


def test_prints_and_recordings_and_documents_are_not_handed_out_here(client):
    for path in ("prints/aa/x.pdf", "documents/x.pdf", "audio/x.mp3", "reports/x.pdf"):
        default_storage.save(path, ContentFile(b"%PDF"))
        assert client.get(f"/media/{path}").status_code == 404


def test_documents_come_through_their_own_view(client):
    document = get_document_model().objects.create(
        title="Paper", file=ContentFile(b"%PDF-1.7", name="paper.pdf")
    )
    assert client.get(document.file.url).status_code == 404
    answer = client.get(document.url)
    assert body(answer) == b"%PDF-1.7"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_page_whose_picture_s_file_is_gone_is_still_shown(client, site):
    image = make_image()
    page = make_plain_page(site, story=[picture_block(image)])
    default_storage.delete(image.file.name)
    assert client.get(page.url).status_code == 200
