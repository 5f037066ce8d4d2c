"""What came in: every content that was ever sent, what it says now, and what was decided."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from surveys.models.blobs import Blob
from surveys.models.instrument import ConsentText, InstrumentVersion, Survey
from surveys.models.sample import SampleUnit
from surveys.models.team import CollectorKey


def marks_of(marks: Iterable[Mapping[str, str]]) -> str:
    """The codes of issues and notices as they are stored: each once, between blanks."""
    codes = dict.fromkeys(mark["code"] for mark in marks)
    return f" {' '.join(codes)} " if codes else ""


class Submission(models.Model):
    """One interview as it stands: its current answers, what was noticed, and its review.

    `instance_id` names the first version and stays; `sha256` is the digest of the current one.
    `issues` are failed checks, `notices` what somebody should look at; only issues decide whether
    it *has issues*. `checked_at` is empty until the answers have been judged.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        HAS_ISSUES = "hasIssues", _("has issues")
        EDITED = "edited", _("edited")
        ON_HOLD = "onHold", _("on hold")
        RETURNED = "returned", _("returned to the interviewer")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")

    class Source(models.TextChoices):
        DEVICE = "device", _("device")
        PAGE = "page", _("web page")
        FILE = "file", _("imported file")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="submissions")
    instrument = models.ForeignKey(
        InstrumentVersion, models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    unit = models.ForeignKey(
        SampleUnit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="submissions",
        db_index=False,
    )
    key = models.ForeignKey(
        CollectorKey, models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interviews",
        verbose_name=_("interviewer"),
    )
    consent = models.ForeignKey(
        ConsentText, models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    instance_id = models.CharField(_("instance ID"), max_length=255)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(_("source"), max_length=6, choices=Source, default=Source.DEVICE)
    pilot = models.BooleanField(_("pilot"), default=False)
    row = models.JSONField(default=dict)
    repeats = models.JSONField(default=dict)
    issues = models.JSONField(default=list)
    issue_count = models.PositiveIntegerField(_("issues"), default=0)
    notices = models.JSONField(default=list)
    notice_count = models.PositiveIntegerField(_("notices"), default=0)
    marks = models.CharField(
        _("codes of issues and notices"),
        max_length=600,
        blank=True,
        help_text=_(
            "Each once, with a blank before and after it: lists are narrowed and filled by it."
        ),
    )
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    minutes = models.FloatField(_("minutes"), null=True, blank=True)
    nonresponse = models.FloatField(_("share of questions without answer"), null=True, blank=True)
    flags = models.CharField(
        _("flags of fieldwork"),
        max_length=120,
        blank=True,
        help_text=_("Codes with blanks between them; each stands among the notices too."),
    )
    counted = models.CharField(
        _("answers that quotas read"),
        max_length=400,
        blank=True,
        help_text=_("As a short text, so that they are counted without the other answers."),
    )
    compared = models.BooleanField(_("compared with others"), default=False)
    edits = models.PositiveSmallIntegerField(_("edits"), default=0)
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
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.GeneratedField(
        expression=Greatest(
            "received_at",
            Coalesce("reviewed_at", "received_at"),
            Coalesce("checked_at", "received_at"),
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    """When it was received, read anew or reviewed last: the database keeps it, whoever writes."""

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
        indexes = [
            models.Index(
                fields=["survey", "state", "received_at", "id", "marks"], name="submission_inbox"
            ),
            models.Index(fields=["received_at"]),
            models.Index(fields=["survey", "changed_at", "id"], name="submission_feed"),
            models.Index(
                fields=["survey", "received_at", "id", "state", "pilot", "marks"],
                name="submission_arrivals",
            ),
            models.Index(fields=["survey", "started_at"], name="submission_by_start"),
            models.Index(
                fields=["id"], condition=models.Q(checked_at=None), name="submission_unchecked"
            ),
            models.Index(
                fields=["survey", "id"],
                condition=models.Q(compared=False),
                name="submission_not_compared",
            ),
            models.Index(fields=["unit", "state"], name="submission_of_case"),
            # What the page of fieldwork counts: read here, it need not go through the answers.
            models.Index(
                fields=[
                    "survey",
                    "interviewer",
                    "pilot",
                    "state",
                    "flags",
                    "nonresponse",
                    "minutes",
                ],
                name="submission_measures",
            ),
            models.Index(
                fields=["survey", "pilot", "state", "counted", "unit"], name="submission_counted"
            ),
        ]

    WAITING = (State.RECEIVED, State.HAS_ISSUES, State.EDITED)
    """The states in which an interview waits for review."""
    UNDECIDED = (*WAITING, State.ON_HOLD, State.RETURNED)
    """The states in which an interview may still be approved without anybody taking it back."""

    def __str__(self) -> str:
        return self.instance_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the codes beside the marks that they are of."""
        if not {"issues", "notices"} & self.get_deferred_fields():
            self.marks = marks_of([*self.issues, *self.notices])
            named = kwargs.get("update_fields")
            if named is not None and {"issues", "notices"} & set(named):
                kwargs["update_fields"] = {*named, "marks"}
        super().save(*args, **kwargs)


class SubmissionVersion(models.Model):
    """The bytes of one version of an interview, exactly as they came; a version never changes."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="submission_versions")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    instance_id = models.CharField(_("instance ID"), max_length=255)
    xml = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of a submission")
        verbose_name_plural = _("versions of a submission")
        ordering = ["submission", "number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "instance_id"], name="one_version_per_instance"
            ),
            models.UniqueConstraint(fields=["submission", "number"], name="one_version_per_number"),
        ]

    def __str__(self) -> str:
        return self.instance_id


class Attachment(models.Model):
    """A file that an interview names, or that came with it; expected until its bytes are there."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="attachments")
    name = models.CharField(_("file name"), max_length=255)
    expected = models.BooleanField(_("named by the interview"), default=True)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("received"), null=True, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["submission", "name"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "name"], name="one_attachment_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One decision about an interview, with who took it and why."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reviews")
    state = models.CharField(_("state"), max_length=10, choices=Submission.State)
    note = models.TextField(_("note"), blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["submission", "made_at", "id"]

    def __str__(self) -> str:
        return self.get_state_display()
