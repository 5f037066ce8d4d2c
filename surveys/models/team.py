"""Who works on a survey, and with which devices."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.instrument import Survey


class Member(models.Model):
    """What a person is to one survey."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead: everything, the team included")
        ANALYST = "analyst", _("analyst: questionnaire, weights, releases, exports")
        SUPERVISOR = "supervisor", _("supervisor: sample, fieldwork, review")
        INTERVIEWER = "interviewer", _("interviewer: own cases")
        VIEWER = "viewer", _("viewer: progress and results, no answers")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="survey_memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ["survey", "role", "user"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "user"], name="one_membership_per_survey")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class CollectorKey(models.Model):
    """A revocable right of devices to fetch forms and send submissions.

    Only the hash of the token in the address is stored. `username` and `ha1` serve devices that
    log in instead: `ha1` is the digest that HTTP Digest needs, made of a secret of its own that
    the portal generated, never of anybody's password, and sealed.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="collector_keys")
    label = models.CharField(_("name of the key"), max_length=120, blank=True)
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="collector_keys",
        verbose_name=_("interviewer"),
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    username = models.CharField(_("user name"), max_length=40, unique=True, null=True, blank=True)
    ha1 = models.BinaryField(default=bytes, blank=True)
    may_list = models.BooleanField(_("may fetch forms"), default=True)
    may_submit = models.BooleanField(_("may send"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("collector key")
        verbose_name_plural = _("collector keys")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.label or f"{self.survey_id}: {self.token_sha256[:8]}"

    @property
    def in_force(self) -> bool:
        """Whether it was not withdrawn, and whoever carries the device still has an account."""
        carrier = self.interviewer
        return self.revoked_at is None and (carrier is None or carrier.is_active)


class RefusedRequest(models.Model):
    """How often the requests of a key were refused for one reason, and when the last one was."""

    DEVICE = 120

    key = models.ForeignKey(CollectorKey, models.CASCADE, related_name="refusals")
    reason = models.CharField(_("reason"), max_length=20)
    device = models.CharField(_("device"), max_length=DEVICE, blank=True)
    count = models.PositiveIntegerField(_("count"), default=1)
    last_at = models.DateTimeField(_("last time"))

    class Meta:
        verbose_name = _("refused request")
        verbose_name_plural = _("refused requests")
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(fields=["key", "reason"], name="one_refusal_per_reason")
        ]

    def __str__(self) -> str:
        return f"{self.key} · {self.reason}"
