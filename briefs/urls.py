"""Addresses of the knowledge app; the portal's URL configuration includes the lists."""

from django.urls import path

from briefs import feeds
from briefs.views import audio, permanent

# Players and podcast applications call these; they carry no language.
audio_urlpatterns = [
    path("<str:public_id>/transcript.vtt", audio.audio_transcript, name="audio_transcript"),
    path("<str:public_id>/chapters.json", audio.audio_chapters, name="audio_chapters"),
    path("<str:public_id>/<str:name>", audio.audio_file, name="audio_file"),
]

site_urlpatterns = [
    path("podcasts/feed.xml", feeds.podcast_feed, name="podcast_feed"),
]

# Printed and cited; the visitor's language decides where they lead.
permanent_urlpatterns = [
    path("<slug:permanent_id>", permanent.permanent, name="permanent"),
]
