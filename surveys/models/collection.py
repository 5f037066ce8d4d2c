"""The sample, what came in for it, and who may send."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.instrument import InstrumentVersion, Survey


class SampleUnit(models.Model):
    """One issued case of the sample, with what the sampling frame says of it."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="units")
    case_id = models.CharField(_("case"), max_length=64)
    stratum = models.CharField(_("stratum"), max_length=64)
    psu = models.CharField(_("primary sampling unit"), max_length=64)
    base_weight = models.FloatField(_("base weight"))
    attributes = models.JSONField(_("known before the interview"), default=dict)
    disposition = models.CharField(
        _("disposition"),
        max_length=8,
        blank=True,
        help_text=_("Outcome code of a case without interview; empty while it is open."),
    )

    class Meta:
        verbose_name = _("sample unit")
        verbose_name_plural = _("sample units")
        ordering = ["survey", "case_id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "case_id"], name="one_unit_per_case"),
            models.CheckConstraint(
                condition=models.Q(base_weight__gt=0), name="base_weight_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.case_id


class Submission(models.Model):
    """One received interview: the bytes as they came, what they say, and what was noticed."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="submissions")
    instrument = models.ForeignKey(
        InstrumentVersion, models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    unit = models.ForeignKey(
        SampleUnit, models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    instance_id = models.CharField(_("instance ID"), max_length=255)
    xml = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    row = models.JSONField(default=dict)
    repeats = models.JSONField(default=dict)
    issues = models.JSONField(default=list)
    issue_count = models.PositiveIntegerField(_("issues"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    utc_offset = models.SmallIntegerField(
        _("offset from UTC in minutes"),
        null=True,
        blank=True,
        help_text=_("The device's own offset when the interview started."),
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    reviewed_by = models.ForeignKey(
        "portal.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "instance_id"], name="one_submission_per_instance"
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(state="approved"),
                name="one_approved_interview_per_case",
            ),
        ]
        indexes = [models.Index(fields=["survey", "state"]), models.Index(fields=["received_at"])]

    def __str__(self) -> str:
        return self.instance_id


class HeldSubmission(models.Model):
    """What was sent and could not be taken as a submission, kept for the researcher to decide."""

    class Reason(models.TextChoices):
        CONFLICT = "conflict", _("another content under a known instance ID")
        UNREADABLE = "unreadable", _("not readable as a submission")
        FAILED = "failed", _("the portal failed to take it in")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="held_submissions")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    instance_id = models.CharField(_("instance ID"), max_length=255, blank=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    problems = models.JSONField(_("problems"), default=list)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("held submission")
        verbose_name_plural = _("held submissions")
        ordering = ["received_at"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "sha256"], name="held_content_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.instance_id or self.sha256[:12]}"


class CollectorKey(models.Model):
    """A revocable right to send submissions; only the token's hash is stored."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="collector_keys")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("collector key")
        verbose_name_plural = _("collector keys")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.token_sha256[:8]}"
