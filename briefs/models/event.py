"""Events with their sessions."""

from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from briefs.models.record import Record
from briefs.models.vocabularies import DatePrecision, EventMode
from portal.fields import known_time_zone
from portal.validators import PRESENT, AtMost, refused_by


class Event(Record):
    """A meeting at a time and a place, or online; its times are shown in its own zone."""

    starts_at = models.DateTimeField(_("begins"), validators=PRESENT)
    ends_at = models.DateTimeField(_("ends"), validators=PRESENT)
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        default="Asia/Shanghai",
        validators=[known_time_zone],
        help_text=_("In which the times are shown, such as Asia/Shanghai."),
    )
    mode = models.CharField(
        _("mode"), max_length=10, choices=EventMode, default=EventMode.IN_PERSON
    )
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Empty for an event held online only.")
    )
    participants = models.PositiveIntegerField(
        _("participants"),
        null=True,
        blank=True,
        validators=[AtMost(1_000_000)],
        help_text=_("Counted or estimated afterwards."),
    )
    participants_approximate = models.BooleanField(
        _("the number of participants is approximate"), default=False
    )

    page_description = _("A seminar, dialogue or training with its dates, sessions and speakers.")
    parent_page_types = ["portal.ListingPage"]
    subpage_types: list[str] = []
    template = "briefs/event.html"
    content_panels = [
        *Record.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("time_zone"),
                FieldPanel("mode"),
                FieldPanel("place"),
            ],
            heading=_("Time and place"),
        ),
        InlinePanel(
            "sessions",
            heading=pgettext_lazy("event", "Sessions"),
            label=pgettext_lazy("event", "Session"),
        ),
        MultiFieldPanel(
            [FieldPanel("participants"), FieldPanel("participants_approximate")],
            heading=_("Afterwards"),
        ),
        # The date of an event is the day on which it begins.
        *Record.record_panels[1:],
    ]
    search_fields = [
        *Record.search_fields,
        index.SearchField("place"),
        index.SearchField("session_words"),
    ]
    override_translatable_fields = [
        *Record.override_translatable_fields,
        SynchronizedField("time_zone", overridable=False),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("The event ends before it begins."),
            )
        ]

    @property
    def label(self) -> str:
        return str(_("Event"))

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the event's times are shown."""
        return ZoneInfo(self.time_zone)

    @property
    def is_over(self) -> bool:
        """Whether the event has ended."""
        return self.ends_at <= timezone.now()

    @property
    def shown_sessions(self) -> models.QuerySet["EventSession"]:
        """The sessions in the order of their times."""
        return self.sessions.order_by("starts_at", "sort_order")

    def further_words(self) -> str:
        """The programme, and the figures of the text."""
        programme = (f"{one.title}\n{one.text}" for one in self.sessions.all())
        return "\n".join([*programme, super().further_words()])

    def session_words(self) -> str:
        """The titles and texts of the sessions, for the search."""
        return " , ".join(f"{one.title} , {one.text}" for one in self.sessions.all())

    def clean(self) -> None:
        super().clean()
        problems: dict[str, object] = {}
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            problems["ends_at"] = _("The event ends before it begins.")
        if self.mode != EventMode.ONLINE and not self.place and not self.may_be_incomplete:
            problems["place"] = _("Say where people meet, or choose that it is online.")
        plausible = self.starts_at and not refused_by(PRESENT, self.starts_at)
        if plausible and self.time_zone in available_timezones():
            self.date = self.starts_at.astimezone(self.zone).date()
            self.date_precision = DatePrecision.DAY
        if problems:
            raise ValidationError(problems)


class EventSession(TranslatableMixin, Orderable):
    """A part of an event with a time of its own."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("begins"), validators=PRESENT)
    ends_at = models.DateTimeField(_("ends"), validators=PRESENT)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=1000, blank=True)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("text"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = pgettext_lazy("event", "session")
        verbose_name_plural = pgettext_lazy("event", "sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_session_ends_after_start",
                violation_error_message=_("The session ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title
