"""The demonstration's course: complete in both languages, its numbers recomputed, built once."""

import json
import math
import re

import numpy as np
import page as page_validation
import pytest
from django.db import transaction
from wagtail.models import Page, Revision

from courses.demo import build_demo
from courses.demo.cohort import account
from courses.demo.content import blocks_of, read
from courses.demo.pages import LESSONS
from courses.grading import given_answers, marked_sheet
from courses.models import Cohort, CoursePage, CourseVersion, Enrolment, LessonPage, Question
from courses.question_problems import missing_languages, problems_of
from courses.services.release_plan import plan_release
from portal.demo.fixtures import Wording
from portal.demo.site import build_site, make_accounts
from portal.printing import render_pdf
from portal.prints import page_html

LANGUAGES = ["en", "zh-hans"]
ENGLISH_SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,}", re.IGNORECASE)
CHINESE_CHARACTER = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demonstration, built once for the tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_site()
        make_accounts("a given pass phrase")
        build_demo(lambda line: None)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db]


def texts_in(value, language):
    """All texts of a fixture in one language."""
    if isinstance(value, list):
        return [text for each in value for text in texts_in(each, language)]
    if not isinstance(value, dict):
        return []
    if language in value:
        return [value[language]]
    return [text for each in value.values() for text in texts_in(each, language)]


class TestNumbers:
    """Each worked example, computed here anew, stands in its lesson in both languages."""

    @pytest.fixture(params=LANGUAGES)
    def told(self, request):
        def told(name, *numbers):
            texts = " ".join(texts_in(read(name), request.param)).replace(",", "")
            return [number for number in numbers if number not in texts]

        return told

    def test_a_pay_as_you_go_rate(self, told):
        rate = 35 / 100 * 36_000 / 80_000 * 1.01
        higher = rate / 0.9
        assert told("lesson_1", f"{rate:.4%}", f"{higher:.3%}") == []

    def test_the_published_figures_of_2021(self, told):
        contributors, pensioners = 349.17e6, 131.57e6
        income, spending, reserve = 6045.5e9, 5648.1e9, 5257.4e9
        assert round((income - spending) / 1e9, 1) == 397.4
        assert (
            told(
                "lesson_1",
                f"{pensioners / contributors:.4f}",
                f"{spending / pensioners:.0f}",
                f"{reserve / spending:.4f}",
                f"{reserve / spending * 12:.2f}",
            )
            == []
        )

    def test_an_annuity_certain(self, told):
        v = 1 / 1.03
        d = 0.03 * v
        due = sum(v**t for t in range(20))
        arrears = sum(v**t for t in range(1, 21))
        assert due == pytest.approx((1 - v**20) / d)
        assert (
            told(
                "lesson_2",
                f"{v:.6f}",
                f"{d:.6f}",
                f"{v**20:.6f}",
                f"{due:.6f}",
                f"{12_000 * due:.2f}",
                f"{12_000 * arrears:.2f}",
                f"{sum(v**t for t in range(22)):.4f}",
            )
            == []
        )

    def test_a_life_annuity(self, told):
        alive = survival(60)
        value = {rate: annuity(alive, rate) for rate in (0.02, 0.03, 0.04)}
        early = 12_000 * annuity(alive[:20], 0.03)
        certain = 12_000 * annuity([1] * 20, 0.03)
        assert [round(alive[t], 2) for t in (10, 20, 30)] == [0.86, 0.58, 0.21]
        assert min(value[0.02] / value[0.03] - 1, 1 - value[0.04] / value[0.03]) > 0.09
        assert (
            told(
                "lesson_2",
                f"{1 - alive[1]:.4%}",
                f"{sum(alive[1:]):.4f}",
                *(f"{each:.4f}" for each in value.values()),
                f"{12_000 * value[0.03]:.0f}",
                f"{certain:.0f}",
                f"{early:.0f}",
                f"{12_000 * value[0.03] - early:.0f}",
                f"{certain - early:.0f}",
                f"{12_000 * value[0.03] - certain:.0f}",
            )
            == []
        )

    def test_a_population_projection(self, told):
        vectors = projection(births=0.55)
        numbers = [f"{each:.3f}" for vector in vectors[1:] for each in (*vector, sum(vector))]
        ratios = [f"{ratio(vector):.4f}" for vector in vectors]
        assert told("lesson_3", *numbers, *ratios) == []


