"""Publications: briefs, notes, fact sheets and issues of series."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from briefs.figures_text import date_words
from briefs.models.record import Record
from briefs.models.series import Series
from briefs.models.vocabularies import DatePrecision, PublicationKind, PublicationState
from portal.validators import HISTORY, AtMost


class Publication(Record):
    """A numbered or single publication; a page first, and a PDF of the page."""

    # Named, because an episode has a field `publication` and would inherit this one's usual name.
    page_ptr = models.OneToOneField(
        Page, models.CASCADE, parent_link=True, primary_key=True, related_name="publication_page"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PublicationKind)
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("series"),
    )
    number = models.PositiveSmallIntegerField(
        _("number in the series"), null=True, blank=True, validators=[AtMost(10_000)]
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=PublicationState,
        default=PublicationState.PUBLISHED,
        help_text=_(
            "A forthcoming publication is announced, a withdrawn one stays with a notice; "
            "neither has a PDF."
        ),
    )
    expected = models.DateField(
        pgettext_lazy("publication", "expected"),
        null=True,
        blank=True,
        validators=HISTORY,
        help_text=_("When a forthcoming publication is expected; as precise as the date below."),
    )

    page_description = _(
        "A brief, technical note, fact sheet or issue; readers also get it as PDF."
    )
    parent_page_types = ["portal.ListingPage"]
    subpage_types: list[str] = []
    template = "briefs/publication.html"
    print_template = "briefs/print/publication.html"
    content_panels = [
        *Record.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("series"), FieldPanel("number")]),
                FieldRowPanel([FieldPanel("state"), FieldPanel("expected")]),
            ],
            heading=_("Publication"),
        ),
        *Record.record_panels,
    ]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(series__isnull=False),
                name="numbered_publication_has_series",
                violation_error_message=_("A number needs the series in which it counts."),
            )
        ]

    @property
    def label(self) -> str:
        """The kind with the number, such as Policy brief 1."""
        kind = self.get_kind_display()
        if self.number is None:
            return kind
        return gettext("%(kind)s %(number)s") % {"kind": kind, "number": self.number}

    @property
    def printable(self) -> bool:
        """Only what is published has a PDF."""
        return self.state == PublicationState.PUBLISHED

    @property
    def expected_date(self) -> str:
        """When a forthcoming publication is expected, in words: in June 2027, on 3 June 2027."""
        if self.expected is None:
            return ""
        words = {"date": date_words(self.expected, self.date_precision, get_language() or "en")}
        if self.date_precision == DatePrecision.DAY:
            return gettext("on %(date)s") % words
        return gettext("in %(date)s") % words

    @property
    def questions(self) -> list[Any]:
        """The questions and answers of a fact sheet."""
        return [block.value for block in self.body if block.block_type == "faq"]

    @property
    def shown_date(self) -> str:
        if self.state == PublicationState.FORTHCOMING:
            return gettext("Forthcoming, expected %(date)s") % {"date": self.expected_date}
        if self.state == PublicationState.WITHDRAWN:
            return gettext("Withdrawn")
        return super().shown_date

    def clean(self) -> None:
        super().clean()
        if self.may_be_incomplete:
            return
        problems = {}
        if self.state == PublicationState.FORTHCOMING and self.expected is None:
            problems["expected"] = _("Say when the forthcoming publication is expected.")
        if self.state != PublicationState.FORTHCOMING and self.date is None:
            problems["date"] = _("A publication that is out needs its date.")
        if problems:
            raise ValidationError(problems)
