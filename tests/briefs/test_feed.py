"""The podcast feed: what two independent readers make of it, and what it keeps to itself."""

import io
from datetime import date

import feedparser
import podcastparser
import pytest
from django.conf import settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, PageViewRestriction

from briefs.services.audio import give_translation_its_audio
from portal.translation import translate_page
from tests.briefs.makers_audio import make_audio, make_episode, mp3, podcasts

FEED = "/en/podcasts/feed.xml"
HOST = settings.WAGTAILADMIN_BASE_URL


@pytest.fixture
def episodes(site):
    """Two English episodes, the later first, of which the later has a Chinese version."""
    parent = podcasts(site)
    fields = {"season": 1, "summary": "A courier & her fever."}
    earlier = make_episode(parent, title="Who & <why>?", number=1, **fields)
    later = make_episode(parent, title="What is fair?", number=2, date=date(2020, 11, 30), **fields)
    chinese = Locale.objects.get(language_code="zh-hans")
    spoken = make_audio(title="公平", content=mp3(7))
    give_translation_its_audio(episode=later, locale=chinese, audio=spoken)
    later.translated = translate_page(later, chinese, {"What is fair?": "怎样才公平？"})
    return [later, earlier]


def read(client, path=FEED):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (
        200,
        "application/rss+xml",
    )
    found = feedparser.parse(response.content)
    assert not found.bozo, found.bozo_exception
    return found


def test_feedparser_reads_the_channel(client, episodes):
    channel = read(client).feed
    assert channel.title == "Social Security Training Portal: the podcast"
    assert channel.language == "en"
    assert channel.author == "Social Security Training Portal"
    assert channel.link == f"{HOST}/en/podcasts/"
    assert channel.image.href.startswith(f"{HOST}/static/briefs/podcast")
    assert {(link.rel, link.href) for link in channel.links} >= {("self", f"{HOST}{FEED}")}
    assert channel.tags[0].term == "Government"
    assert channel.podcast_guid.count("-") == 4


def test_feedparser_reads_the_episodes(client, episodes):
    entries = read(client).entries
    assert [entry.title for entry in entries] == ["What is fair?", "Who & <why>?"]
    entry, episode = entries[0], episodes[0]
    assert (entry.id, entry.guidislink) == (f"{episode.permanent_id}-en", False)
    assert entry.link == f"{HOST}{episode.url}"
    assert entry.summary.startswith("A courier & her fever.")
    assert "0:02 The law" in entry.summary
    assert entry.published.startswith("Mon, 30 Nov 2020 12:00:00 +0800")
    [enclosure] = entry.enclosures
    assert enclosure.href == f"{HOST}{episode.audio.url}"
    assert (enclosure.type, int(enclosure.length)) == ("audio/mpeg", len(mp3()))
    assert entry.itunes_duration == "5"
    assert (entry.itunes_season, entry.itunes_episode) == ("1", "2")
    assert entry.podcast_transcript["url"] == f"{HOST}{episode.audio.transcript_url}"
    assert entry.podcast_transcript["type"] == "text/vtt"
    assert entry.podcast_chapters["url"] == f"{HOST}{episode.audio.chapters_url}"
    assert entry.podcast_license["url"].startswith("https://creativecommons.org/licenses/by/4.0")


def test_podcastparser_agrees(client, episodes):
    found = podcastparser.parse(HOST + FEED, io.BytesIO(client.get(FEED).content))
    assert found["title"] == "Social Security Training Portal: the podcast"
    assert (found["language"], found["type"], found["explicit"]) == ("en", "episodic", False)
    entry = found["episodes"][0]
    assert (entry["title"], entry["total_time"], entry["number"]) == ("What is fair?", 5, 2)
    [enclosure] = entry["enclosures"]
    assert enclosure["file_size"] == len(mp3())
    assert client.get(enclosure["url"]).status_code == 200


def test_each_language_has_its_feed_with_its_recordings(client, episodes):
    found = read(client, "/zh-hans/podcasts/feed.xml")
    assert found.feed.language == "zh-cn"
    [entry] = found.entries
    assert entry.title == "怎样才公平？"
    assert entry.id == f"{episodes[0].permanent_id}-zh-hans"
    assert int(entry.enclosures[0].length) == len(mp3(7))


def test_the_feed_is_the_same_whatever_name_the_site_is_asked_by(client, episodes):
    known, other = (client.get(FEED, headers={"host": host}) for host in ("localhost", "127.0.0.1"))
    assert known.content == other.content


def test_a_translation_waits_for_its_own_recording(client, episodes):
    chinese = Locale.objects.get(language_code="zh-hans")
    translate_page(episodes[1], chinese, {"Who & <why>?": "谁？"})
    titles = [entry.title for entry in read(client, "/zh-hans/podcasts/feed.xml").entries]
    assert titles == ["怎样才公平？"]


def test_the_guid_stays_when_title_and_address_change(client, episodes):
    before = read(client).entries[0].id
    page = episodes[0]
    page.title, page.slug = "Fairness", "fairness"
    page.save_revision().publish()
    entry = read(client).entries[0]
    assert (entry.id, entry.link) == (before, f"{HOST}/en/podcasts/fairness/")


def test_drafts_private_episodes_and_other_languages_stay_out(client, episodes):
    parent = episodes[0].get_parent()
    make_episode(parent, title="Draft").unpublish()
    PageViewRestriction.objects.create(
        page=make_episode(parent, title="Private"), restriction_type="login"
    )
    titles = {entry.title for entry in read(client).entries}
    assert titles == {"What is fair?", "Who & <why>?"}


def test_whoever_has_the_newest_copy_gets_no_second_one(client, episodes):
    tag = client.get(FEED)["ETag"]
    assert client.get(FEED, headers={"if-none-match": tag}).status_code == 304
    episodes[0].unpublish()
    assert client.get(FEED, headers={"if-none-match": tag}).status_code == 200


def test_characters_that_xml_cannot_hold_do_no_harm(client, site):
    make_episode(podcasts(site), title="A\x0bB", summary="\x1bbold")
    assert read(client).entries[0].title == "A B"


def test_an_episode_without_date_is_dated_by_its_publication(client, site):
    make_episode(podcasts(site), date=None)
    assert read(client).entries[0].published_parsed.tm_year == timezone.now().year


def test_the_feed_asks_the_same_queries_for_two_episodes_and_for_six(client, site):
    from django.db import connection

    counts = []
    for number in (2, 4):
        for place in range(number):
            make_episode(podcasts(site), title=f"Episode {number} {place}")
        client.get(FEED)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(FEED)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_feed_without_episodes_is_a_feed(client, site):
    assert read(client).entries == []


def test_the_artwork_is_what_podcast_directories_ask_for(settings):
    path = settings.ROOT / "briefs" / "static" / "briefs" / "podcast.png"
    with Image.open(path) as picture:
        width, height = picture.size
    assert width == height
    assert 1400 <= width <= 3000
    assert path.stat().st_size < 200_000


def test_the_listing_of_episodes_says_where_to_subscribe(client, site):
    listing = podcasts(site)
    address = 'href="/en/podcasts/feed.xml"'
    assert address not in client.get(listing.url).content.decode()
    make_episode(listing)
    page = client.get(listing.url).content.decode()
    assert page.count(address) == 2
    assert '<link rel="alternate" type="application/rss+xml"' in page
