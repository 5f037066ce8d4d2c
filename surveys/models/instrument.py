"""A survey and the versions of its questionnaire."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.identifiers import new_public_id


class Survey(models.Model):
    """One survey: its questionnaires, sample, answers, plans and releases hang on it."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    titles = models.JSONField(_("title per language"), default=dict)
    synthetic = models.BooleanField(
        _("synthetic data"),
        default=False,
        help_text=_("The answers come from the simulator; every output says so."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.titles.get(get_language() or "en") or self.titles.get("en") or self.slug


class InstrumentVersion(models.Model):
    """One version of a questionnaire, with the exact bytes it was made of and is served as."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="instrument_versions")
    form_id = models.CharField(_("form id"), max_length=255)
    version = models.CharField(_("version"), max_length=255)
    title = models.CharField(_("title"), max_length=255)
    filename = models.CharField(_("file name"), max_length=255)
    workbook = models.BinaryField()
    workbook_sha256 = models.CharField(max_length=64)
    xform = models.BinaryField()
    xform_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("questionnaire version")
        verbose_name_plural = _("questionnaire versions")
        ordering = ["survey", "form_id", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "form_id", "version"], name="one_instrument_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.form_id} {self.version})"
