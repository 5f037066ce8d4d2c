"""Answers that go out and come in: exports, imports, and what machines may fetch or are told."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.identifiers import new_public_id
from portal.models import Job
from surveys.models.instrument import Survey


def exchange_storage() -> FileSystemStorage:
    """A folder of files that do not stay, to which no address leads."""
    return FileSystemStorage(settings.EXCHANGE_ROOT)


class Format(models.TextChoices):
    """The formats of an export."""

    CSV = "csv", _("CSV, in the shape of ODK Central")
    XLSX = "xlsx", _("Excel")
    SAV = "sav", _("SPSS")
    DTA = "dta", _("Stata")
    PARQUET = "parquet", _("Parquet")
    DDI = "ddi", _("Codebook (DDI)")
    ATTACHMENTS = "attachments", _("Attachments")


class Export(models.Model):
    """A file of answers that one person asked for; it goes when it expires."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="exports")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    format = models.CharField(_("format"), max_length=12, choices=Format)
    options = models.JSONField(default=dict)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.FileField(storage=exchange_storage, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    told = models.JSONField(default=dict)
    """Rows of each table, renamed columns, and values that the format could not hold."""
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["expires_at"], name="export_expiry")]

    def __str__(self) -> str:
        return f"{self.survey} · {self.get_format_display()}"

    @property
    def interviews(self) -> int:
        """How many rows the main table has."""
        return int(self.told.get("rows", {}).get("", 0))


class ExportLog(models.Model):
    """That answers went out: who took them, when, and what; it stays when the file is gone."""

    class Action(models.TextChoices):
        DOWNLOADED = "downloaded", _("downloaded")
        COMMAND = "command", _("written by a command")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="export_log")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    action = models.CharField(_("action"), max_length=10, choices=Action)
    format = models.CharField(_("format"), max_length=12, choices=Format)
    options = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(_("interviews"), default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("answers taken out")
        verbose_name_plural = _("answers taken out")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.survey} · {self.get_format_display()} · {self.made_at:%Y-%m-%d}"


class AnswerImport(models.Model):
    """Existing answers that came in as files: what they hold, and how far they are taken in."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="answer_imports")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("file name"), max_length=255)
    folder = models.CharField(max_length=64, blank=True)
    """Where its files lie in the storage; empty once they are gone."""
    mapping = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))

    class Meta:
        verbose_name = _("import of answers")
        verbose_name_plural = _("imports of answers")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_busy(self) -> bool:
        """Whether a worker looks at the files or takes them in."""
        return self.job is not None and self.job.state in (Job.State.QUEUED, Job.State.RUNNING)

    @property
    def losses(self) -> dict | None:
        """What the last look found, or None where the files could not be read."""
        return self.report.get("losses")


class ApiKey(models.Model):
    """A revocable right of a machine to read a survey's answers; only its hash is stored."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="api_keys")
    label = models.CharField(_("name of the key"), max_length=120)
    token_sha256 = models.CharField(max_length=64, unique=True)
    all_states = models.BooleanField(_("also answers that are not approved"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("key for machines")
        verbose_name_plural = _("keys for machines")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.label


class Webhook(models.Model):
    """An address that is told what happens to a survey's answers, with a sealed secret to sign.

    `told_until` is how far in time it has been told.
    """

    class Event(models.TextChoices):
        RECEIVED = "submission.received", _("an answer was received")
        EDITED = "submission.edited", _("an answer was edited")
        REVIEWED = "submission.reviewed", _("an answer was reviewed")
        TEST = "test", _("a test")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="webhooks")
    url = models.URLField(_("address"), max_length=500)
    events = models.JSONField(_("events"), default=list)
    secret = models.BinaryField(default=bytes)
    told_until = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One event for one webhook: tried until it is taken or has been tried often enough."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        GIVEN_UP = "given up", _("given up")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.CharField(_("event"), max_length=24, choices=Webhook.Event)
    instance_id = models.CharField(_("instance ID"), max_length=255)
    happened_at = models.DateTimeField(_("happened"))
    body = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"))
    answer = models.CharField(_("last answer"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("delivery of an event")
        verbose_name_plural = _("deliveries of events")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "event", "instance_id", "happened_at"],
                name="one_delivery_per_event",
            )
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="delivery_due"),
            models.Index(
                fields=["webhook", "instance_id"],
                condition=models.Q(state="waiting"),
                name="delivery_waits_behind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.instance_id}"
