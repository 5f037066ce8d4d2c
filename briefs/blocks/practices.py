"""Blocks of country experiences."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from portal.blocks import TEXT_FEATURES, LevelBlock


class PracticeBlock(blocks.StructBlock):
    """One thing that a country did, and what it teaches."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = LevelBlock(label=_("Level"), default="2")
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    lessons = blocks.ListBlock(
        blocks.TextBlock(label=pgettext_lazy("experience", "Lesson")),
        label=pgettext_lazy("experience", "Lessons"),
        min_num=0,
    )

    class Meta:
        icon = "check"
        label = _("Practice")
        template = "briefs/blocks/practice.html"
        description = _("What was done, and the lessons that others may take from it")
        preview_value = {
            "heading": _("One window for all services"),
            "level": "2",
            "text": _("Branches close to where people live give access to every scheme."),
            "lessons": [_("Begin with the services that people ask for most.")],
        }


class FactRowBlock(blocks.StructBlock):
    """An aspect and the fact about it."""

    aspect = blocks.CharBlock(label=_("Aspect"), max_length=120)
    fact = blocks.TextBlock(label=_("Fact"))


class BoxBlock(blocks.StructBlock):
    """A box of facts about one thing."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    rows = blocks.ListBlock(FactRowBlock(), label=_("Rows"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Box of facts")
        template = "briefs/blocks/box.html"
        description = _("The main facts about a scheme, aspect by aspect")
        preview_value = {
            "title": _("The scheme in brief"),
            "rows": [{"aspect": _("Enrolment"), "fact": _("voluntary")}],
        }


class MilestoneBlock(blocks.StructBlock):
    """A date and what happened then."""

    date = blocks.CharBlock(
        label=_("Date"), max_length=60, help_text=_("As precise as it is known: 2003, or May 2004.")
    )
    text = blocks.TextBlock(label=_("What happened"))


class MilestonesBlock(blocks.StructBlock):
    """What happened, in order of time."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    steps = blocks.ListBlock(MilestoneBlock(), label=_("Milestones"), min_num=1)

    class Meta:
        icon = "history"
        label = _("Milestones")
        template = "briefs/blocks/milestones.html"
        description = _("A timeline, the earliest first")
        preview_value = {
            "title": _("The way there"),
            "steps": [{"date": "2009", "text": _("The first pilots begin.")}],
        }
