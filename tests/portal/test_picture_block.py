"""A picture in a story: new formats with sizes on the web, one picture inside of the print."""

import html5lib
import pytest
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Locale

from portal.blocks import StoryBlock
from portal.printing import render_pdf
from portal.prints import page_html
from portal.translation import translate_page
from tests.factories import make_plain_page
from tests.portal.pictures import make_image, picture_block

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def page(site):
    """A page with a picture that says something and one that does not."""
    return make_plain_page(
        site,
        story=[
            picture_block(make_image(), alt='A <b>counter</b> & "queue"', caption="<i>Enrolment"),
            picture_block(make_image(title="Ribbon"), alt="", decorative=True),
        ],
    )


def pictures(html):
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return tree.findall(".//figure[@class='picture']")


def test_the_web_gets_new_formats_in_three_sizes_and_knows_the_shape(client, page):
    first, _second = pictures(client.get(page.url).content.decode())
    sources = first.findall("picture/source")
    assert [source.get("type") for source in sources] == ["image/avif", "image/webp"]
    for source in sources:
        assert [each.split()[1] for each in source.get("srcset").split(", ")] == [
            "1440w", "960w", "480w",
        ]  # fmt: skip
    image = first.find("picture/img")
    assert image.get("src").endswith(".jpg")
    assert image.get("loading") == "lazy"
    assert image.get("sizes")
    assert int(image.get("width")) == 1440  # wide enough for every column
    assert int(image.get("width")) / int(image.get("height")) == pytest.approx(16 / 9, rel=0.01)


def test_each_address_of_a_picture_answers(client, page):
    first, _second = pictures(client.get(page.url).content.decode())
    addresses = [
        entry.split()[0]
        for element in first.iter()
        for entry in (element.get("srcset") or "").split(", ")
        if entry
    ]
    assert len(addresses) == 9
    assert {client.get(address).status_code for address in addresses} == {200}


def test_words_about_a_picture_are_escaped_and_a_decorative_one_is_silent(client, page):
    first, second = pictures(client.get(page.url).content.decode())
    assert first.find("picture/img").get("alt") == 'A <b>counter</b> & "queue"'
    assert first.find("figcaption").text.strip() == "<i>Enrolment"
    assert second.find("picture/img").get("alt") == ""
    assert second.find("figcaption") is None


def test_paper_holds_the_picture_itself_and_leaves_decoration_out(page):
    html = page_html(page)
    [shown] = pictures(html)
    image = shown.find("img")
    assert image.get("src").startswith("data:image/jpeg;base64,")
    assert image.get("srcset") is None
    assert image.get("alt") == 'A <b>counter</b> & "queue"'


def test_the_pdf_has_a_figure_with_its_words(page, tmp_path):
    import pypdf

    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(render_pdf(page_html(page)))
    reader = pypdf.PdfReader(pdf)
    assert sum(len(page.images) for page in reader.pages) == 1
    assert structure(reader).count("/Figure") == 1


def structure(reader):
    """The kinds of all elements of the document's structure."""
    kinds, left = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while left:
        node = left.pop().get_object()
        if isinstance(node, list):
            left.extend(each for each in node if not isinstance(each, int))
        elif hasattr(node, "get"):
            kinds.append(node.get("/S"))
            if node.get("/K") is not None and not isinstance(node["/K"], int):
                left.append(node["/K"])
    return kinds


@pytest.mark.parametrize(
    ("alt", "decorative", "sound"),
    [("A counter", False, True), ("", True, True), ("", False, False)],
)
def test_a_picture_says_what_it_shows_or_that_it_is_decoration(db, alt, decorative, sound):
    block = StoryBlock()
    value = block.normalize([picture_block(make_image(), alt, decorative=decorative)])
    if sound:
        block.clean(value)
    else:
        with pytest.raises(StreamBlockValidationError):
            block.clean(value)


def test_the_words_of_a_picture_are_translated(client, site):
    page = make_plain_page(
        site, story=[picture_block(make_image(), alt="A counter", caption="Enrolment")]
    )
    texts = {"A counter": "服务窗口", "Enrolment": "参保登记"}
    translated = translate_page(page, Locale.objects.get(language_code="zh-hans"), texts)
    [shown] = pictures(client.get(translated.url).content.decode())
    assert shown.find("picture/img").get("alt") == "服务窗口"
    assert shown.find("figcaption").text.strip() == "参保登记"
