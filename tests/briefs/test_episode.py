"""The page of an episode: player, chapters, transcript; what its translations share."""

import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from briefs.models import Publication
from briefs.services.audio import give_translation_its_audio
from portal.translation import translate_page
from tests.briefs.makers_audio import make_audio, make_episode, mp3, podcasts
from tests.factories import make_listing_page, publish_below


@pytest.fixture
def episode(site):
    return make_episode(podcasts(site), season=1, number=2)


@pytest.fixture
def chinese(site):
    return Locale.objects.get(language_code="zh-hans")


def shown(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def plain(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_it_plays_without_script_and_without_other_hosts(client, episode):
    page = shown(client, episode)
    [player] = re.findall(r"<audio[^>]+>", page)
    assert "controls" in player
    assert 'preload="none"' in player
    assert f'src="{episode.audio.url}"' in player
    assert f'href="{episode.audio.url}" download' in page
    assert "0:05" in plain(page)


def test_chapters_are_links_to_their_place(client, episode):
    page = shown(client, episode)
    assert f'href="{episode.audio.url}#t=2" data-seek="2"' in page
    assert "0:02 The law" in plain(page)


def test_the_transcript_is_text_of_the_page(client, episode):
    text = plain(shown(client, episode))
    assert "Host Who pays when a courier falls ill?" in text
    assert "Guest That depends on the law." in text


def test_hostile_words_stay_words(client, site):
    hostile = (
        "WEBVTT\n\n00:00.000 --> 00:01.000\n<v &lt;b&gt;>&lt;script&gt;alert(1)&lt;/script&gt;"
    )
    audio = make_audio(transcript=hostile, chapters="0:00 <img src=x onerror=alert(1)>")
    page = shown(client, make_episode(podcasts(site), audio=audio))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_without_transcript_and_chapters_their_headings_are_left_out(client, site):
    audio = make_audio(transcript="", chapters="")
    text = plain(shown(client, make_episode(podcasts(site), audio=audio)))
    assert "Transcript" not in text
    assert "Chapters" not in text


def test_readers_and_browsers_find_the_feed(client, episode):
    page = shown(client, episode)
    assert '<link rel="alternate" type="application/rss+xml"' in page
    assert page.count('href="/en/podcasts/feed.xml"') == 2


def test_the_brief_it_talks_about_is_linked_in_the_page_s_language(client, episode, chinese, site):
    parent = make_listing_page(site, title="Publications")
    brief = Publication(
        title="Sickness benefits", kind="policy-brief", date=episode.date, locale=site.locale
    )
    publish_below(parent, brief)
    translate_page(parent, chinese, {})
    translated_brief = translate_page(brief, chinese, {"Sickness benefits": "疾病津贴"})
    episode.publication = brief
    episode.save_revision().publish()
    translate_page(episode.get_parent().specific, chinese, {})
    translated = translate_page(episode, chinese, {})
    assert f'href="{brief.url}"' in shown(client, episode)
    assert f'href="{translated_brief.url}"' in shown(client, translated)
    brief.unpublish()
    assert "Sickness benefits" not in shown(client, episode)


def test_a_translation_has_its_own_recording_and_keeps_it(episode, chinese):
    spoken = make_audio(title="骑手", content=mp3(7))
    assert translate_page(episode, chinese, {}).audio == episode.audio
    give_translation_its_audio(episode=episode, locale=chinese, audio=spoken)
    assert translate_page(episode, chinese, {}).audio == spoken
    episode.audio = make_audio(title="Courier, second take")
    episode.save_revision().publish()
    translated = translate_page(episode, chinese, {})
    assert (translated.audio, translated.season, translated.number) == (spoken, 1, 2)
    assert translated.guid == f"{episode.permanent_id}-zh-hans"


def test_the_words_that_are_spoken_are_found(episode):
    assert "depends on the law" in episode.spoken_words()
    assert episode.label == "Podcast"


def test_an_episode_needs_a_recording(site):
    from briefs.models import Episode

    with pytest.raises(ValidationError, match="audio"):
        Episode(title="Silence", slug="silence", locale=site.locale).full_clean(
            exclude=["path", "depth"]
        )


def test_a_recording_in_use_cannot_be_deleted(episode):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        episode.audio.delete()
