"""How many interviews are held again, and which answers are compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.instrument.nodes import Question
from surveys.templatetags.transcripts import label_in


class DrawForm(forms.Form):
    """A share of each interviewer's interviews, and the seed that makes the draw repeatable."""

    share = forms.FloatField(
        label=_("Per cent of each interviewer's interviews"),
        min_value=0.1,
        max_value=100,
        initial=10,
        help_text=_("At least one interview of each interviewer is drawn."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        help_text=_("Any number; the same number draws the same interviews."),
    )


class ComparedForm(forms.Form):
    """The questions that are compared: those whose answers should not change."""

    question = forms.MultipleChoiceField(
        label=_("Questions whose answers should not change"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("Without a choice: all questions with one answer out of a list."),
    )

    def __init__(self, *args: Any, questions: Mapping[str, Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        language = get_language() or "en"
        self.fields["question"].choices = [
            (column, f"{column} · {label_in(question.labels, language)[:90]}")
            for column, question in questions.items()
        ]

    @property
    def compared(self) -> dict[str, Question]:
        chosen = self.cleaned_data.get("question") if self.is_valid() else None
        return {
            column: question
            for column, question in self.questions.items()
            if (column in chosen if chosen else question.kind == "select_one")
        }
