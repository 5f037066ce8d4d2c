"""What knowledge adds to the home page and to the page people see after they log in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from briefs import queries
from briefs.models.vocabularies import PublicationKind
from portal.models import ListingPage
from portal.registries import Awaiting, HomePanel, ListingNote, Right, StartCard

EXPERIENCES = "experiences"
AWAITING_EXPERIENCES = 2


def shown_language() -> str:
    """The language of the pages that are shown; where no page is in the reader's, the first."""
    return Locale.get_active().language_code


def experience(request: HttpRequest) -> Mapping[str, Any] | None:
    """The newest country experience with three of its figures."""
    page = queries.newest_experiences(shown_language()).first()
    return page and {"page": page, "figures": queries.first_figures(page)}


def brief(request: HttpRequest) -> Mapping[str, Any] | None:
    """The newest brief and the podcast episodes about it."""
    page = queries.newest_briefs(shown_language()).first()
    return page and {"page": page, "episodes": queries.episodes_of(page)}


def event(request: HttpRequest) -> Mapping[str, Any] | None:
    """The next event, or the latest where none is to come."""
    here = shown_language()
    page = queries.next_event(here) or queries.latest_event(here)
    return page and {"page": page}


def monitor(request: HttpRequest) -> Mapping[str, Any] | None:
    """The newest issue of the policy monitor."""
    page = queries.newest_publications(shown_language(), PublicationKind.MONITOR).first()
    return page and {"page": page}


def experiences_address(request: HttpRequest) -> str:
    """Where the country experiences are listed; empty while there is no such page."""
    listings = ListingPage.objects.live().filter(slug=EXPERIENCES)
    listed = listings.filter(locale__language_code=shown_language()).first()
    return (listed.get_url(request) or "") if listed else ""


def knowledge_news(request: HttpRequest) -> Iterable[Awaiting]:
    """The newest experiences, the next event and the newest brief."""
    here = shown_language()
    news: list[tuple[str, Page | None]] = [
        (gettext("New experience: %(title)s"), page)
        for page in queries.newest_experiences(here)[:AWAITING_EXPERIENCES]
    ]
    news.append((gettext("Next event: %(title)s"), queries.next_event(here)))
    news.append((gettext("New brief: %(title)s"), queries.newest_briefs(here).first()))
    return [
        Awaiting(text % {"title": page.title}, page.get_url(request) or "")
        for text, page in news
        if page
    ]


EXPERIENCE = HomePanel("experience", "briefs/panels/experience.html", experience, order=10)
BRIEF = HomePanel("brief", "briefs/panels/brief.html", brief, order=30)
EVENT = HomePanel("event", "briefs/panels/event.html", event, order=40)
MONITOR = HomePanel("monitor", "briefs/panels/monitor.html", monitor, order=50)
KNOWLEDGE_CARD = StartCard(
    key="knowledge",
    title=_("Experiences and briefs"),
    text=_("What countries have done, and what research says about it."),
    address=experiences_address,
    groups=frozenset({"partner"}),
    order=20,
    news=knowledge_news,
)
SUBSCRIBE = ListingNote(
    "briefs.Episode",
    template="briefs/components/subscribe.html",
    head="briefs/_feed_link.html",
)


KEPT = ("audio", "figure", "institution", "person", "scheme", "series", "source")


def on_all_kept(*verbs: str) -> frozenset[str]:
    """The permissions to do this with everything that records refer to."""
    return frozenset(f"briefs.{verb}_{kept}" for verb in verbs for kept in KEPT)


RIGHTS = (
    Right(
        "look_up_sources",
        _("Look up sources, figures, people, institutions and recordings."),
        frozenset({"editor", "translator", "administrator"}),
        on_all_kept("view"),
        order=60,
    ),
    Right(
        "keep_sources",
        _("Add and change sources, figures, people, institutions and recordings."),
        frozenset({"editor", "administrator"}),
        on_all_kept("add", "change"),
        order=61,
    ),
    Right(
        "keep_recordings",
        _("Add and change the recordings of episodes."),
        frozenset({"translator"}),
        frozenset({"briefs.add_audio", "briefs.change_audio"}),
        order=61,
    ),
    Right(
        "delete_sources",
        _("Delete what no page refers to any more."),
        frozenset({"administrator"}),
        on_all_kept("delete"),
        order=62,
    ),
)
