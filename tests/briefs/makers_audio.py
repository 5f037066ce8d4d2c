"""Recordings and episodes; each maker gives a valid row."""

from datetime import date

from django.core.files.base import ContentFile
from wagtail.models import Page

from briefs.models import Episode
from briefs.services.audio import store_audio
from portal.models import ListingPage
from tests.factories import make_listing_page, publish_below

FRAME = bytes([0xFF, 0xF3, 0x40, 0xC0]) + bytes(100)
"""576 samples of silence: MPEG 2 layer III, 32 kbit/s, 22,050 Hz, mono."""
SECOND = 22_050 / 576
TRANSCRIPT = """WEBVTT

00:00.000 --> 00:02.000
<v Host>Who pays when a courier falls ill?</v>

00:02.000 --> 00:04.000
<v Guest>That depends on the law.</v>
"""
CHAPTERS = "0:00 Welcome\n0:02 The law\n"


def mp3(seconds=5):
    """The bytes of a silent MP3."""
    return FRAME * round(seconds * SECOND)


def make_audio(*, title="Courier", content=None, name="Courier.mp3", **texts):
    """Five seconds of silence with a transcript and two chapters."""
    texts = {"transcript": TRANSCRIPT, "chapters": CHAPTERS, **texts}
    return store_audio(file=ContentFile(content or mp3(), name), title=title, **texts)


def podcasts(home):
    """The listing of episodes below a home page."""
    found = ListingPage.objects.child_of(home).filter(slug="podcasts").first()
    return found or make_listing_page(home, title="Podcasts")


def make_episode(parent: Page, title="Who pays?", **fields):
    """A published episode of 16 November 2020."""
    fields = {"summary": "A courier falls ill.", "date": date(2020, 11, 16), **fields}
    fields.setdefault("audio", None)
    fields["audio"] = fields["audio"] or make_audio(title=title)
    return publish_below(parent, Episode(title=title, locale=parent.locale, **fields))
