"""What all records of knowledge share: experiences, publications, episodes and events."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from briefs.blocks import BriefBody
from briefs.figures_text import date_words
from briefs.models.vocabularies import LICENCE_ADDRESSES, DatePrecision, Licence, Relation
from portal.models import FOOTNOTES_PANEL, BasePage
from portal.models.vocabulary import vocabulary_words
from portal.validators import HISTORY


def new_permanent_id() -> str:
    """Ten random characters that can be read out and typed."""
    return secrets.token_hex(5)


class RecordForm(WagtailAdminPageForm):
    """The form of a record, whose drafts may be incomplete."""

    def _post_clean(self) -> None:
        self.instance.may_be_incomplete = self.is_deferred_validation
        super()._post_clean()


class Record(BasePage):
    """A page that can be cited: dated, licensed, with contributors and related records."""

    body = StreamField(BriefBody(), verbose_name=_("text"), blank=True)
    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        validators=HISTORY,
        help_text=_("Listings show the newest date first."),
    )
    date_precision = models.CharField(
        _("the date is known"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    date_inferred = models.BooleanField(
        _("the date is inferred"),
        default=False,
        help_text=_("Not stated by the source, but read out of the context."),
    )
    licence = models.CharField(_("licence"), max_length=30, choices=Licence, default=Licence.CC_BY)
    permanent_id = models.CharField(max_length=10, default=new_permanent_id)
    change_note = models.TextField(
        _("change note"),
        max_length=500,
        blank=True,
        help_text=_("What has changed since the page was first published; shown to readers."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    record_panels = [
        MultiFieldPanel(
            [FieldPanel("date"), FieldPanel("date_precision"), FieldPanel("date_inferred")],
            heading=_("Date"),
        ),
        FOOTNOTES_PANEL,
        InlinePanel("contributions", heading=_("Contributors"), label=_("Contributor")),
        InlinePanel("page_countries", heading=_("Countries"), label=_("Country")),
        InlinePanel("page_topics", heading=_("Topics"), label=_("Topic")),
        InlinePanel("related_records", heading=_("Related pages"), label=_("Related page")),
        FieldPanel("licence"),
        FieldPanel("change_note"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("indexed_words"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("permanent_id", overridable=False),
    ]
    exclude_fields_in_copy = ["permanent_id"]

    base_form_class = RecordForm
    may_be_incomplete = False
    """Whether what only readers need may be missing, as in a draft."""

    class Meta:
        abstract = True

    @property
    def shown_date(self) -> str:
        """The record's own date in words, as precisely as it is known; an inferred date says so."""
        if self.date is None:
            return ""
        day = date_words(self.date, self.date_precision, get_language() or "en")
        return gettext("%(date)s (inferred)") % {"date": day} if self.date_inferred else day

    @property
    def licence_address(self) -> str:
        """Where the licence can be read; empty where all rights are reserved."""
        return LICENCE_ADDRESSES.get(Licence(self.licence), "")

    def indexed_words(self) -> str:
        """Words by which the search finds the record though its text does not hold them."""
        names = [*self.contributor_names(), *self.scheme_names()]
        words = [vocabulary_words(self), *names, *self.figure_words()]
        return " , ".join(word for word in words if word)

    def further_words(self) -> str:
        """The figures that the text quotes, as it shows them."""
        return " · ".join(str(figure) for figure in self.figures())

    def contributor_names(self) -> list[str]:
        """The names of all contributors in all languages."""
        names = []
        for one in self.contributions.select_related("person", "institution"):
            names += one.contributor.names.values()
            names.append(one.institution.abbreviation if one.institution else "")
        return names

    def scheme_names(self) -> list[str]:
        """All names of the schemes that figures in the text are about."""
        schemes = {figure.scheme for figure in self.figures() if figure.scheme}
        ordered = sorted(schemes, key=lambda scheme: scheme.pk)
        return [
            name
            for scheme in ordered
            for name in (*scheme.names.values(), *scheme.aliases.values())
        ]

    def figure_words(self) -> list[str]:
        """The quoted figures in words, in all languages: 833 million and 8.33亿 both find them."""
        words = []
        for language, _name in settings.LANGUAGES:
            with override(language):
                words += [str(figure) for figure in self.figures()]
        return words

    def figures(self) -> list[Any]:
        """The figures quoted in the text, in order and each once."""
        return figures_in(self.body)


def figures_in(body: Any) -> list[Any]:
    """The figures that the blocks of a text quote, in order and each once."""
    found: dict[int, Any] = {}
    for block in body:
        if block.block_type == "figure":
            quoted = [block.value["figure"]]
        elif block.block_type == "figure_table":
            quoted = list(block.value["figures"])
        else:
            continue
        found.update({figure.pk: figure for figure in quoted if figure})
    return list(found.values())


class RelatedRecord(Orderable):
    """A page that belongs to a record, and how."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_records")
    target = models.ForeignKey(
        Page, models.CASCADE, related_name="related_from", verbose_name=_("page")
    )
    relation = models.CharField(
        _("relation"), max_length=20, choices=Relation, default=Relation.PAIRS
    )

    panels = [
        FieldPanel("relation"),
        FieldPanel("target"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("related page")
        verbose_name_plural = _("related pages")

    def __str__(self) -> str:
        return f"{self.get_relation_display()}: {self.target}"
