"""A country's experience: what was done, what came of it, and what others may take from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from briefs.models.institutions import Institution
from briefs.models.record import Record
from portal.blocks import TEXT_FEATURES
from portal.models import Country


class Experience(Record):
    """Practices of a country with their figures and lessons."""

    lessons = RichTextField(
        pgettext_lazy("experience", "lessons"), features=TEXT_FEATURES, blank=True
    )
    conditions = RichTextField(
        _("what must be in place"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("What another country needs before it can do the same."),
    )
    limits = RichTextField(
        _("limits"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("What the practice did not solve, and what is not known."),
    )
    contact = models.ForeignKey(
        Institution,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="experiences",
        verbose_name=_("contact institution"),
    )

    page_description = _(
        "What a country did, with its figures and the lessons that others may take."
    )
    parent_page_types = ["portal.ListingPage"]
    subpage_types: list[str] = []
    template = "briefs/experience.html"
    print_template = "briefs/print/experience.html"
    content_panels = [
        *Record.content_panels,
        FieldPanel("lessons"),
        FieldPanel("conditions"),
        FieldPanel("limits"),
        InlinePanel("relevant_for", heading=_("Relevant for"), label=_("Country")),
        FieldPanel("contact"),
        *Record.record_panels,
    ]
    search_fields = [
        *Record.search_fields,
        index.SearchField("lessons"),
        index.SearchField("conditions"),
        index.SearchField("limits"),
    ]

    class Meta:
        verbose_name = _("country experience")
        verbose_name_plural = _("country experiences")

    @property
    def label(self) -> str:
        return str(_("Country experience"))

    @property
    def printable(self) -> bool:
        """Every experience has a PDF."""
        return True

    def indexed_words(self) -> str:
        links = self.relevant_for.select_related("country")
        names = [name for link in links for name in link.country.names.values()]
        return " , ".join([super().indexed_words(), *names])


class RelevantCountry(Orderable):
    """A country that may learn from an experience."""

    page = ParentalKey(Experience, on_delete=models.CASCADE, related_name="relevant_for")
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", verbose_name=_("country")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("country it is relevant for")
        verbose_name_plural = _("countries it is relevant for")

    def __str__(self) -> str:
        return str(self.country)