def survival(age, *, b=3e-5, c=1.10, years=50):
    """The probabilities of living 0, 1, 2, … more years under the law of Gompertz."""
    alive = [1.0]
    for year in range(years):
        alive.append(alive[-1] * math.exp(-b * c ** (age + year) * (c - 1) / math.log(c)))
    return alive


def annuity(alive, rate):
    """The present value of 1 at the beginning of each year that is lived to see."""
    return sum(share / (1 + rate) ** year for year, share in enumerate(alive))


def projection(*, births):
    """The population now, after one step and after two."""
    matrix = np.diag([0.995, 0.985, 0.90, 0.25], k=-1)
    matrix[0, :3] = 0.03, births, 0.02
    vectors = [np.array([220, 300, 320, 200, 40])]
    for _step in range(2):
        vectors.append(matrix @ vectors[-1])
    return vectors


def ratio(vector):
    """People of 60 and over to those of 20 to 59."""
    return vector[3:].sum() / vector[1:3].sum()


class TestQuestions:
    def question(self, key):
        return Question.objects.get(name=read("questions")[key]["name"])

    @pytest.mark.parametrize("key", read("questions"))
    def test_each_is_right_and_complete_in_both_languages(self, key):
        item = self.question(key).item()
        assert problems_of(item) == []
        assert missing_languages(item) == []

    @pytest.mark.parametrize("key", read("questions"))
    def test_every_wrong_answer_has_words_of_its_own(self, key):
        question = self.question(key)
        options = question.options.filter(correct=False)
        assert question.feedback_wrong or all(option.feedback for option in options)

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("annuity-20", sum(1.03**-t for t in range(20))),
            ("ratio-with-births", ratio(projection(births=0.65)[2])),
        ],
    )
    def test_the_keys_of_numbers_are_computed(self, key, value):
        question = self.question(key)
        assert abs(float(question.value) - value) <= question.tolerance

    @pytest.mark.parametrize(
        ("key", "wrong"),
        [
            ("annuity-20", sum(1.03**-t for t in range(1, 21))),
            ("ratio-with-births", ratio(projection(births=0.55)[2])),
            ("ratio-with-births", ratio(projection(births=0.65)[1])),
        ],
    )
    def test_known_mistakes_are_told(self, key, wrong):
        question = self.question(key)
        sheet = marked_sheet([question.item()], 70, given_answers([("answer-0", [f"{wrong:.2f}"])]))
        assert not sheet.passed
        told = [known.feedback for known in question.known_errors.all()]
        assert sheet.slots[0].outcome.feedback[0] in told


