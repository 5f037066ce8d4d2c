"""Interviews that are being answered on web pages, and the invitations to them."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.blobs import Blob
from surveys.models.instrument import ConsentText, InstrumentVersion, Survey
from surveys.models.sample import SampleUnit
from surveys.models.submissions import Submission

MAX_EVENTS = 5_000


def new_instance_id() -> str:
    """A new interview's name, as Collect makes it."""
    return f"uuid:{uuid4()}"


class Invitation(models.Model):
    """One person's link to a survey, good for one response; each wave of a panel has its own cases.

    The token in the link is stored as a hash, and sealed for whoever prints letters.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(
        SampleUnit,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("sample unit"),
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    sealed_token = models.BinaryField()
    language = models.CharField(_("language"), max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    sent_at = models.DateTimeField(_("last sent"), null=True, blank=True)
    sendings = models.PositiveSmallIntegerField(_("times sent"), default=0)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["survey", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(revoked_at=None, unit__isnull=False),
                name="one_invitation_in_force_per_case",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit or self.token_sha256[:8])

    @property
    def answer_by(self) -> datetime | None:
        """What a letter says; the days of grace are for letters that come late."""
        return self.expires_at or self.survey.closes_at


class Draft(models.Model):
    """An interview on web pages: what was answered so far, and how it went.

    `answers` and `instances` are what `surveys.interviewing.running.Kept` holds; answers that a
    skip hides stay here and are not sent. `outcome` is empty while it is open, and the code of
    its disposition once it is closed. `paradata` lists what the person did, by the server's clock.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="drafts")
    instrument = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="drafts")
    invitation = models.OneToOneField(
        Invitation, models.CASCADE, null=True, blank=True, related_name="draft"
    )
    token_sha256 = models.CharField(max_length=64, unique=True, null=True, blank=True)
    """Of the link of an interview without invitation."""
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("interviewer"),
    )
    instance_id = models.CharField(max_length=60, unique=True, default=new_instance_id)
    answers = models.JSONField(default=dict)
    instances = models.JSONField(default=dict)
    page = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=12, blank=True)
    consent = models.ForeignKey(
        ConsentText, models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    paradata = models.JSONField(default=list)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last answered"), auto_now=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    outcome = models.CharField(_("disposition"), max_length=8, blank=True)
    submission = models.OneToOneField(
        Submission, models.SET_NULL, null=True, blank=True, related_name="draft"
    )

    class Meta:
        verbose_name = _("interview on web pages")
        verbose_name_plural = _("interviews on web pages")
        ordering = ["survey", "started_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(invitation=None, token_sha256__isnull=False)
                | Q(invitation__isnull=False, token_sha256=None),
                name="draft_has_one_link",
            )
        ]
        indexes = [
            models.Index(
                fields=["updated_at"], condition=Q(handed_in_at=None), name="draft_not_handed_in"
            )
        ]

    def __str__(self) -> str:
        return self.instance_id

    @property
    def touched(self) -> bool:
        """Whether the person gave an answer; what the questionnaire itself sets is none."""
        return any(event.get("changed") for event in self.paradata)

    def note(self, event: dict[str, Any]) -> None:
        """Add to the paradata; a runaway script does not fill the database."""
        if len(self.paradata) < MAX_EVENTS:
            self.paradata.append(event)


class DraftFile(models.Model):
    """A picture, sound or file that was chosen as an answer."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file of an interview")
        verbose_name_plural = _("files of an interview")
        ordering = ["draft", "name"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "name"], name="one_draft_file_per_name")
        ]

    def __str__(self) -> str:
        return self.name
