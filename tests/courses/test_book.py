"""A course as a book: all lessons of the version that a cohort is bound to, on paper."""

import io
import re

import page as page_validation
import pypdf
import pytest
from wagtail_footnotes.models import Footnote

from courses.models import LessonPage, ModulePage
from courses.queries.books import book_of
from portal.models import Print
from portal.printing import render_pdf
from portal.prints import document_html
from tests.courses.makers import (
    lessons_of,
    make_cohort,
    make_course,
    make_enrolment,
    make_lesson,
    make_version,
    translate_course,
)

pytestmark = pytest.mark.django_db
NOTE = "1a2b3c00-0000-4000-8000-000000000001"
BODY = [
    ("heading", {"text": "In short", "level": "2"}),
    ("text", f'<p>A rate.<footnote id="{NOTE}">[1a2b3c]</footnote></p>'),
]
CHINESE = {
    "Pension valuation": "养老金估值",
    "Foundations": "基础",
    "Methods": "方法",
    "Lesson 1": "第一课",
    "Projection": "预测",
    "In short": "简述",
    "A rate.": "费率。",
    "Of total wages.": "占工资总额的比例。",
    "Money has a time value.": "货币具有时间价值。",
}


@pytest.fixture
def version(site):
    """A version of two modules; the second has a lesson with a footnote."""
    course = make_course(site, lessons=1)
    module = ModulePage(title="Methods", locale=course.locale)
    course.add_child(instance=module)
    module.save_revision().publish()
    lesson = make_lesson(module, "Projection", body=BODY)
    add_note(lesson)
    translate_course(course, CHINESE)
    return make_version(course)


def add_note(lesson, text="<p>Of total wages.</p>"):
    """Publish a lesson with a footnote."""
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.footnotes = [Footnote(uuid=NOTE, text=text, locale=lesson.locale)]
    lesson.save_revision().publish()


def html_of(version, language):
    book = book_of(version, language)
    lessons = [chapter.page for chapter in book.chapters]
    return document_html("courses/print/book.html", language, address="/", page=book, pages=lessons)


class TestTheBook:
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_it_passes_pdf_ua(self, version, tmp_path, language):
        path = tmp_path / "book.pdf"
        path.write_bytes(render_pdf(html_of(version, language)))
        profile = page_validation.ValidationProfile.PDF_UA_1
        report = page_validation.validate_pdf(path, profile=profile)
        assert report.to_dict()["rules"]["failed"] == 0, report.failures

    def test_modules_and_lessons_stand_in_their_order(self, version):
        html = html_of(version, "zh-hans")
        ordered = ["养老金估值", "基础", "1. 第一课", "方法", "2. 预测", "占工资总额的比例。"]
        text = html[html.index("<main>") :]
        places = [text.index(words) for words in ordered[1:]]
        assert places == sorted(places)
        assert ordered[0] in html[: html.index("<main>")]

    def test_sections_of_a_lesson_stand_below_its_chapter(self, version):
        outline = pypdf.PdfReader(io.BytesIO(render_pdf(html_of(version, "en")))).outline
        assert "2. Projection" in str(outline)
        assert re.search(r'<h3 id="section-3">In short\s*</h3>', html_of(version, "en"))

    def test_a_lesson_without_translation_stands_in_its_own_language(self, site):
        version = make_version(make_course(site, lessons=1))
        assert '<section class="chapter" lang="en">' in html_of(version, "zh-hans")

    def test_what_is_published_later_is_not_in_it(self, version):
        before = html_of(version, "en")
        lesson = LessonPage.objects.get(slug="projection", locale__language_code="en")
        lesson.body = [("text", "<p>Rewritten.</p>")]
        lesson.save_revision().publish()
        assert html_of(version, "en") == before

    def test_another_note_is_another_version(self, site):
        course = make_course(site, lessons=1)
        first = make_version(course)
        assert make_version(course) == first
        add_note(lessons_of(course)[0])
        second = make_version(course)
        assert second != first
        add_note(lessons_of(course)[0], "<p>Of net wages.</p>")
        assert make_version(course) not in (first, second)


class TestWhoReadsIt:
    def test_a_learner_finds_it_and_waits_for_it(self, client, version):
        cohort = make_cohort(version)
        client.force_login(make_enrolment(cohort).user)
        page = client.get(f"/en/cohorts/{cohort.public_id}/").content.decode()
        address = f"/en/cohorts/{cohort.public_id}/book.pdf"
        assert f'href="{address}"' in page
        waiting = client.get(address)
        assert waiting.status_code == 202
        assert f'href="/en/cohorts/{cohort.public_id}/"' in waiting.content.decode()
        client.get(address)
        assert Print.objects.count() == 1

    def test_nobody_else_does(self, client, version, person):
        cohort = make_cohort(version)
        client.force_login(person("trainee"))
        assert client.get(f"/en/cohorts/{cohort.public_id}/book.pdf").status_code == 404
