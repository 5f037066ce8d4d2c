"""The pages of the site; apps add their own kinds below a `ListingPage`."""

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce, Left, Length, TruncDate
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, InlinePanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.blocks import StoryBlock
from portal.characters import clean_texts
from portal.facets import narrow
from portal.registries import listing_dates, listing_notes
from portal.sheets import Sheets

CHILDREN_PER_PAGE = 12
FOOTNOTES_PANEL = InlinePanel(
    "footnotes",
    heading=_("Footnotes"),
    label=_("Footnote"),
    help_text=_(
        "Where the reference shall stand in a text, type “/” and choose “Fn”, then write the note "
        "here. Readers see the notes numbered in the order of their references; one without a "
        "reference is not shown."
    ),
)
PAGE_HEADER = "X-Portal-Page"
"""In which an answer tells the counter of visits its page; visitors never see it."""


class BasePage(Page):
    """What every page has: a summary that opens the page and stands for it in lists."""

    summary = models.TextField(
        _("summary"),
        max_length=500,
        blank=True,
        help_text=_("One to three sentences. They open the page and describe it in lists."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    settings_panels = [
        PublishingPanel(help_text=_("Times are those of the time zone in your profile.")),
        CommentPanel(),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    override_translatable_fields = [
        SynchronizedField(name, overridable=False) for name in ("slug", "go_live_at", "expire_at")
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        clean_texts(self)

    @property
    def label(self) -> str:
        """What kind of page this is, in one or two words above its title in lists; may be empty."""
        return ""

    @property
    def shown_date(self) -> str:
        """The page's date as lists show it."""
        day = self.first_published_at
        return date_format(timezone.localtime(day), "DATE_FORMAT") if day else ""

    def further_words(self) -> str:
        """What readers find on the page beside the texts stored with it, in its language."""
        return ""

    @property
    def description(self) -> str:
        """What search engines and shared links say about the page."""
        return self.search_description or self.summary

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().serve(request, *args, **kwargs)
        response.headers[PAGE_HEADER] = str(self.pk)
        if request.GET and not self.understands(response):
            response.headers["Cache-Control"] = "private, no-cache"  # anybody can invent queries
        return response

    def understands(self, response: HttpResponseBase) -> bool:
        """Whether the page's answer depends on the query that it was asked with."""
        return False


class HomePage(BasePage):
    """The first page of a language."""

    page_description = _("The first page of a language; there is one.")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = None  # every kind that names the home page as its parent
    template = "portal/home.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def sections(self) -> PageQuerySet:
        """The live pages directly below, which the home page leads to."""
        return self.get_children().live().in_menu().specific()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "sections": self.sections()}


class ListingPage(BasePage):
    """A page that lists the pages below it and below its subsections, the newest first."""

    page_description = _("A section of the site, which lists the pages below it, the newest first.")
    parent_page_types = ["portal.HomePage", "portal.ListingPage"]
    subpage_types = None  # every kind that names a listing page as its parent
    template = "portal/listing.html"

    class Meta:
        verbose_name = _("listing page")
        verbose_name_plural = _("listing pages")

    @property
    def shown_date(self) -> str:
        """None: what a section lists is newer than the section."""
        return ""

    def subsections(self) -> PageQuerySet:
        """The live listing pages directly below."""
        return self.get_children().live().type(ListingPage).in_menu()

    def entries(self) -> PageQuerySet:
        """The live public pages that stand directly below this page or below one of its sections.

        They are ordered by their own date, or where they have none by their first publication.
        """
        sections = self.get_descendants(inclusive=True).type(ListingPage).values_list("path")
        return (
            self.get_descendants()
            .live()
            .public()
            .not_type(ListingPage)
            .annotate(section=Left("path", Length("path") - self.steplen), listed_on=listing_date())
            .filter(section__in=sections)
            .order_by("-listed_on", "-first_published_at", "-pk")
        )

    def understands(self, response: HttpResponseBase) -> bool:
        """Whether the query asks for entries that there are."""
        entries, request = response.context_data["entries"], response.context_data["request"]
        return bool(entries) and request.GET.get("page", "1") == str(entries.number)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        narrowed = narrow(self.entries(), request.GET)
        sheets = Sheets(narrowed.pages.specific(), CHILDREN_PER_PAGE)
        entries = sheets.get_page(request.GET.get("page"))
        shown = {entry._meta.label for entry in entries}
        return {
            **super().get_context(request, *args, **kwargs),
            "entries": entries,
            "narrowed": narrowed,
            "notes": [note for model, note in listing_notes.items() if model in shown],
        }


def listing_date() -> TruncDate | Coalesce:
    """The date of a page as apps have registered it, else the day of its first publication."""
    published = TruncDate("first_published_at")
    return Coalesce(*listing_dates, published) if listing_dates else published


class PlainPage(BasePage):
    """A page of text, such as about, legal notice or help."""

    story = StreamField(StoryBlock(), verbose_name=_("story"), blank=True)

    page_description = _("A page of text that stands by itself, such as a legal notice or help.")
    parent_page_types = ["portal.HomePage", "portal.PlainPage"]
    subpage_types = ["portal.PlainPage"]
    template = "portal/plain.html"
    print_template = "portal/print/plain.html"
    content_panels = [*BasePage.content_panels, FieldPanel("story"), FOOTNOTES_PANEL]
    search_fields = [*BasePage.search_fields, index.SearchField("story")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
