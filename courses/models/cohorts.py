"""Cohorts: groups of people who follow one released version of a course together."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from courses.models.versions import CourseVersion
from portal.fields import WordsField, known_time_zone
from portal.identifiers import new_public_id
from portal.validators import PRESENT, AtMost
from portal.words import in_language

STAFF_GROUPS = ("trainer", "partner", "auditor", "administrator")
"""Members of these groups may be on a cohort's staff."""


def default_time_zone() -> str:
    """The site's time zone."""
    return settings.TIME_ZONE


class Cohort(ClusterableModel):
    """A group that follows one version. All of its days are days in its own time zone."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("in preparation: only staff see it")
        OPEN = "open", _("open: people may enrol in the days given and learn")
        CLOSED = "closed", _("closed: everything stays readable, nothing changes any more")

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    version = models.ForeignKey(
        CourseVersion,
        models.PROTECT,
        related_name="cohorts",
        verbose_name=_("course version"),
        help_text=_("What the cohort learns. Later releases of the course do not change it."),
    )
    titles = WordsField(_("title"))
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default=default_time_zone,
        validators=[known_time_zone],
        help_text=_("All days below begin and end in this zone, such as Asia/Shanghai."),
    )
    capacity = models.PositiveIntegerField(
        _("places"), validators=[MinValueValidator(1), AtMost(100_000)]
    )
    enrolment_from = models.DateField(_("enrolment from"), validators=PRESENT)
    enrolment_until = models.DateField(
        _("enrolment until"), validators=PRESENT, help_text=_("The last day.")
    )
    starts_on = models.DateField(_("first day"), validators=PRESENT)
    ends_on = models.DateField(_("last day"), validators=PRESENT)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PREPARED)

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "-pk"]
        permissions = [("manage_cohorts", "Can work with all cohorts")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(enrolment_from__lte=models.F("enrolment_until")),
                name="cohort_enrolment_begins_before_it_ends",
                violation_error_message=_("Enrolment ends before it begins. Correct one day."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")),
                name="cohort_begins_before_it_ends",
                violation_error_message=_("The cohort ends before it begins. Correct one day."),
            ),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="cohort_has_a_place"),
        ]

    def __str__(self) -> str:
        return in_language(self.titles)

    def clean(self) -> None:
        """Refuses, all at once, what would break promises to those who are in the cohort."""
        super().clean()
        if self._state.adding:
            return
        errors = {}
        taken = self.enrolments.exclude(state="withdrawn").count()
        if self.capacity is not None and self.capacity < taken:
            errors["capacity"] = ngettext(
                "%(count)s place is taken. Give at least as many places.",
                "%(count)s places are taken. Give at least as many places.",
                taken,
            ) % {"count": taken}
        bound_to = Cohort.objects.values_list("version_id", flat=True).get(pk=self.pk)
        if bound_to != self.version_id and self.enrolments.exists():
            errors["version"] = _(
                "People have begun to learn in this cohort. Make a new cohort for another version."
            )
        if errors:
            raise ValidationError(errors)

    def today(self, now: datetime | None = None) -> date:
        """The day it is in the cohort's time zone."""
        return timezone.localdate(now, ZoneInfo(self.time_zone))

    def enrols(self, now: datetime | None = None) -> bool:
        """Whether people may enrol themselves now, as far as the days and the state say."""
        today = self.today(now)
        return self.is_open and self.enrolment_from <= today <= self.enrolment_until

    @property
    def is_open(self) -> bool:
        """Whether its members may still do something."""
        return self.state == self.State.OPEN


class CohortStaff(models.Model):
    """Somebody who works with a cohort."""

    class Role(models.TextChoices):
        TRAINER = "trainer", _("trainer")
        ASSISTANT = "assistant", _("assistant")
        ASSESSOR = "assessor", _("assessor")
        OBSERVER = "observer", _("observer")

    cohort = ParentalKey(Cohort, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="cohort_roles",
        verbose_name=_("person"),
        limit_choices_to={"groups__name__in": STAFF_GROUPS},
    )
    role = models.CharField(_("role"), max_length=9, choices=Role, default=Role.TRAINER)

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "user"], name="one_role_per_cohort_and_user")
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
