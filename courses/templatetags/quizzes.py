"""Quizzes in templates."""

from typing import Any

from django import template
from django.db.models import prefetch_related_objects

from courses.blocks.quiz import questions_of
from courses.grading import Sheet, blank_sheet, given_answers, marked_sheet
from portal.templatetags.portal import Context
from portal.words import in_language

register = template.Library()
register.filter("in_language", in_language)


@register.simple_tag(takes_context=True)
def sheet_of(context: Context, quiz: Any) -> Sheet:
    """The sheet that the view gives as `quiz_sheet`: in a cohort, the released questions.

    Elsewhere the questions as they are now; where the page's own form was sent, with marks. Those
    are for the reader alone: nothing is kept.
    """
    if "quiz_sheet" in context:
        return context["quiz_sheet"]
    questions = questions_of(quiz)
    prefetch_related_objects(questions, "options", "known_errors")
    items = [question.item() for question in questions]
    request = context.get("request")
    if request and request.method == "POST" and "quiz" in request.POST:
        return marked_sheet(items, quiz["pass_mark"], given_answers(request.POST.lists()))
    return blank_sheet(items, quiz["pass_mark"])
