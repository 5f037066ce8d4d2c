"""The quizzes of released units, and how far learners have come with them."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Max, QuerySet

from courses.grading import Sheet, blank_sheet, marked_sheet
from courses.models import Attempt, Enrolment, QuestionVersion, Unit


def quiz_versions(unit: Unit) -> list[QuestionVersion]:
    """The frozen questions of a unit's quiz, in order."""
    found = QuestionVersion.objects.in_bulk(unit.quiz["questions"])
    return [found[key] for key in unit.quiz["questions"]]


def attempts_at(unit: Unit, enrolment: Enrolment) -> QuerySet[Attempt]:
    """The tries of an enrolled person at a unit's quiz, the first one first."""
    return Attempt.objects.filter(enrolment=enrolment, pos=unit.pos).order_by("pk")


def best_score(unit: Unit, enrolment: Enrolment) -> int | None:
    """The most right answers of any try; None before the first."""
    return attempts_at(unit, enrolment).aggregate(best=Max("score"))["best"]


def quiz_sheet(unit: Unit, enrolment: Enrolment | None = None) -> Sheet:
    """The quiz of a unit, with the answers and marks of the enrolled person's last try."""
    items = [version.item() for version in quiz_versions(unit)]
    pass_mark = unit.quiz["pass_mark"]
    tries = attempts_at(unit, enrolment).prefetch_related("responses") if enrolment else None
    last = tries.last() if tries is not None else None
    if last is None:
        return blank_sheet(items, pass_mark)
    given = {response.slot: response.answer for response in last.responses.all()}
    return replace(marked_sheet(items, pass_mark, given), best=best_score(unit, enrolment))
