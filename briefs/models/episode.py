"""Episodes of the podcast."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from briefs.models.audio import Audio
from briefs.models.record import Record
from briefs.transcripts import gap_after
from portal.validators import AtMost


class Episode(Record):
    """A recording to listen to, with its transcript to read.

    Each translation has a recording of its own: translators replace the source's recording, which
    stands in until then.
    """

    audio = models.ForeignKey(
        Audio,
        models.PROTECT,
        related_name="episodes",
        verbose_name=_("recording"),
        help_text=_("In the language of this page."),
    )
    season = models.PositiveSmallIntegerField(
        _("season"), null=True, blank=True, validators=[AtMost(10_000)]
    )
    number = models.PositiveSmallIntegerField(
        _("number in the season"), null=True, blank=True, validators=[AtMost(10_000)]
    )
    publication = models.ForeignKey(
        "briefs.Publication",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="episodes",
        verbose_name=_("publication"),
        help_text=_("The brief that this episode talks about."),
    )

    page_description = _("A podcast episode with its recording, chapters and transcript.")
    parent_page_types = ["portal.ListingPage"]
    subpage_types: list[str] = []
    template = "briefs/episode.html"
    content_panels = [
        *Record.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("audio"),
                FieldPanel("publication"),
                FieldRowPanel([FieldPanel("season"), FieldPanel("number")]),
            ],
            heading=_("Episode"),
        ),
        *Record.record_panels,
    ]
    search_fields = [*Record.search_fields, index.SearchField("spoken_words")]

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")

    @property
    def label(self) -> str:
        return str(_("Podcast"))

    @property
    def guid(self) -> str:
        """By which podcast applications know the episode, whatever its address becomes."""
        return f"{self.permanent_id}-{self.locale.language_code}"

    @property
    def shown_publication(self) -> models.Model | None:
        """The live publication that the episode talks about, in the page's language if it can."""
        found = self.publication and self.publication.localized
        return found if found and found.live else None

    def further_words(self) -> str:
        """What is said in the recording, and the figures of the text."""
        return f"{self.spoken_words()}\n{super().further_words()}"

    def spoken_words(self) -> str:
        """What is said in the recording, for the search."""
        return "".join(cue.text + gap_after(cue.text) for cue in self.audio.cues)
