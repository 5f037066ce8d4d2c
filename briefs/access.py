"""Who may see what: each function returns the object or raises 404, whatever the reason."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from briefs.models import Audio, Record
from briefs.queries import records_named


def heard_audio(request: HttpRequest, public_id: str) -> tuple[Audio, bool]:
    """A recording, and whether it is public.

    It is heard by whoever may see a live episode that uses it, and by those who work on recordings.
    """
    audio = get_object_or_404(Audio, public_id=public_id)
    episodes = audio.episodes.live()
    if episodes.public().exists():
        return audio, True
    guarded = (episode.get_view_restrictions() for episode in episodes)
    opened = any(all(one.accept_request(request) for one in each) for each in guarded)
    if not opened and not request.user.has_perm("briefs.change_audio"):
        raise Http404
    return audio, False


def public_record(permanent_id: str, language: str) -> Record:
    """The record in a language, else in the first one it is public in; the original before its
    translations.
    """
    versions = records_named(permanent_id)
    if not versions:
        raise Http404
    return next((one for one in versions if one.locale.language_code == language), versions[0])
