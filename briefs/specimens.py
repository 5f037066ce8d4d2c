"""The components of podcasts with samples for the gallery; the recording is made up."""

from django.utils.translation import gettext_lazy as _

from portal.registries import Specimen

MARK = {"start": 125, "clock": "2:05", "title": _("Who pays?")}
CUE = {"start": 125.0, "end": 129.0, "text": _("A courier falls ill.")}
AUDIO = {
    "url": "/audio/sample/sample.mp3",
    "duration": 312.0,
    "size": 2_500_000,
    "marks": [MARK],
    "passages": [{"chapter": MARK, "turns": [{"speaker": _("Host"), "cues": [CUE, CUE]}]}],
    "transcript_url": "/audio/sample/transcript.vtt",
}

SPECIMENS = (
    Specimen(
        _("Player"),
        "briefs/components/player.html",
        {"audio": AUDIO, "title": _("A courier falls ill.")},
    ),
    Specimen(_("Transcript"), "briefs/components/transcript.html", {"audio": AUDIO}),
    Specimen(_("Where to subscribe"), "briefs/components/subscribe.html"),
)
