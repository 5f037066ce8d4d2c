"""Curricula as pages: a course, its modules, their lessons.

What people who follow a course see is not these pages but the version their cohort is bound to.
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from courses.blocks import LessonBody, OutcomesBlock
from portal.blocks import StoryBlock
from portal.models import FOOTNOTES_PANEL, BasePage
from portal.models.vocabulary import vocabulary_words
from portal.validators import AtMost


class CoursePage(BasePage):
    """A course: whom it is for, what they are able to do afterwards, and its modules below."""

    audience = models.TextField(
        _("whom it is for"),
        max_length=500,
        help_text=_("Who should take the course, and what they should know before it."),
    )
    hours = models.PositiveSmallIntegerField(
        _("duration in hours"),
        validators=[MinValueValidator(1), AtMost(10_000)],
        help_text=_("All of the learner's time, live meetings and own work included."),
    )
    outcomes = StreamField(OutcomesBlock(), verbose_name=_("learning outcomes"))
    body = StreamField(StoryBlock(), verbose_name=_("description"), blank=True)

    page_description = _("A course with its modules; cohorts follow a released version of it.")
    parent_page_types = ["portal.ListingPage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course.html"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("audience"),
        FieldPanel("hours"),
        FieldPanel("outcomes"),
        FieldPanel("body"),
        FOOTNOTES_PANEL,
        MultiFieldPanel(
            [InlinePanel("page_countries"), InlinePanel("page_topics")],
            heading=_("Countries and topics"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("audience"),
        index.SearchField("outcomes"),
        index.SearchField("body"),
        index.SearchField("vocabulary"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("hours"),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def label(self) -> str:
        return str(_("Course"))

    @property
    def shown_date(self) -> str:
        """None: on a course, the day of its publication reads like the day it begins."""
        return ""

    def vocabulary(self) -> str:
        """The names of the course's countries and topics in all languages."""
        return vocabulary_words(self)


class ModulePage(BasePage):
    """A part of a course; how long it takes follows from its lessons."""

    outcomes = StreamField(OutcomesBlock(), verbose_name=_("learning outcomes"), blank=True)

    page_description = _("A part of a course, which holds lessons.")
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/module.html"
    content_panels = [*BasePage.content_panels, FieldPanel("outcomes")]
    search_fields = [*BasePage.search_fields, index.SearchField("outcomes")]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    @property
    def label(self) -> str:
        return str(_("Module"))


class LessonPage(BasePage):
    """A lesson, open for everybody to read."""

    minutes = models.PositiveSmallIntegerField(
        _("duration in minutes"), validators=[MinValueValidator(1), AtMost(10_000)]
    )
    required = models.BooleanField(
        pgettext_lazy("lesson", "required"),
        default=True,
        help_text=_("A course is completed when all of its required lessons are done."),
    )
    body = StreamField(LessonBody(), verbose_name=_("lesson"))

    page_description = _("What is learnt in one sitting: text, formulae, examples and a quiz.")
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    template = "courses/lesson.html"
    print_template = "courses/print/lesson.html"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("minutes"),
        FieldPanel("required"),
        FieldPanel("body"),
        FOOTNOTES_PANEL,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("minutes", overridable=False),
        SynchronizedField("required", overridable=False),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def label(self) -> str:
        return str(_("Lesson"))

    @property
    def place(self) -> tuple[str, str]:
        """The titles of the course and of the module that hold the lesson."""
        module = self.get_parent()
        return module.get_parent().title, module.title
