"""Quizzes on public lessons, where nothing is kept."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction

from courses.blocks.quiz import QuizBlock
from courses.models import (
    Attempt,
    Completion,
)
from portal.prints import page_html
from portal.translation import translate_page
from tests.courses.makers_quiz import (
    make_annuity,
    make_choice,
    make_lesson,
    make_question,
)
from tests.courses.quizzing import HOSTILE, RIGHT, inputs

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(site, bank):
    return make_lesson(site, bank)


class TestOnAPublicLesson:
    def test_the_form_is_there_with_formulae_and_without_the_key(self, client, lesson):
        response = client.get(lesson.url)
        page = response.content.decode()
        assert inputs(response) == {
            "answer-0": "",
            ("answer-1", "0"): False,
            ("answer-1", "1"): False,
            ("answer-1", "2"): False,
            ("answer-2", "0"): False,
            ("answer-2", "1"): False,
        }
        assert "To pass: 3 of 3 right. Try as often" in page
        assert page.count("<math") == 2
        assert "takes off" not in page
        assert "15.3" not in page

    def test_right_answers_pass_and_nothing_is_kept(self, client, lesson):
        response = client.post(lesson.url, RIGHT)
        page = response.content.decode()
        assert response.status_code == 200
        assert "You had 3 of 3 right; 3 are needed." in page
        assert "It is 15.323799." in page
        assert not Attempt.objects.exists()
        assert not Completion.objects.exists()

    def test_wrong_answers_are_told_why_and_stay_in_the_form(self, client, lesson):
        response = client.post(lesson.url, {**RIGHT, "answer-0": "14.88", "answer-1": "0"})
        page = response.content.decode()
        assert "Not passed yet" in page
        assert "You used payments in arrears." in page
        assert "This takes off 10 %." in page
        assert inputs(response)["answer-0"] == "14.88"
        assert inputs(response)["answer-1", "0"]

    def test_all_problems_come_at_once_and_nothing_typed_is_lost(self, client, lesson):
        response = client.post(
            lesson.url, {"quiz": "1", "answer-0": "<b>1,234</b>", "answer-2": "0"}
        )
        page = response.content.decode()
        assert "Nothing is marked yet." in page
        assert page.count("This is not a number.") == 2  # in the summary and at the question
        assert page.count("This question is not answered.") == 2
        assert '<a href="#question-1">' in page
        assert inputs(response)["answer-0"] == "<b>1,234</b>"
        assert inputs(response)["answer-2", "0"]
        assert "takes off" not in page

    def test_another_form_s_post_is_not_taken_for_answers(self, client, lesson):
        assert "Nothing is marked yet." not in client.post(lesson.url, {}).content.decode()

    def test_a_post_without_token_is_refused(self, lesson):
        response = Client(enforce_csrf_checks=True).post(lesson.url, RIGHT)
        assert response.status_code == 403

    def test_in_chinese_everything_is_chinese(self, client, lesson):
        chinese = Locale.objects.get(language_code="zh-hans")
        for page in [*lesson.get_ancestors().filter(depth__gt=2).specific(), lesson]:
            translated = translate_page(page, chinese, {"Check yourself": "自测"})
        page = client.post(translated.url, {**RIGHT, "answer-0": "14.88"}).content.decode()
        for text in ("自测", "费率是多少", "您用了期末支付"):
            assert text in page
        for text in ("Which rate", "arrears", "Check yourself"):
            assert text not in page

    def test_a_draft_or_private_lesson_marks_nothing(self, client, lesson):
        restriction = PageViewRestriction.objects.create(
            page=lesson, restriction_type=PageViewRestriction.LOGIN
        )
        assert b"quiz-result" not in client.post(lesson.url, RIGHT, follow=True).content
        restriction.delete()
        url = lesson.url
        Page.objects.get(pk=lesson.pk).unpublish()
        assert client.post(url, RIGHT).status_code == 404

    def test_a_deleted_question_is_left_out(self, client, lesson, bank):
        bank[0].delete()
        response = client.get(lesson.url)
        assert "To pass: 2 of 2 right" in response.content.decode()

    def test_several_answers_are_check_boxes(self, client, site):
        options = [({"en": "a"}, True, {}), ({"en": "b"}, False, {}), ({"en": "c"}, True, {})]
        lesson = make_lesson(site, [make_question(type="multiple_choice", options=options)])
        page = client.post(lesson.url, {"quiz": "1", "answer-0": ["0", "2"]}).content.decode()
        assert page.count('type="checkbox" name="answer-0"') == 3
        assert "You had 1 of 1 right" in page

    def test_the_number_of_queries_does_not_grow_with_the_questions(
        self, client, site, django_assert_num_queries
    ):
        small = make_lesson(site, [make_annuity(), make_choice()])
        large = make_lesson(site, [make() for make in (make_annuity, make_choice) * 3])
        few, many = small.url, large.url
        client.get(few)
        with CaptureQueriesContext(connection) as queries:
            client.get(few)
        with django_assert_num_queries(len(queries)):
            client.get(many)


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
class TestHostileForms:
    def test_a_public_lesson_answers(self, client, lesson, body):
        response = client.post(
            lesson.url, f"quiz=1&{body}", content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code == 200
        assert b"<script>alert" not in response.content


class TestBlock:
    def test_its_preview_shows_questions_of_the_bank(self, bank):
        block = QuizBlock()
        html = block.render(block.get_preview_value())
        assert "Check what you have learnt" in html
        assert html.count("<fieldset") == 2

    def test_its_preview_stands_without_questions(self):
        block = QuizBlock()
        assert "This quiz has no questions." in block.render(block.get_preview_value())

    def test_on_paper_it_is_a_list_without_form_and_key(self, lesson):
        html = page_html(lesson)
        assert "25 % is" in html
        for tag in ("<form", "<input", "<fieldset", "<math", "takes off"):
            assert tag not in html
