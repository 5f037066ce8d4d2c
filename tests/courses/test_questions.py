"""The question bank: what editors are told, and how questions are frozen for a release."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from courses.models import Question, QuestionVersion, Unchangeable
from courses.question_admin import QuestionViewSet, languages_column
from courses.services.quizzes import (
    freeze_question,
    freeze_quiz,
    quiz_problems,
    quiz_warnings,
)
from tests.courses.makers_quiz import (
    both,
    make_annuity,
    make_choice,
    make_question,
    make_statement,
)

pytestmark = pytest.mark.django_db


def form_data(options=(), known_errors=(), **fields):
    """What the editor's form sends."""
    data = {
        "name": "PAYG rate",
        "type": "single_choice",
        "stem_en": "Which rate?",
        "tolerance": "0",
        "options-INITIAL_FORMS": "0",
        "options-TOTAL_FORMS": str(len(options)),
        "known_errors-INITIAL_FORMS": "0",
        "known_errors-TOTAL_FORMS": str(len(known_errors)),
    }
    for number, (text, correct) in enumerate(options):
        data |= {
            f"options-{number}-words_en": text,
            f"options-{number}-ORDER": str(number + 1),
            **({f"options-{number}-correct": "on"} if correct else {}),
        }
    for number, (value, tolerance) in enumerate(known_errors):
        data |= {
            f"known_errors-{number}-value": value,
            f"known_errors-{number}-tolerance": tolerance,
            f"known_errors-{number}-feedback_en": "A mistake.",
            f"known_errors-{number}-ORDER": str(number + 1),
        }
    return {**data, **fields}


def form_of(data, administrator):
    request = RequestFactory().post("/")
    request.user = administrator
    view_set = QuestionViewSet()
    panel = view_set.edit_handler.bind_to_model(Question)
    return panel.get_form_class()(data, instance=Question(), for_user=administrator)


@pytest.fixture
def problems(person):
    """The problems that the editor's form tells."""

    def told(**data):
        form = form_of(form_data(**data), person("administrator"))
        form.is_valid()
        return list(form.non_field_errors())

    return told


TWO = [("18 %", False), ("20 %", True)]


class TestForm:
    def test_a_sound_question_is_stored_with_its_answers_in_order(self, person):
        form = form_of(form_data(options=TWO), person("administrator"))
        assert form.is_valid(), form.errors
        question = form.save()
        assert [(each.words, each.correct) for each in question.options.all()] == [
            ({"en": "18 %"}, False),
            ({"en": "20 %"}, True),
        ]

    def test_no_answer_and_no_right_one_are_told_together(self, problems):
        assert problems() == [
            "There are fewer than two answers to choose from. Add some.",
            "No answer is marked as right. Mark one.",
        ]

    def test_two_right_answers_are_refused_unless_several_are_asked_for(self, problems):
        both_right = [("a", True), ("b", True), ("c", False)]
        (problem,) = problems(options=both_right)
        assert problem.startswith("More than one answer is marked as right. Mark one only")
        assert problems(options=both_right, type="multiple_choice") == []

    def test_a_number_needs_its_value(self, problems):
        (problem,) = problems(type="numeric")
        assert problem == "The right number is missing. Give it, or choose another type."

    def test_a_known_mistake_must_be_wrong(self, problems):
        data = {"type": "numeric", "value": "15.32", "tolerance": "0.5"}
        (problem,) = problems(**data, known_errors=[("15", "0.01")])
        assert problem.startswith("A known mistake lies within the tolerance")
        assert problems(**data, known_errors=[("14.5", "0.01")]) == []

    def test_a_negative_tolerance_is_refused_at_its_field(self, person):
        data = form_data(type="numeric", value="1", tolerance="-1")
        form = form_of(data, person("administrator"))
        assert not form.is_valid()
        assert "tolerance" in form.errors

    def test_a_formula_that_cannot_be_shown_is_refused_with_its_place(self, problems):
        found = problems(
            options=TWO, stem_en=r"What is $\nosuchmacro{1}$?", stem_zh_hans=r"$\frac{1$"
        )
        assert found[0].startswith(r"The formula “$\nosuchmacro{1}$”: ")
        assert r"“$\frac{1$”" in found[1]
        assert found[2:] == ["If a dollar sign is meant, write “\\$”."]

    def test_half_a_formula_is_refused_and_an_amount_of_money_is_not(self, problems):
        assert "“$v^{n}” would be shown" in problems(options=TWO, stem_en="So $v^{n} is?")[0]
        assert problems(options=TWO, stem_en="What is US$125 billion or $5?") == []

    def test_a_statement_needs_no_answers(self, problems):
        assert problems(type="true_false", statement_is_true="on") == []

    def test_an_answer_that_is_to_be_deleted_does_not_count(self, problems):
        data = form_data(options=[*TWO, ("25 %", True)])
        assert problems(options=[*TWO, ("25 %", True)], **{"options-2-DELETE": "on"}) == []
        assert data["options-TOTAL_FORMS"] == "3"


