"""Plans, control totals and releases: how answers became numbers, and the numbers."""

from datetime import date

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.identifiers import new_public_id
from surveys.models.blobs import Blob
from surveys.models.instrument import InstrumentVersion, Survey


class ControlTotals(models.Model):
    """Known population counts of one margin, with where they come from."""

    class Quality(models.TextChoices):
        OFFICIAL = "official", _("official statistics")
        SURVEY = "survey", _("another survey")
        COMPANY = "company", _("company data")
        ASSUMPTION = "assumption", _("assumption")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="control_totals")
    name = models.CharField(_("name"), max_length=80)
    variables = models.JSONField(_("variables"))
    totals = models.JSONField(_("totals"))
    source = models.JSONField(_("source"))
    """A text, or one per language."""
    date = models.DateField(_("reference date"))
    quality = models.CharField(_("quality"), max_length=12, choices=Quality)

    class Meta:
        verbose_name = _("control totals")
        verbose_name_plural = _("control totals")
        ordering = ["survey", "name"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], name="one_control_total_per_name")
        ]

    def __str__(self) -> str:
        return self.name

    def as_document(self) -> dict[str, object]:
        """The totals as the part of a plan document that the weighting stage reads."""
        return {
            "variables": self.variables,
            "totals": self.totals,
            "source": self.source,
            "date": self.date.isoformat(),
            "quality": self.quality,
        }


class ReferenceSample(models.Model):
    """A probability sample beside volunteers: its table as it was uploaded, and where it is from."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="reference_samples")
    name = models.CharField(_("name"), max_length=80)
    filename = models.CharField(_("file name"), max_length=255)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    source = models.JSONField(_("source"))
    """A text, or one per language."""
    date = models.DateField(_("reference date"))
    stored_at = models.DateTimeField(_("stored at"), auto_now=True)

    class Meta:
        verbose_name = _("reference sample")
        verbose_name_plural = _("reference samples")
        ordering = ["survey", "name"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], name="one_reference_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class AnalysisPlan(models.Model):
    """The plan document: recodes, weighting steps, indicators, domains. Its text never changes.

    A text that is kept again becomes the survey's plan anew: the one kept last is in force.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="plans")
    text = models.TextField(_("plan"))
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField(_("kept at"), default=timezone.now)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kept by"),
    )

    class Meta:
        verbose_name = _("analysis plan")
        verbose_name_plural = _("analysis plans")
        ordering = ["survey", "kept_at", "id"]
        get_latest_by = ["kept_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "sha256"], name="one_plan_per_text")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Release(models.Model):
    """Results frozen under one content hash. What a page, a PDF or a brief quotes."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField(_("number"))
    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    instrument = models.ForeignKey(
        InstrumentVersion, models.PROTECT, null=True, blank=True, related_name="releases"
    )
    plan = models.ForeignKey(AnalysisPlan, models.PROTECT, related_name="releases")
    results = models.TextField(_("results"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    created_at = models.DateTimeField(_("released"), auto_now_add=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["survey", "-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_release_per_number"),
            models.UniqueConstraint(fields=["survey", "content_hash"], name="one_release_per_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.survey} · {self.number}"

    @property
    def day(self) -> date:
        """When it was released, in the site's time zone: the same for all readers."""
        return timezone.localtime(self.created_at, timezone.get_default_timezone()).date()


def report_storage() -> FileSystemStorage:
    """Where printed findings were kept before they became prints; the first migration names it."""
    return FileSystemStorage(settings.REPORTS_ROOT)