class TestPages:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_course_module_and_lessons_can_be_read(self, client, language):
        pages = Page.objects.filter(
            path__startswith=CoursePage.objects.get(locale__language_code=language).path
        )
        assert pages.count() == 2 + len(LESSONS)
        for page in pages:
            answer = client.get(page.url)
            assert answer.status_code == 200
            assert "<code>" not in answer.content.decode()  # a formula that cannot be shown

    def test_the_course_is_below_learn_in_the_menu(self, client):
        learn = Page.objects.get(slug="learn", locale__language_code="zh-hans")
        assert learn.show_in_menus
        assert "精算线上辅导" in client.get(learn.url).content.decode()

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "demonstration cohort covers session 1 only and completes with its three"),
            ("zh-hans", "演示班只学习第一次辅导，完成其中三课即告结业。"),
        ],
    )
    def test_the_course_says_when_the_demonstration_cohort_completes(self, client, language, said):
        course = CoursePage.objects.get(locale__language_code=language)
        assert said in client.get(course.url).content.decode()

    def test_no_text_is_left_in_english(self):
        chinese = CoursePage.objects.get(locale__language_code="zh-hans")
        left = [
            text
            for page in chinese.get_descendants(inclusive=True).specific()
            for text in stored_texts(page.serializable_data())
            if ENGLISH_SENTENCE.search(text) and not CHINESE_CHARACTER.search(text)
        ]
        assert left == []

    @pytest.mark.parametrize("name", LESSONS)
    def test_a_lesson_takes_a_quarter_of_an_hour_or_more_to_read(self, name):
        words = sum(len(text.split()) for text in texts_in(read(name), "en"))
        assert 700 <= words <= 1000

    def test_a_lesson_quotes_the_survey_where_a_release_is_public(self):
        entries = [each for each in read("lesson_1")["body"] if each["type"] == "finding"]
        quoted = blocks_of(entries, Wording(), {}, lambda indicator: f"release:{indicator}:")
        assert [value["finding"] for _kind, value in quoted] == ["release:C03:"]
        assert blocks_of(entries, Wording(), {}, lambda indicator: "") == []

    @pytest.mark.parametrize("lesson", LESSONS)
    def test_no_mathml_reaches_paper(self, lesson):
        page = LessonPage.objects.get(slug=read(lesson)["slug"], locale__language_code="zh-hans")
        html = page_html(page)
        assert "<math" not in html
        assert html.count("<svg") == html.count("<title>") - 1

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_a_printed_lesson_passes_pdf_ua_and_is_the_same_twice(self, tmp_path, language):
        lesson = LessonPage.objects.get(
            slug=read("lesson_2")["slug"], locale__language_code=language
        )
        path = tmp_path / "lesson.pdf"
        path.write_bytes(render_pdf(page_html(lesson)))
        assert render_pdf(page_html(lesson)) == path.read_bytes()
        report = page_validation.validate_pdf(
            str(path), profile=page_validation.ValidationProfile.PDF_UA_1
        )
        assert report.to_dict()["rules"]["failed"] == 0, report.failures

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_a_printed_lesson_names_its_course_and_session(self, language):
        lesson = LessonPage.objects.get(
            slug=read("lesson_2")["slug"], locale__language_code=language
        )
        head = page_html(lesson).split("<h1>")[0]
        module = lesson.get_parent()
        assert module.title in head
        assert module.get_parent().title in head

    def test_the_course_can_be_released_as_it_stands(self):
        plan = plan_release(CoursePage.objects.get(locale__language_code="en"))
        assert plan.problems == ()


def stored_texts(value):
    """All texts of stored content, those of its streams included; LaTeX and addresses left out."""
    if isinstance(value, dict):
        value = [each for name, each in value.items() if name not in ("latex", "url_path")]
    if isinstance(value, list):
        return [text for each in value for text in stored_texts(each)]
    if isinstance(value, str) and value.startswith(("[{", "{")):
        return stored_texts(json.loads(value))
    return [value] if isinstance(value, str) else []


class TestCohort:
    def test_the_trainee_has_passed_the_first_of_three_lessons(self):
        enrolment = Enrolment.objects.get(user=account("trainee"))
        assert (enrolment.n_done, enrolment.cohort.version.n_units) == (1, len(LESSONS))
        assert enrolment.attempts.get().passed

    def test_the_cohort_has_ten_places_in_the_zone_of_its_members(self):
        cohort = Cohort.objects.get()
        assert (cohort.capacity, cohort.time_zone) == (10, "Asia/Shanghai")
        assert cohort.staff.get().user == account("trainer")

    def test_built_again_what_exists_is_left_as_it_is(self):
        lesson = LessonPage.objects.filter(locale__language_code="en").first()
        lesson.title = "As an editor sees it"
        lesson.save_revision().publish()
        models = (Page, Revision, Question, CourseVersion, Cohort, Enrolment)
        before = [model.objects.count() for model in models]
        build_demo(lambda line: None)
        assert [model.objects.count() for model in models] == before
        assert LessonPage.objects.get(pk=lesson.pk).title == "As an editor sees it"
