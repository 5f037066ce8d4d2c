"""A quiz inside a lesson."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from portal.formula_blocks import FormulaCharBlock


class QuizBlock(blocks.StructBlock):
    """Questions from the bank and the share of them that must be answered rightly."""

    title = FormulaCharBlock(label=_("Title"), max_length=120)
    questions = blocks.ListBlock(
        SnippetChooserBlock("courses.Question", label=_("Question")),
        label=_("Questions"),
        min_num=1,
        max_num=30,
    )
    pass_mark = blocks.IntegerBlock(
        label=_("Pass mark"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_(
            "Per cent of the questions. In a cohort the lesson is done once it is reached."
        ),
    )

    class Meta:
        icon = "circle-check"
        label = _("Quiz")
        template = "courses/blocks/quiz.html"
        description = _("Questions that learners answer to see what they have understood")
        preview_value = {"title": _("Check what you have learnt"), "questions": [], "pass_mark": 70}

    def get_preview_value(self) -> Any:
        """The example with the first questions of the bank."""
        bank = self.child_blocks["questions"].child_block.target_model.objects.all()
        return {**super().get_preview_value(), "questions": list(bank[:2])}


def questions_of(quiz: Any) -> list[Any]:
    """The questions of a quiz; those deleted since are left out."""
    return [question for question in quiz["questions"] if question is not None]
