"""The demonstration's knowledge: a country experience, briefs, a monitor issue and events."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from briefs.demo.content import read
from briefs.demo.episodes import make_episode
from briefs.demo.pages import make_listings, make_record
from briefs.demo.snippets import make_snippets
from portal.models import HomePage
from surveys.demo import newest_finding

RECORDS = (
    "china",
    "policy-brief-1",
    "policy-brief-2",
    "research-brief-1",
    "faq",
    "dialogue",
    "seminar",
    "portability-exchange",
    "monitor-4",
)
"""The fixtures of the records; a record stands behind those to which it is related."""


def build_demo(tell: Callable[[str], object]) -> dict[str, str]:
    """Build what is missing of the listings and records; addresses for the summary."""
    home = HomePage.objects.get(locale__language_code="en")
    with transaction.atomic():
        tell("   figures with their sources, briefs and events")
        known = make_snippets()
        make_listings(home)
        for name in RECORDS:
            make_record(home, read(f"pages/{name}.toml"), known, newest_finding)
        tell("   episodes of the podcast")
        for episode in read("podcasts/episodes.toml")["episodes"]:
            make_episode(home, episode, known)
    return {
        f"podcast-feed-{code.split('-')[0]}": feed_address(code) for code, _ in settings.LANGUAGES
    }


def feed_address(language: str) -> str:
    """The path of the podcast's feed in a language."""
    with translation.override(language):
        return reverse("podcast_feed")
