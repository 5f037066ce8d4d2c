"""Makers of questions, lessons with a quiz, and released units with their learners."""

import uuid
from datetime import date
from itertools import count

from courses.models import (
    Cohort,
    CoursePage,
    CourseVersion,
    Enrolment,
    LessonPage,
    ModulePage,
    Question,
    QuestionKnownError,
    QuestionOption,
    Unit,
)
from courses.services.quizzes import freeze_question
from tests.factories import make_listing_page, publish_below

numbers = count(1)


def both(english, chinese):
    return {"en": english, "zh-hans": chinese}


def make_question(name="", options=(), known_errors=(), **fields):
    """A question in the bank; `options` are (words, right, feedback)."""
    name = name or f"Question {next(numbers)}"
    question = Question(name=name, **{"stem": both("Which rate?", "费率是多少？"), **fields})
    question.options = [
        QuestionOption(words=words, correct=correct, feedback=feedback)
        for words, correct, feedback in options
    ]
    question.known_errors = [QuestionKnownError(**known) for known in known_errors]
    question.save()
    return Question.objects.get(pk=question.pk)


def make_choice(**fields):
    """Which of three rates is right: the second."""
    options = [
        (both("18 %", "18%"), False, both("This takes off 10 %.", "这里减去了10%。")),
        (both("20 %", "20%"), True, {}),
        (both("25 % is $\\frac{1}{4}$", "25%即$\\frac{1}{4}$"), False, {}),
    ]
    feedback = both("Multiply the two.", "请把两者相乘。")
    return make_question(options=options, feedback_wrong=feedback, **fields)


def make_annuity(**fields):
    """A number, 15.32, with one known mistake."""
    return make_question(
        **{
            "type": "numeric",
            "stem": both("What is $\\ddot{a}$ at 3 %?", "利率3%时$\\ddot{a}$是多少？"),
            "value": "15.32",
            "tolerance": "0.01",
            "known_errors": [
                {
                    "value": "14.88",
                    "tolerance": "0.01",
                    "feedback": both("You used payments in arrears.", "您用了期末支付。"),
                }
            ],
            "explanation": both("It is 15.323799.", "结果为15.323799。"),
            **fields,
        }
    )


def make_statement(**fields):
    """A statement that is false."""
    stem = both("A surplus proves the scheme is sustainable.", "当年有结余就证明制度可持续。")
    return make_question(**{"type": "true_false", "stem": stem, **fields})


def make_lesson(home, questions, pass_mark=70, title="Annuities"):
    """A published lesson with a quiz, in a course of its own."""
    listing = make_listing_page(home, f"Learn {next(numbers)}")
    course = CoursePage(title="Actuarial work", audience="Staff", hours=2, locale=home.locale)
    module = ModulePage(title="Session 1", locale=home.locale)
    quiz = {
        "title": "Check yourself",
        "questions": [question.pk for question in questions],
        "pass_mark": pass_mark,
    }
    lesson = LessonPage(
        title=title,
        minutes=20,
        locale=home.locale,
        body=[{"type": "quiz", "value": quiz, "id": str(uuid.uuid4())}],
    )
    publish_below(listing, course)
    publish_below(course, module)
    return publish_below(module, lesson)


def make_quiz_unit(questions, pass_mark=70):
    """A released unit with the questions as they are now."""
    version = CourseVersion.objects.create(
        course_key=uuid.uuid4(),
        number=1,
        titles=both("Actuarial work", "精算"),
        n_units=1,
        n_required=1,
        content_hash="0" * 64,
    )
    frozen = [freeze_question(question=question).pk for question in questions]
    return Unit.objects.create(
        version=version,
        pos=0,
        key=uuid.uuid4(),
        module_key=uuid.uuid4(),
        module_titles=both("Session 1", "第一讲"),
        titles=both("Annuities", "年金"),
        required=True,
        minutes=20,
        rule=Unit.Rule.QUIZ,
        quiz={"block": str(uuid.uuid4()), "questions": frozen, "pass_mark": pass_mark},
    )


def make_quiz_enrolment(unit, user, state=Cohort.State.OPEN):
    """A person in a cohort of its own that follows the unit's version."""
    cohort = Cohort.objects.create(
        version=unit.version,
        titles=both("Autumn", "秋季班"),
        capacity=10,
        enrolment_from=date(2026, 1, 1),
        enrolment_until=date(2026, 12, 31),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        state=state,
    )
    return Enrolment.objects.create(cohort=cohort, user=user)
