"""Recordings: which files are taken, what is read from them, and who hears them."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.models import PageViewRestriction

from briefs import recordings
from briefs.models import Audio
from tests.briefs.makers_audio import (
    CHAPTERS,
    FRAME,
    SECOND,
    TRANSCRIPT,
    make_audio,
    make_episode,
    mp3,
    podcasts,
)

TONE = (Path(__file__).parent / "data" / "tone.m4a").read_bytes()
ID3 = b"ID3\x04\x00\x00\x00\x00\x00\x14" + b"TIT2\x00\x00\x00\x0a\x00\x00\x03Courier\x00\x00"


def table_of_contents(frames):
    """The first frame of a file whose encoder says how many frames follow."""
    content = b"Info" + (3).to_bytes(4, "big") + frames.to_bytes(4, "big")
    content += ((frames + 1) * len(FRAME)).to_bytes(4, "big")
    return FRAME[:4] + bytes(9) + content + bytes(len(FRAME) - 13 - len(content))


@pytest.fixture
def editor(client, person):
    client.force_login(person("editor"))
    return client


def told(**fields):
    """What the editor reads when a recording with these fields is refused."""
    with pytest.raises(ValidationError) as refused:
        make_audio(**fields)
    return refused.value.message_dict


@pytest.mark.parametrize(
    ("content", "name", "content_type", "seconds"),
    [
        (mp3(5), "a.mp3", "audio/mpeg", 5),
        (ID3 + mp3(5), "a.MP3", "audio/mpeg", 5),
        (table_of_contents(round(5 * SECOND)) + mp3(5), "a.mp3", "audio/mpeg", 5),
        (mp3(5) + b"TAG" + bytes(125), "a.mp3", "audio/mpeg", 5),
        (TONE, "a.m4a", "audio/mp4", 1),
    ],
)
def test_facts_are_read_from_the_file(db, content, name, content_type, seconds):
    audio = make_audio(content=content, name=name, transcript="", chapters="")
    assert audio.content_type == content_type
    assert audio.duration == pytest.approx(seconds, abs=0.06)
    assert audio.size == len(content) == audio.file.size
    assert len(audio.sha256) == 64


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (mp3(), "a.wav", "ends in “wav”"),
        (mp3(), "recording", "does not say what it is"),
        (b"\xff\xfb" + b"A" * 5000, "a.mp3", "Nothing in this file can be played"),
        (b" ", "a.mp3", "Nothing in this file can be played"),
        (b"Who pays when a courier falls ill?" * 50, "a.mp3", "Nothing in this file"),
        (bytes(5000), "a.mp3", "Nothing in this file"),
        (b"\xff\xd8\xff\xe0" + bytes(5000), "a.mp3", "Nothing in this file"),
        (ID3 + b"no sound" * 500, "a.mp3", "Nothing in this file"),
        (TONE, "a.mp3", "This is an .m4a file under another name"),
        (mp3(), "a.m4a", "This is an .mp3 file under another name"),
        (table_of_contents(400) + mp3(5), "a.mp3", "can be played for 5 seconds only"),
        (mp3(3) + b"damaged" * 2000 + mp3(60), "a.mp3", "damaged or cut off"),
        (TONE[:-50], "a.m4a", "damaged or cut off"),
        (TONE[:40], "a.m4a", "Nothing in this file"),
    ],
)
def test_what_cannot_be_played_is_refused_with_advice(db, content, name, words):
    assert words in told(content=content, name=name)["file"][0]
    assert not Audio.objects.exists()


def test_an_empty_file_and_one_that_is_too_large_are_refused(db, monkeypatch):
    with pytest.raises(recordings.Unplayable, match="empty"):
        recordings.read_recording(ContentFile(b""), "a.mp3")
    monkeypatch.setattr(recordings, "LARGEST", 1000)
    assert "lower bit rate" in told()["file"][0]


def test_all_problems_of_file_and_texts_are_told_at_once(db):
    problems = told(content=b"no sound", transcript="Hello", chapters="Welcome\n")
    assert set(problems) == {"file", "transcript", "chapters"}
    assert "begins with a line WEBVTT" in problems["transcript"][0]
    assert "Line 1, “Welcome”" in problems["chapters"][0]


def test_a_transcript_of_a_longer_recording_is_refused(db):
    assert "ends after the recording" in told(content=mp3(2))["transcript"][0]


def test_of_very_many_problems_the_first_are_told(db):
    problems = told(chapters="Welcome\n" * 50)["chapters"]
    assert (len(problems), problems[-1]) == (21, "There are 30 more problems.")


def test_a_new_transcript_is_held_against_the_stored_file(db):
    audio = Audio.objects.get(pk=make_audio().pk)
    audio.transcript = TRANSCRIPT.replace("00:04", "00:40")
    with pytest.raises(ValidationError, match="ends after the recording"):
        audio.full_clean()


def test_the_address_has_plain_letters_only(db):
    assert make_audio(name="骑手 Épisode 1.mp3").file_name == "episode-1.mp3"
    assert make_audio(name="骑手.MP3").file_name == "recording.mp3"


def test_a_visitor_hears_and_seeks_in_what_a_public_episode_uses(client, site):
    audio = make_episode(podcasts(site)).audio
    whole, part = client.get(audio.url), client.get(audio.url, headers={"range": "bytes=104-207"})
    assert (whole.status_code, b"".join(whole)) == (200, mp3())
    assert (part.status_code, b"".join(part)) == (206, FRAME)
    assert (whole["Content-Type"], whole["Accept-Ranges"]) == ("audio/mpeg", "bytes")
    assert whole["Cache-Control"] == "no-cache, public"
    again = client.get(audio.url, headers={"if-none-match": whole["ETag"]})
    assert again.status_code == 304
    assert client.head(audio.url)["Content-Length"] == str(len(mp3()))


def test_transcript_and_chapters_are_files_of_their_own(client, site):
    audio = make_episode(podcasts(site)).audio
    transcript, chapters = client.get(audio.transcript_url), client.get(audio.chapters_url)
    assert transcript["Content-Type"] == "text/vtt; charset=utf-8"
    assert transcript.content.decode() == TRANSCRIPT
    assert chapters["Content-Type"] == "application/json+chapters"
    assert chapters.json() == {
        "version": "1.2.0",
        "chapters": [{"startTime": 0, "title": "Welcome"}, {"startTime": 2, "title": "The law"}],
    }


def addresses(audio):
    return [audio.url, audio.transcript_url, audio.chapters_url]


def answers(client, audio):
    return {client.get(address).status_code for address in addresses(audio)}


def test_a_recording_without_public_episode_is_hidden(client, site):
    unused, draft = make_audio(), make_episode(podcasts(site))
    draft.unpublish()
    private = make_episode(podcasts(site), title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert answers(client, unused) == answers(client, draft.audio) == {404}
    assert answers(client, private.audio) == {404}


def test_editors_hear_everything_and_keep_it_to_themselves(editor, site):
    audio = make_audio()
    assert answers(editor, audio) == {200}
    assert editor.get(audio.url)["Cache-Control"] == "no-cache, private"


def test_whoever_may_see_a_private_episode_hears_it(client, site, person):
    private = make_episode(podcasts(site))
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    client.force_login(person("trainee"))
    assert answers(client, private.audio) == {200}


def test_another_name_a_lost_file_and_missing_texts_are_not_found(client, site):
    audio = make_episode(podcasts(site), audio=make_audio(transcript="", chapters="")).audio
    assert client.get(audio.url.replace("courier", "other")).status_code == 404
    assert client.get(f"/audio/{audio.public_id}/transcript.vtt").status_code == 404
    assert client.get(f"/audio/{audio.public_id}/chapters.json").status_code == 404
    assert client.post(audio.url).status_code == 405
    audio.file.storage.delete(audio.file.name)
    assert client.get(audio.url).status_code == 404


@pytest.mark.parametrize("chapters", [CHAPTERS, ""])
def test_addresses_of_texts_exist_only_with_the_texts(db, chapters):
    audio = make_audio(chapters=chapters)
    assert bool(audio.chapters_url) == bool(chapters)
