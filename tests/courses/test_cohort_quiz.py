"""Quizzes in cohorts, where every try is kept."""

import pytest
from django.http import QueryDict

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
from tests.courses.makers_quiz import (
    make_annuity,
    make_choice,
    make_lesson,
    make_quiz_enrolment,
    make_quiz_unit,
)
from tests.courses.quizzing import HOSTILE, RIGHT, inputs

pytestmark = pytest.mark.django_db


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

    @pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
    def test_a_cohort_keeps_nothing(self, person, bank, body):
        unit, learner = make_quiz_unit(bank), person("trainee")
        enrolment = make_quiz_enrolment(unit, learner)
        sheet = submit_quiz(enrolment=enrolment, unit=unit, data=QueryDict(body), actor=learner)
        assert isinstance(sheet, Sheet)
        assert sheet.problems
        assert not Attempt.objects.exists()


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
