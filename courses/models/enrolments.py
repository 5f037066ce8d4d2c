"""Who follows a course in which cohort, and what they have done."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses import bitmap
from courses.models.cohorts import Cohort
from courses.models.immutable import WrittenOnce


class Enrolment(models.Model):
    """A person in a cohort. How far they are is read from this one row.

    `done` is the set of the positions of done units (`courses.bitmap`), kept in step with the
    `Completion` rows by `services.progress`, which alone writes it.
    """

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("enrolment", "learning")
        COMPLETED = "completed", _("completed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ACTIVE)
    done = models.BinaryField(_("done units"), default=b"")
    n_done = models.PositiveIntegerField(_("lessons done"), default=0)
    n_required_done = models.PositiveIntegerField(_("required lessons done"), default=0)
    enrolled_at = models.DateTimeField(_("enrolled"), auto_now_add=True)
    last_at = models.DateTimeField(_("last active"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "cohort"], name="one_enrolment_per_cohort"),
            models.CheckConstraint(
                condition=Q(n_required_done__lte=F("n_done")), name="required_done_are_done"
            ),
            models.CheckConstraint(
                condition=Q(state="completed", completed_at__isnull=False)
                | (~Q(state="completed") & Q(completed_at__isnull=True)),
                name="completed_enrolment_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.cohort}"

    def has_done(self, pos: int) -> bool:
        """Whether the unit at this position is done."""
        return bitmap.contains(bytes(self.done), pos)


class Completion(WrittenOnce):
    """An enrolled person did a unit."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="completions")
    pos = models.PositiveIntegerField(_("position of the unit"))
    at = models.DateTimeField(_("done"), auto_now_add=True)

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["enrolment", "pos"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "pos"], name="one_completion_per_unit")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.pos}"
