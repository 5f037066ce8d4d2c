"""Makes the episodes of the podcast from the recordings among the fixtures."""

from collections.abc import Mapping
from typing import Any

from django.core.files import File
from wagtail.models import Locale

from briefs.demo.content import FIXTURES
from briefs.demo.pages import draft, has_child, page_at
from briefs.demo.snippets import Known
from briefs.models import Audio
from briefs.services.audio import give_translation_its_audio, store_audio
from portal.demo.fixtures import CHINESE, ENGLISH, Wording
from portal.demo.site import publish_below, translate
from portal.models import HomePage

PODCASTS = FIXTURES / "podcasts"


def make_episode(home: HomePage, data: Mapping[str, Any], known: Known) -> None:
    """The episode with a recording per language; one that exists is left as it is."""
    parent = page_at(home, "podcasts")
    if has_child(parent, data["slug"]):
        return
    wording = Wording()
    fields = {name: each for name, each in data.items() if name not in ("publication", "text")}
    body = [{"type": "text", "paragraphs": [data["text"]]}]
    record = {**fields, "model": "Episode", "parent": "podcasts", "body": body}
    page = draft(home, record, known, wording, reference=lambda indicator: "")
    page.publication = page_at(home, data["publication"])
    page.audio = recording(data, ENGLISH)
    episode = publish_below(parent, page)
    give_translation_its_audio(
        episode=episode,
        locale=Locale.objects.get(language_code=CHINESE),
        audio=recording(data, CHINESE),
    )
    translate(episode, wording.chinese)


def recording(data: Mapping[str, Any], language: str) -> Audio:
    """The stored recording of an episode in a language, with its transcript and chapters."""
    stem = f"{data['slug']}.{language}"
    with (PODCASTS / f"{stem}.mp3").open("rb") as sound:
        return store_audio(
            file=File(sound, name=f"{data['slug']}.mp3"),
            title=data["title"][language],
            transcript=(PODCASTS / f"{stem}.vtt").read_text("utf-8"),
            chapters=(PODCASTS / f"{stem}.chapters.txt").read_text("utf-8"),
        )
