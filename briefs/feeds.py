"""The podcast as a feed, one per language: RSS 2.0 with Apple's and the podcast index's words."""

import hashlib
import uuid
from datetime import datetime, time
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import PageQuerySet

from briefs import queries
from briefs.models import Episode
from portal.characters import for_xml

CATEGORY = "Government"
"""One of Apple's fixed names; never translated."""
RSS_LANGUAGES = {"zh-hans": "zh-cn"}
"""Our language codes that RSS writes in another way."""
PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""From which the podcast namespace derives a feed's guid."""
NOON = time(12)


class PodcastFeed(Rss201rev2Feed):
    """RSS 2.0 with what Apple and the podcast index ask for."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", self.feed["author_name"])
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:category", None, {"text": CATEGORY})
        handler.addQuickElement("itunes:image", None, {"href": self.feed["image"]})
        handler.startElement("image", {})
        for name, content in (
            ("url", self.feed["image"]),
            ("title", self.feed["title"]),
            ("link", self.feed["link"]),
        ):
            handler.addQuickElement(name, content)
        handler.endElement("image")
        handler.addQuickElement("podcast:guid", self.feed["podcast_guid"])
        handler.addQuickElement("podcast:medium", "podcast")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:duration", str(item["duration"]))
        handler.addQuickElement("itunes:explicit", "false")
        for name in ("season", "episode"):
            if item[name] is not None:
                handler.addQuickElement(f"itunes:{name}", str(item[name]))
                handler.addQuickElement(f"podcast:{name}", str(item[name]))
        if item["transcript"]:
            attributes = {"type": "text/vtt", "language": item["language"], "rel": "captions"}
            handler.addQuickElement(
                "podcast:transcript", None, {"url": item["transcript"], **attributes}
            )
        if item["chapters"]:
            attributes = {"url": item["chapters"], "type": "application/json+chapters"}
            handler.addQuickElement("podcast:chapters", None, attributes)
        if item["licence_url"]:
            handler.addQuickElement(
                "podcast:license", item["licence"], {"url": item["licence_url"]}
            )


@require_safe
def podcast_feed(request: HttpRequest) -> HttpResponseBase:
    """The feed in the language of the address; 304 for readers whose copy is the newest."""
    language = get_language() or settings.LANGUAGE_CODE
    content = build_feed(request, language).writeString("utf-8").encode()
    tag = quote_etag(hashlib.sha256(content).hexdigest())
    response = HttpResponse(content, content_type=PodcastFeed.content_type)
    response.headers["ETag"] = tag
    return get_conditional_response(request, tag, response=response) or response


def build_feed(request: HttpRequest, language: str) -> PodcastFeed:
    """The feed of all public episodes of a language; a constant number of queries.

    Its addresses and its guid are those of the site, by whatever name it was asked.
    """
    address = absolute(request.path)
    feed = PodcastFeed(
        title=_("Social Security Training Portal: the podcast"),
        link=urljoin(address, "./"),
        description=_(
            "Briefs on social protection as short conversations, with chapters and transcripts. "
            "The voices are synthetic."
        ),
        language=RSS_LANGUAGES.get(language, language),
        author_name=_("Social Security Training Portal"),
        feed_url=address,
        image=absolute(static("briefs/podcast.png")),
        podcast_guid=str(uuid.uuid5(PODCAST_NAMESPACE, address.partition("://")[2].rstrip("/"))),
    )
    for episode in published_episodes(language):
        feed.add_item(**_item(request, episode, RSS_LANGUAGES.get(language, language)))
    return feed


def published_episodes(language: str) -> PageQuerySet:
    """The episodes that every visitor may hear in this language, the newest first.

    A translation for which nothing has been recorded yet still plays its source; it is left out.
    """
    source = Episode.objects.filter(
        translation_key=OuterRef("translation_key"), audio=OuterRef("audio"), pk__lt=OuterRef("pk")
    )
    spoken = queries.newest_episodes(language).exclude(Exists(source))
    return spoken.select_related("audio", "locale")


def absolute(path: str) -> str:
    """An address of this site with its host."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def _item(request: HttpRequest, episode: Episode, language: str) -> dict[str, Any]:
    audio = episode.audio
    return {
        "title": for_xml(episode.title),
        "link": absolute(episode.get_url(request)),
        "description": description(episode),
        "pubdate": published_at(episode),
        "unique_id": episode.guid,
        "unique_id_is_permalink": False,
        "enclosures": [Enclosure(absolute(audio.url), str(audio.size), audio.content_type)],
        "duration": round(audio.duration),
        "season": episode.season,
        "episode": episode.number,
        "language": language,
        "transcript": audio.transcript_url and absolute(audio.transcript_url),
        "chapters": audio.chapters_url and absolute(audio.chapters_url),
        "licence": episode.licence,
        "licence_url": episode.licence_address,
    }


def description(episode: Episode) -> str:
    """The summary and the chapters; most applications show chapters only as text."""
    lines = [f"{mark.clock} {mark.title}" for mark in episode.audio.marks]
    return for_xml("\n\n".join(filter(None, [episode.summary, "\n".join(lines)])))


def published_at(episode: Episode) -> datetime:
    """The noon of the episode's date, or when it was first published."""
    if episode.date is None:
        return episode.first_published_at or timezone.now()
    return timezone.make_aware(datetime.combine(episode.date, NOON))
