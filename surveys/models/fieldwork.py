"""What happens in the field: imports of cases, contact attempts, looks at contact data, quotas."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.instrument import Survey
from surveys.models.panel import Panel
from surveys.models.sample import Contact, SampleUnit


class UnitImport(models.Model):
    """A list of cases, or of a panel's members: seen before it is stored, and undone as long as it
    is the last one.

    `sealed_content` is the file, until it is applied; it holds names and numbers of people.
    `before` then keeps, per case that was changed, what it replaced, and `made` the new ones.
    `targets` has the interviews wanted in each stratum of a drawn sample, as `wanted`; and, once it
    is applied, as `before` what was wanted there before it.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="unit_imports")
    panel = models.ForeignKey(Panel, models.CASCADE, null=True, blank=True, related_name="imports")
    filename = models.CharField(_("file name"), max_length=255)
    sealed_content = models.BinaryField(default=bytes)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    made = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    targets = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("import of cases")
        verbose_name_plural = _("imports of cases")
        ordering = ["survey", "-made_at", "-id"]

    def __str__(self) -> str:
        return self.filename


class ContactReading(models.Model):
    """Who looked at the contact data of a case, when and why; an interviewer's own case needs no
    reason.
    """

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    read_at = models.DateTimeField(_("read"), auto_now_add=True)

    class Meta:
        verbose_name = _("reading of contact data")
        verbose_name_plural = _("readings of contact data")
        ordering = ["contact", "-read_at", "-id"]

    def __str__(self) -> str:
        return f"{self.reader}: {self.reason}"


class ContactAttempt(models.Model):
    """One attempt to reach a case, also where nobody was met."""

    class Mode(models.TextChoices):
        VISIT = "visit", _("visit")
        PHONE = "phone", _("telephone")
        MESSAGE = "message", _("message")
        LETTER = "letter", _("letter")

    class Result(models.TextChoices):
        NOBODY = "nobody", _("nobody reached")
        OTHER_PERSON = "other", _("another person reached")
        APPOINTMENT = "appointment", _("appointment made")
        INTERVIEW = "interview", _("interview held")
        BROKEN_OFF = "broken_off", _("interview broken off")
        REFUSED = "refused", _("refused")
        WRONG_CONTACT = "wrong", _("wrong number or address")
        NOT_ELIGIBLE = "not_eligible", _("does not belong to the survey")

    class Reason(models.TextChoices):
        NO_TIME = "no_time", _("no time now")
        DISTURBED = "disturbed", _("disturbed by others")
        UNWILLING = "unwilling", _("does not want to go on")
        TIRED = "tired", _("needs a rest")
        DEVICE = "device", _("device or connection")
        OTHER = "other", _("another reason")

    unit = models.ForeignKey(SampleUnit, models.CASCADE, related_name="attempts")
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    mode = models.CharField(_("how"), max_length=10, choices=Mode)
    result = models.CharField(_("result"), max_length=12, choices=Result)
    reason = models.CharField(
        _("reason to finish later"), max_length=12, choices=Reason, blank=True
    )
    note = models.TextField(_("note"), blank=True)
    next_at = models.DateTimeField(_("next appointment"), null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("contact attempt")
        verbose_name_plural = _("contact attempts")
        ordering = ["unit", "-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_mode_display()}: {self.get_result_display()}"


class Quota(models.Model):
    """How many interviews are wanted of people with certain answers.

    `conditions` has the codes that count for each variable; all variables must fit.
    """

    class Kind(models.TextChoices):
        SOFT = "soft", _("soft: warns")
        HARD = "hard", _("hard: stops the web questionnaire")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="quotas")
    name = models.CharField(_("name"), max_length=120)
    conditions = models.JSONField(_("conditions"), default=dict)
    target = models.PositiveIntegerField(_("target"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.SOFT)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["survey", "name"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], name="one_quota_per_name"),
            models.CheckConstraint(condition=models.Q(target__gt=0), name="quota_wants_somebody"),
        ]

    def __str__(self) -> str:
        return self.name
