"""What was sent and is held: it waits for a person to decide."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.blobs import Blob
from surveys.models.instrument import Survey


class HeldSubmission(models.Model):
    """What was sent and could not be taken as a submission, kept until somebody decides."""

    class Reason(models.TextChoices):
        CONFLICT = "conflict", _("another content under a known instance ID")
        EDIT = "edit", _("an edit of a version that is unknown or not the current one")
        UNREADABLE = "unreadable", _("not readable as a submission")
        FAILED = "failed", _("the portal failed to take it in")

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("taken as a new version")
        DISCARDED = "discarded", _("discarded")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="held_submissions")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    instance_id = models.CharField(_("instance ID"), max_length=255, blank=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    problems = models.JSONField(_("problems"), default=list)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("held submission")
        verbose_name_plural = _("held submissions")
        ordering = ["received_at"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "sha256"], name="held_content_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.instance_id or self.sha256[:12]}"


class HeldFile(models.Model):
    """A file that came with a content that is held; it goes along when the content is taken in."""

    held = models.ForeignKey(HeldSubmission, models.CASCADE, related_name="files")
    name = models.CharField(_("file name"), max_length=255)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("file of a held submission")
        verbose_name_plural = _("files of a held submission")
        ordering = ["held", "name"]
        constraints = [
            models.UniqueConstraint(fields=["held", "name"], name="one_held_file_per_name")
        ]

    def __str__(self) -> str:
        return self.name
