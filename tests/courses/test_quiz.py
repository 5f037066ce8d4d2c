"""Quizzes on public lessons, where nothing is kept, and in cohorts, where every try is."""

from html.parser import HTMLParser

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction

from courses.blocks.quiz import QuizBlock
from courses.grading import Sheet
from courses.models import (
    Attempt,
    Cohort,
    Completion,
    CoursePage,
    Enrolment,
    Response,
    Unchangeable,
)
from courses.queries.quizzes import quiz_sheet
from courses.services.quizzes import submit_quiz
from courses.services.refusal import Refused
from courses.services.releases import release_course
from portal.prints import page_html
from portal.translation import translate_page
from tests.courses.makers_quiz import (
    make_annuity,
    make_choice,
    make_lesson,
    make_question,
    make_quiz_enrolment,
    make_quiz_unit,
    make_statement,
)

pytestmark = pytest.mark.django_db

RIGHT = {"quiz": "1", "answer-0": "15,32", "answer-1": "1", "answer-2": "1"}


@pytest.fixture
def bank():
    """A number, a choice and a statement."""
    return [make_annuity(), make_choice(), make_statement()]


@pytest.fixture
def lesson(site, bank):
    return make_lesson(site, bank)


class Fields(HTMLParser):
    """The inputs of a page by name; radio buttons by name and value."""

    def __init__(self, html):
        super().__init__()
        self.inputs = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and attrs.get("name", "").startswith("answer-"):
            choice = attrs.get("type") in ("radio", "checkbox")
            key = (attrs["name"], attrs["value"]) if choice else attrs["name"]
            self.inputs[key] = "checked" in attrs if choice else attrs.get("value", "")


