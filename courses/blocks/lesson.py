"""What a lesson is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from briefs.blocks.figures import FigureBlock
from courses.blocks.quiz import QuizBlock
from courses.blocks.teaching import ResourceBlock, TableBlock, WorkedExampleBlock
from portal.blocks import TEXT_FEATURES, StoryBlock
from portal.formula_blocks import (
    FormulaBlock,
    FormulaCalloutBlock,
    FormulaHeadingBlock,
    FormulaQuoteBlock,
    FormulaTextBlock,
)
from surveys.blocks import FindingBlock


class OutcomeBlock(blocks.CharBlock):
    """One thing that people are able to do afterwards."""

    class Meta:
        icon = "check"
        label = _("Learning outcome")
        template = "courses/blocks/outcome.html"
        description = _("What people are able to do afterwards")
        preview_value = _("Compute the present value of an annuity.")


class OutcomesBlock(blocks.StreamBlock):
    """What people are able to do afterwards, one sentence each."""

    outcome = OutcomeBlock(max_length=300)

    class Meta:
        icon = "list-ul"
        label = _("Learning outcomes")


class LessonBody(StoryBlock):
    """A lesson: a story with formulae, worked examples, figures, findings and one quiz."""

    heading = FormulaHeadingBlock()
    text = FormulaTextBlock(features=TEXT_FEATURES)
    quote = FormulaQuoteBlock()
    callout = FormulaCalloutBlock()
    formula = FormulaBlock()
    worked_example = WorkedExampleBlock()
    table = TableBlock()
    figure = FigureBlock()
    finding = FindingBlock()
    quiz = QuizBlock()
    resource = ResourceBlock()

    class Meta:
        block_counts = {"quiz": {"max_num": 1}}
