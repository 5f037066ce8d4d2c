"""Quizzes: frozen when a course is released, answered and marked while a cohort follows it."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.utils.translation import gettext as _

from courses.blocks.quiz import questions_of
from courses.grading import Sheet, given_answers, item_to_json, marked_sheet
from courses.models import Attempt, Enrolment, Question, QuestionVersion, Response, Unit
from courses.queries.quizzes import best_score, quiz_versions
from courses.question_problems import missing_languages, problems_of
from courses.services.progress import complete_unit, locked_for_learner
from portal.models import User


def freeze_quiz(quiz: Any) -> list[int]:
    """The primary keys of the versions of a quiz's questions as they are now, in order."""
    return [freeze_question(question=question).pk for question in questions_of(quiz)]


@transaction.atomic
def freeze_question(*, question: Question) -> QuestionVersion:
    """The version that holds the question as it is stored now; made unless there is one already."""
    stored = Question.objects.select_for_update().get(pk=question.pk)  # one new number at a time
    body, key = item_to_json(stored.item())
    content = json.dumps([stored.type, body, key], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    known = stored.versions.filter(sha256=digest).first()
    if known:
        return known
    latest = stored.versions.aggregate(latest=Max("number"))["latest"] or 0
    return QuestionVersion.objects.create(
        question=stored, number=latest + 1, type=stored.type, body=body, key=key, sha256=digest
    )


def quiz_problems(quiz: Any) -> list[str]:
    """Why a quiz cannot be released, each with its remedy; empty when it can."""
    questions = questions_of(quiz)
    if not questions:
        return [_("The quiz has no question. Choose one at least, or remove the quiz.")]
    return [
        _("Question “%(name)s”: %(problem)s") % {"name": question, "problem": problem}
        for question in questions
        for problem in problems_of(question.item())
    ]


def quiz_warnings(quiz: Any) -> list[str]:
    """Which languages the texts of a quiz's questions lack."""
    lacking = ((question, missing_languages(question.item())) for question in questions_of(quiz))
    return [
        _("Question “%(name)s” is not complete in %(languages)s.")
        % {"name": question, "languages": ", ".join(languages)}
        for question, languages in lacking
        if languages
    ]


@transaction.atomic
def submit_quiz(
    *, enrolment: Enrolment, unit: Unit, data: QueryDict, actor: User
) -> Attempt | Sheet:
    """A try at a unit's quiz, kept with its marks; whoever passes has done the unit.

    Gives a sheet with all problems, and keeps nothing, where an answer is missing or is none.
    Raises `Refused` as `complete_unit` does.
    """
    locked_for_learner(enrolment=enrolment, actor=actor)
    versions = quiz_versions(unit)
    items = [version.item() for version in versions]
    sheet = marked_sheet(items, unit.quiz["pass_mark"], given_answers(data.lists()))
    if not sheet.marked:
        return replace(sheet, best=best_score(unit, enrolment))
    attempt = _keep(enrolment, unit, versions, sheet)
    if attempt.passed:
        complete_unit(enrolment=enrolment, pos=unit.pos, actor=actor)
    return attempt


def _keep(
    enrolment: Enrolment, unit: Unit, versions: list[QuestionVersion], sheet: Sheet
) -> Attempt:
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        pos=unit.pos,
        score=sheet.score,
        max_score=sheet.max_score,
        passed=sheet.passed,
    )
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            slot=slot.position,
            question_version=version,
            answer=list(slot.given),
            score=slot.outcome.score,
        )
        for version, slot in zip(versions, sheet.slots, strict=True)
    )
    return attempt