def inputs(response):
    return Fields(response.content.decode()).inputs


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
        assert "To pass: 3 of 3 right (70 %)." in page
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
        client.get(small.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(small.url)
        with django_assert_num_queries(len(queries)):
            client.get(large.url)


HOSTILE = [
    "",
    "answer-0",
    "answer-0=%00%00&answer-1=%FF%FE&answer-2=%ED%A0%80",
    "answer-0=NaN&answer-1=NaN&answer-2=-1",
    "answer-0=1e999999&answer-1=1&answer-2=1",
    "answer-0=15.32&answer-0=15.33&answer-1=0&answer-1=1&answer-1=2&answer-2=0&answer-2=1",
    "answer-99=1&answer--1=1&answer-x=1&answer-%C2%B2=1&answer-1e9=1",
    "answer-0=" + "9" * 100_000,
    "answer-1=" + "&answer-1=".join(map(str, range(2000))),
    "answer-0=%3Cscript%3Ealert(1)%3C/script%3E&answer-1={{7*7}}&answer-2=$\\frac{1$",
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
class TestHostileForms:
    def test_a_public_lesson_answers(self, client, lesson, body):
        response = client.post(
            lesson.url, f"quiz=1&{body}", content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code == 200
        assert b"<script>alert" not in response.content

    def test_a_cohort_keeps_nothing(self, person, bank, body):
        unit, learner = make_quiz_unit(bank), person("trainee")
        enrolment = make_quiz_enrolment(unit, learner)
        sheet = submit_quiz(enrolment=enrolment, unit=unit, data=QueryDict(body), actor=learner)
        assert isinstance(sheet, Sheet)
        assert sheet.problems
        assert not Attempt.objects.exists()


@pytest.fixture
def learner(person):
    return person("trainee")


@pytest.fixture
def unit(bank):
    return make_quiz_unit(bank)


@pytest.fixture
def enrolment(unit, learner):
    return make_quiz_enrolment(unit, learner)


@pytest.fixture
def submit(enrolment, unit, learner):
    """Sends answers to the quiz of the unit."""

    def send(answers, actor=learner):
        data = QueryDict(mutable=True)
        data.update(answers)
        return submit_quiz(enrolment=enrolment, unit=unit, data=data, actor=actor)

    return send


class TestInACohort:
    def test_passing_keeps_the_try_and_completes_the_unit(self, submit, enrolment):
        attempt = submit(RIGHT)
        assert (attempt.score, attempt.max_score, attempt.passed) == (3, 3, True)
        assert [(each.slot, each.answer, each.score) for each in attempt.responses.all()] == [
            (0, ["15,32"], 1),
            (1, ["1"], 1),
            (2, ["1"], 1),
        ]
        enrolment.refresh_from_db()
        assert (enrolment.n_done, enrolment.state) == (1, Enrolment.State.COMPLETED)

    def test_failing_keeps_the_try_and_completes_nothing(self, submit, enrolment):
        attempt = submit({**RIGHT, "answer-1": "0"})
        assert (attempt.score, attempt.passed) == (2, False)
        enrolment.refresh_from_db()
        assert enrolment.n_done == 0
        assert not Completion.objects.exists()

    def test_tries_are_unlimited_and_the_best_one_counts(self, submit, enrolment, unit):
        submit(RIGHT)
        submit({**RIGHT, "answer-0": "14.88", "answer-1": "0"})
        sheet = quiz_sheet(unit, enrolment)
        assert (sheet.score, sheet.best, sheet.passed, sheet.passed_before) == (1, 3, False, True)
        assert Attempt.objects.count() == 2
        assert Completion.objects.count() == 1

    def test_the_last_try_is_shown_again_with_its_feedback(self, submit, enrolment, unit):
        submit({**RIGHT, "answer-0": "14.88"})
        slot = quiz_sheet(unit, enrolment).slots[0]
        assert slot.given == ("14.88",)
        assert slot.outcome.feedback[0]["en"] == "You used payments in arrears."

    def test_problems_come_back_with_what_was_typed_and_the_best_so_far(self, submit):
        submit({**RIGHT, "answer-1": "0"})
        sheet = submit({"answer-0": "1,234"})
        assert [slot.problem for slot in sheet.slots] == [
            "two_readings",
            "unanswered",
            "unanswered",
        ]
        assert sheet.slots[0].given == ("1,234",)
        assert sheet.best == 2
        assert Attempt.objects.count() == 1

    def test_a_cohort_keeps_the_questions_of_its_release(self, submit, bank):
        bank[0].value, bank[0].tolerance = 99, 0
        bank[0].save()
        assert submit(RIGHT).passed

    def test_a_try_never_changes(self, submit):
        attempt = submit(RIGHT)
        for row in (attempt, attempt.responses.first()):
            with pytest.raises(Unchangeable):
                row.save()
            with pytest.raises(Unchangeable):
                row.delete()

    def test_nobody_answers_for_somebody_else(self, submit, person):
        with pytest.raises(Refused):
            submit(RIGHT, actor=person("trainer"))
        assert not Response.objects.exists()

    def test_a_closed_cohort_or_one_left_takes_no_answers(self, submit, enrolment):
        enrolment.state = Enrolment.State.WITHDRAWN
        enrolment.save()
        with pytest.raises(Refused):
            submit(RIGHT)
        enrolment.state = Enrolment.State.ACTIVE
        enrolment.save()
        Cohort.objects.update(state=Cohort.State.CLOSED)
        with pytest.raises(Refused):
            submit(RIGHT)
        assert not Attempt.objects.exists()

    def test_the_sheet_takes_few_queries_whatever_the_number_of_questions(
        self, learner, django_assert_num_queries
    ):
        unit = make_quiz_unit([make() for make in (make_annuity, make_choice) * 3])
        enrolment = make_quiz_enrolment(unit, learner)
        answers = QueryDict("&".join(f"answer-{slot}=1" for slot in range(6)))
        submit_quiz(enrolment=enrolment, unit=unit, data=answers, actor=learner)
        # the questions, the last try, its answers, the best score
        with django_assert_num_queries(4):
            quiz_sheet(unit, enrolment)


@pytest.fixture
def address(site, bank, learner, person):
    """The address of the lesson in a cohort that the learner is in."""
    lesson = make_lesson(site, bank)
    course = CoursePage.objects.ancestor_of(lesson).get()
    version = release_course(course=course, notes="", actor=person("editor")).version
    enrolment = make_quiz_enrolment(version.units.get(), learner)
    return f"/en/cohorts/{enrolment.cohort.public_id}/lessons/0/"


class TestOnACohortsLesson:
    @pytest.fixture
    def learning(self, client, learner):
        client.force_login(learner)
        return client

    def test_passing_leads_back_to_the_lesson_with_marks(self, learning, address):
        response = learning.post(address, RIGHT, follow=True)
        assert response.redirect_chain == [(address, 302)]
        page = response.content.decode()
        assert "You had 3 of 3 right" in page
        assert "Your best try so far: 3 of 3." in page
        assert Completion.objects.count() == 1

    def test_a_later_worse_try_does_not_take_back_the_pass(self, learning, address):
        learning.post(address, RIGHT)
        page = learning.post(address, {**RIGHT, "answer-1": "0"}, follow=True).content.decode()
        assert "Passed in an earlier try" in page
        assert "Not passed yet" not in page

    def test_problems_are_told_in_the_page_and_nothing_typed_is_lost(self, learning, address):
        response = learning.post(address, {"quiz": "1", "answer-0": "15 or so"})
        page = response.content.decode()
        assert "Nothing is marked yet." in page
        assert inputs(response)["answer-0"] == "15 or so"
        assert not Attempt.objects.exists()

    def test_the_released_question_is_shown_after_its_editors_changed_it(
        self, learning, address, bank
    ):
        bank[1].stem = {"en": "Changed?"}
        bank[1].save()
        page = learning.get(address).content.decode()
        assert "Which rate?" in page
        assert "Changed?" not in page


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
