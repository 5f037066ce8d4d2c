"""A survey and the versions of its questionnaire."""

from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.identifiers import new_public_id
from surveys.models.blobs import Blob


class Survey(models.Model):
    """One survey: its questionnaires, sample, answers, plans and releases hang on it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PILOT = "pilot", _("pilot")
        OPEN = "open", _("open")
        PAUSED = "paused", _("paused")
        CLOSED = "closed", _("closed")
        ARCHIVED = "archived", _("archived")

    class Reception(StrEnum):
        OPEN = "open"
        NOT_YET = "not_yet"
        PAUSED = "paused"
        CLOSED = "closed"

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    titles = models.JSONField(_("title per language"), default=dict)
    synthetic = models.BooleanField(
        _("synthetic data"),
        default=False,
        help_text=_("The answers come from the simulator; every output says so."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"),
        default=0,
        help_text=_("So many days after the closing date personal links still lead somewhere."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("Of the places where people are interviewed; empty: that of the portal."),
    )
    open_link = models.BooleanField(
        _("open link"),
        default=False,
        help_text=_("Whoever has the address of the survey may answer it, without an invitation."),
    )
    contact = models.CharField(
        _("contact for questions"),
        max_length=200,
        blank=True,
        help_text=_("For those who are asked; empty: the address of the portal."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["slug"]
        permissions = [
            ("view_all_surveys", "Can see every survey, but no answers"),
            ("lead_all_surveys", "Can do everything in every survey"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="survey_opens_before_it_closes",
            )
        ]

    def __str__(self) -> str:
        return self.titles.get(get_language() or "en") or self.titles.get("en") or self.slug

    @property
    def zone(self) -> tzinfo:
        """The clock of the places where people are interviewed."""
        return ZoneInfo(self.time_zone) if self.time_zone else timezone.get_default_timezone()

    @property
    def asked_at(self) -> str:
        """Whom people ask who are asked: the survey's own contact, else the portal's address."""
        return self.contact or settings.CONTACT_EMAIL

    @property
    def links_end(self) -> datetime | None:
        """When personal links end that have no date of their own."""
        return self.closes_at and self.closes_at + timedelta(days=self.grace_days)

    def takes_answers(self, moment: datetime, *, invited: bool = False) -> bool:
        """Whether people may begin to answer now: by its state and between its dates."""
        end = self.links_end if invited else self.closes_at
        return (
            self.state in (self.State.PILOT, self.State.OPEN)
            and (self.opens_at is None or self.opens_at <= moment)
            and (end is None or moment < end)
        )

    @property
    def reception(self) -> Reception:
        """What somebody meets now who comes to answer."""
        return self.reception_of(invited=False)

    def reception_of(self, *, invited: bool) -> Reception:
        """What somebody meets now who comes with a personal link, or without one."""
        now = timezone.now()
        if self.takes_answers(now, invited=invited):
            return self.Reception.OPEN
        if self.state == self.State.PAUSED:
            return self.Reception.PAUSED
        early = self.opens_at is not None and now < self.opens_at
        waiting = self.state in (self.State.DRAFT, self.State.PILOT, self.State.OPEN)
        if self.state == self.State.DRAFT or (waiting and early):
            return self.Reception.NOT_YET
        return self.Reception.CLOSED


class StateChange(models.Model):
    """When a survey went into a state, and who said so."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="state_changes")
    state = models.CharField(_("state"), max_length=10, choices=Survey.State)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["survey", "-made_at", "-id"]

    def __str__(self) -> str:
        return self.get_state_display()


class ConsentText(models.Model):
    """One version of what people are told before they take part; a version never changes."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="consent_texts")
    number = models.PositiveSmallIntegerField(_("version"))
    texts = models.JSONField(_("text per language"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["survey", "-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_consent_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.survey} · {self.number}"


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
    xform_md5 = models.CharField(max_length=32, default="")
    """What phones compare to see whether they have this version."""
    warnings = models.JSONField(default=list, editable=False)
    """House rules that the questionnaire leaves: each a code, a place, what was found, details."""
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    lists_cases = models.BooleanField(default=False, editable=False)
    """Whether a device gets the list of its cases beside the questionnaire."""
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


class InstrumentFile(models.Model):
    """A file that a version of a questionnaire names: a list of choices, a picture, a sound."""

    instrument = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="files")
    name = models.CharField(_("file name"), max_length=255)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    md5 = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("file of a questionnaire")
        verbose_name_plural = _("files of a questionnaire")
        ordering = ["instrument", "name"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "name"], name="one_file_per_name")
        ]

    def __str__(self) -> str:
        return self.name