class TestItem:
    def test_what_the_type_has_no_use_for_is_left_out(self):
        question = make_annuity(options=[(both("a", "甲"), True, {})])
        assert question.item().options == ()
        question.type = "true_false"
        item = question.item()
        assert (item.value, item.unit, item.known_errors) == (None, {}, ())
        assert [option.correct for option in item.options] == [False, True]


class TestFreezing:
    def test_a_version_holds_the_question_as_it_was(self):
        question = make_choice()
        version = freeze_question(question=question)
        before = question.item()
        question.stem = both("Another?", "另一个？")
        question.save()
        stored = QuestionVersion.objects.get(pk=version.pk)
        assert stored.item() == before
        assert (stored.number, stored.type) == (1, "single_choice")

    def test_equal_content_is_stored_once_and_changed_content_gets_the_next_number(self):
        question = make_annuity()
        first = freeze_question(question=question)
        reloaded = Question.objects.get(pk=question.pk)
        assert freeze_question(question=reloaded) == first
        reloaded.tolerance = "0.02"
        reloaded.save()
        assert freeze_question(question=Question.objects.get(pk=question.pk)).number == 2
        reloaded.tolerance = "0.01"
        reloaded.save()
        assert freeze_question(question=Question.objects.get(pk=question.pk)) == first

    def test_a_quiz_is_frozen_in_order_without_deleted_questions(self):
        annuity, choice = make_annuity(), make_choice()
        frozen = freeze_quiz({"questions": [annuity, None, choice]})
        versions = QuestionVersion.objects.in_bulk(frozen)
        assert [versions[pk].question for pk in frozen] == [annuity, choice]

    def test_a_version_never_changes(self):
        version = freeze_question(question=make_choice())
        with pytest.raises(Unchangeable):
            version.save()
        with pytest.raises(Unchangeable):
            version.delete()
        with pytest.raises(Unchangeable):
            QuestionVersion.objects.update(number=7)


class TestBeforeARelease:
    def test_a_sound_quiz_has_no_problem(self):
        quiz = {"questions": [make_choice(), make_annuity(), make_statement()]}
        assert quiz_problems(quiz) == []
        assert quiz_warnings(quiz) == []

    def test_problems_name_the_question(self):
        unsound = make_question(name="Rate", type="numeric")
        assert quiz_problems({"questions": [make_choice(), unsound]}) == [
            "Question “Rate”: The right number is missing. Give it, or choose another type."
        ]

    def test_a_quiz_needs_a_question(self):
        assert len(quiz_problems({"questions": [None]})) == 1

    def test_a_missing_language_is_a_warning(self):
        question = make_choice(name="Rate", stem={"en": "Which?"})
        assert quiz_warnings({"questions": [question]}) == [
            "Question “Rate” is not complete in 简体中文."
        ]
        assert languages_column(question) == "简体中文"


class TestAdmin:
    @pytest.fixture
    def editor(self, client, person):
        client.force_login(person("editor"))
        return client

    def test_editors_find_questions_with_what_they_lack(self, editor):
        make_choice(name="Rate", stem={"en": "Which?"})
        page = editor.get("/admin/snippets/courses/question/").content.decode()
        assert "Rate" in page
        assert "简体中文" in page

    def test_the_list_takes_as_many_queries_for_six_questions_as_for_two(
        self, editor, django_assert_num_queries
    ):
        url = "/admin/snippets/courses/question/"
        for make in (make_choice, make_annuity):
            make()
        editor.get(url)
        with CaptureQueriesContext(connection) as queries:
            editor.get(url)
        for make in (make_choice, make_annuity) * 2:
            make()
        with django_assert_num_queries(len(queries)):
            editor.get(url)

    def test_a_released_question_cannot_be_deleted(self, client, person):
        client.force_login(person("administrator"))
        question = make_choice()
        freeze_question(question=question)
        url = f"/admin/snippets/courses/question/delete/{question.pk}/"
        page = client.post(url, follow=True).content.decode()
        assert f"Released courses rely on “{question.name}”." in page
        assert Question.objects.filter(pk=question.pk).exists()

    def test_another_question_can_be_deleted(self, client, person):
        client.force_login(person("administrator"))
        question = make_choice()
        client.post(f"/admin/snippets/courses/question/delete/{question.pk}/")
        assert not Question.objects.filter(pk=question.pk).exists()

    def test_translators_may_not_change_questions(self, client, person):
        client.force_login(person("translator"))
        question = make_choice()
        response = client.get(f"/admin/snippets/courses/question/edit/{question.pk}/")
        assert response.status_code == 302
