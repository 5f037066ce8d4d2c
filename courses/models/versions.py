"""Released courses: what a cohort is bound to. Nothing here ever changes."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from courses.models.immutable import WrittenOnce
from portal.fields import WordsField
from portal.words import in_language


class CourseVersion(WrittenOnce):
    """A course as it was on the day of its release, in every language it had."""

    course_key = models.UUIDField(_("course"))
    """The `translation_key` that the course's pages share."""
    number = models.PositiveIntegerField(_("number"))
    titles = WordsField(_("title"))
    notes = models.TextField(_("what is new"), blank=True)
    n_units = models.PositiveIntegerField(_("lessons"))
    n_required = models.PositiveIntegerField(_("required lessons"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    released_at = models.DateTimeField(_("released"), auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("course version")
        verbose_name_plural = _("course versions")
        ordering = ["course_key", "-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(
                fields=["course_key", "number"], name="one_course_version_per_number"
            ),
            models.UniqueConstraint(
                fields=["course_key", "content_hash"], name="one_course_version_per_content"
            ),
            models.CheckConstraint(
                condition=models.Q(n_required__lte=models.F("n_units")),
                name="required_units_are_units",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(course)s, version %(number)s") % {
            "course": in_language(self.titles),
            "number": self.number,
        }


class Unit(WrittenOnce):
    """A lesson of a released course; `pos` counts from 0 through all modules."""

    class Rule(models.TextChoices):
        READ = "read", _("marked as done by the learner")
        QUIZ = "quiz", _("passed by the quiz")

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="units")
    pos = models.PositiveIntegerField(_("position"))
    key = models.UUIDField(_("lesson"))
    """The `translation_key` that the lesson's pages share."""
    module_key = models.UUIDField(_("module"))
    module_titles = WordsField(_("title of the module"))
    titles = WordsField(_("title"))
    required = models.BooleanField(pgettext_lazy("lesson", "required"))
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"))
    rule = models.CharField(_("how it is done"), max_length=4, choices=Rule)
    quiz = models.JSONField(_("quiz"), null=True, blank=True)
    """{"block": id, "questions": [pk of a QuestionVersion, …], "pass_mark": per cent}."""

    class Meta:
        verbose_name = pgettext_lazy("course", "unit")
        verbose_name_plural = pgettext_lazy("course", "units")
        ordering = ["version", "pos"]
        constraints = [
            models.UniqueConstraint(fields=["version", "pos"], name="one_unit_per_position"),
            models.UniqueConstraint(fields=["version", "key"], name="one_unit_per_lesson"),
            models.CheckConstraint(
                condition=models.Q(rule="quiz", quiz__isnull=False)
                | models.Q(rule="read", quiz__isnull=True),
                name="quiz_rule_has_quiz",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.titles)


class ShownField(models.JSONField):
    """What a revision refers to: pairs of a model's label and a key.

    Handed to Wagtail's index of references, which leaves revisions out; so what a released lesson
    shows is known to be in use.
    """

    def extract_references(
        self, value: list[list[str]]
    ) -> Iterator[tuple[type[models.Model], str, str, str]]:
        for label, key in value:
            yield apps.get_model(label), key, "item", "item"


class UnitRevision(WrittenOnce):
    """The revision of a lesson page that a unit shows in one language."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="revisions")
    language = models.CharField(_("language"), max_length=12)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    shows = ShownField(_("figures and the like that it shows"), default=list, editable=False)

    class Meta:
        verbose_name = _("lesson of a released course")
        verbose_name_plural = _("lessons of released courses")
        ordering = ["unit", "language"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "language"], name="one_revision_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.unit.version} · {self.unit} ({self.language})"
