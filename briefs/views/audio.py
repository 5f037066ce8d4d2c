"""Recordings, their transcripts and their chapters as files."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from briefs.access import heard_audio
from portal.ranges import send_file


@require_safe
def audio_file(request: HttpRequest, public_id: str, name: str) -> HttpResponseBase:
    """The recording, or the part of it that a player asks for."""
    audio, public = heard_audio(request, public_id)
    storage = audio.file.storage
    if name != audio.file_name or not storage.exists(audio.file.name):
        raise Http404
    modified = int(storage.get_modified_time(audio.file.name).timestamp())
    response = send_file(
        request,
        audio.file,
        content_type=audio.content_type,
        filename=audio.file_name,
        etag=audio.sha256,
        modified=modified,
    )
    return _kept(response, public)


@require_safe
def audio_transcript(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The transcript as WebVTT."""
    audio, public = heard_audio(request, public_id)
    if not audio.transcript:
        raise Http404
    return _kept(HttpResponse(audio.transcript, content_type="text/vtt; charset=utf-8"), public)


@require_safe
def audio_chapters(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The chapters as podcast applications read them (JSON chapters, version 1.2)."""
    audio, public = heard_audio(request, public_id)
    if not audio.marks:
        raise Http404
    marks = [{"startTime": mark.start, "title": mark.title} for mark in audio.marks]
    document = {"version": "1.2.0", "chapters": marks}
    response = JsonResponse(
        document,
        content_type="application/json+chapters",
        json_dumps_params={"ensure_ascii": False},
    )
    return _kept(response, public)


def _kept(response: HttpResponseBase, public: bool) -> HttpResponseBase:
    """Whoever keeps the answer asks again before using it: an episode may be withdrawn."""
    patch_cache_control(response, no_cache=True, **{"public" if public else "private": True})
    return response
