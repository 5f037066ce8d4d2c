"""The demonstration's documents on paper, in both languages: accessible, complete, always the same."""

import io

import page as page_validation
import pypdf
import pytest
from django.db import transaction
from django.test import override_settings
from wagtail.models import Page

from briefs.demo import build_demo
from portal.demo.site import build_site
from portal.printing import render_pdf
from portal.prints import page_html

LANGUAGES = ["en", "zh-hans"]
LONG, BRIEF = "china", "1-sickness-gig-workers"
SLUGS = [LONG, BRIEF, "1-relative-poverty", "informal-economy-faq", "4", "about"]


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker, tmp_path_factory):
    """Gives the PDF of a page by its slug and language; each is made once."""
    made = {}
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        build_site()
        build_demo(lambda line: None)

        def pdf(slug, language):
            if (slug, language) not in made:
                found = Page.objects.get(slug=slug, locale__language_code=language).specific
                made[slug, language] = render_pdf(page_html(found))
            return made[slug, language]

        yield pdf
        transaction.set_rollback(True)


def pages_of(pdf):
    """The text of each page, without white space, which depends on how the lines fall."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return ["".join(each.extract_text().split()) for each in reader.pages]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_it_passes_pdf_ua(printed, tmp_path, slug, language):
    path = tmp_path / "page.pdf"
    path.write_bytes(printed(slug, language))
    report = page_validation.validate_pdf(path, profile=page_validation.ValidationProfile.PDF_UA_1)
    assert report.to_dict()["rules"]["failed"] == 0, report.failures
    assert report.to_dict()["rules"]["total"] > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_printing_again_gives_the_same_bytes(printed, language):
    found = Page.objects.get(slug=BRIEF, locale__language_code=language).specific
    assert render_pdf(page_html(found)) == printed(BRIEF, language)


@pytest.mark.parametrize(
    ("language", "text", "note"),
    [
        ("en", "peoplewithalabourcontract.", "Convention,1952(No.102),articles16to18"),
        ("zh-hans", "不限于签有劳动合同的人。", "公约》（第102号）第16条至第18条"),
    ],
)
def test_a_footnote_stands_at_the_foot_of_the_page_that_refers_to_it(printed, language, text, note):
    pages = [each for each in pages_of(printed(BRIEF, language)) if text in each]
    assert len(pages) == 1
    assert pages[0].index(text) < pages[0].index(note)
    # A second reference repeats the number, not the note.
    assert sum(each.count(note) for each in pages_of(printed(BRIEF, language))) == 1


@pytest.mark.parametrize(
    ("language", "section"),
    [("en", "Sixquestionsofdesign"), ("zh-hans", "六个设计问题")],
)
def test_the_contents_name_the_page_on_which_a_section_begins(printed, language, section):
    first, *others = pages_of(printed(BRIEF, language))
    number = next(at for at, text in enumerate(others, start=2) if section in text)
    entry = first[first.index(section) + len(section) :].lstrip(".…")
    assert entry.startswith(str(number))


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("en", "Table1.", "Table2."), ("zh-hans", "表1", "表2")],
)
def test_the_tables_of_an_experience_are_numbered(printed, language, first, second):
    text = "".join(pages_of(printed(LONG, language)))
    assert text.index(first) < text.index(second)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_long_document_has_a_title_page(printed, language):
    titles = {"en": "Countryexperience", "zh-hans": "国家经验"}
    cover, *_others = pages_of(printed(LONG, language))
    assert titles[language] in cover
    assert len(cover) < len(pages_of(printed(BRIEF, language))[0])
    outline = pypdf.PdfReader(io.BytesIO(printed(LONG, language))).outline
    assert len(outline) + sum(len(each) for each in outline if isinstance(each, list)) > 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_ends_with_where_it_comes_from(printed, language):
    end = "".join(pages_of(printed(BRIEF, language))[-2:])
    labels = {
        "en": ("Sources", "Readitontheweb", "Versionof", "Licence", "Suggestedcitation"),
        "zh-hans": ("来源", "网页版", "版本日期", "许可", "建议引用格式"),
    }[language]
    for label in (*labels, "SHA-256", f"/{language}/publications/policy-briefs/{BRIEF}/"):
        assert label in end
