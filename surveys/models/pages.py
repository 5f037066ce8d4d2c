"""The web page of a release's findings."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.models import BasePage
from portal.words import in_language
from surveys.models.analysis import Release


class FindingsPage(BasePage):
    """Findings of one release; the numbers come from the release and cannot be edited here."""

    release = models.ForeignKey(
        Release,
        models.PROTECT,
        related_name="pages",
        verbose_name=_("release"),
        help_text=_("The frozen results this page shows. A later release needs a new choice here."),
    )

    page_description = _("The findings of one release of a survey.")
    parent_page_types = ["portal.ListingPage"]
    subpage_types: list[str] = []
    template = "surveys/findings_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("release")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("release"),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("finding_words")]

    class Meta:
        verbose_name = _("findings page")
        verbose_name_plural = _("findings pages")

    @property
    def label(self) -> str:
        """What kind of page it is."""
        return gettext("Survey findings")

    def further_words(self) -> str:
        """The names of what was measured, in the page's language."""
        from surveys.findings.storage import from_json

        indicators = from_json(self.release.results).indicators
        return " · ".join(in_language(each.labels) for each in indicators)

    def finding_words(self) -> str:
        """The names of what was measured and of the groups compared, in all languages."""
        from surveys.findings.storage import from_json

        results = from_json(self.release.results)
        named = [each.labels for each in (*results.indicators, *results.variables)]
        named += [words for each in results.variables for words in each.level_labels.values()]
        return " , ".join(dict.fromkeys(text for words in named for text in words.values()))
