"""Recordings with their transcripts and chapters."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from briefs.recordings import Unplayable, read_recording
from briefs.transcripts import Chapter, Cue, Passage, passages, read_chapters, read_transcript
from briefs.wording import refusal, sentences
from portal.identifiers import new_public_id


def audio_path(audio: "Audio", name: str) -> str:
    """Where a file is kept; podcast applications need plain ASCII names."""
    path = PurePath(name)
    return f"audio/{audio.public_id}/{slugify(path.stem) or 'recording'}{path.suffix.lower()}"


class Audio(models.Model):
    """A recording in one language, with what is said in it and when.

    Type, size and length are read from the file and never typed.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    title = models.CharField(_("title"), max_length=200, help_text=_("By which editors find it."))
    file = models.FileField(
        _("file"),
        upload_to=audio_path,
        max_length=200,
        help_text=_("An MP3 or M4A file of at most 100 MB. Its length is read from the file."),
    )
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_(
            "WebVTT: what is said from when to when. <v Host> before the words names the speaker."
        ),
    )
    chapters = models.TextField(
        _("chapters"),
        blank=True,
        help_text=_("One a line: when it begins, and its title, such as 2:05 Who pays."),
    )
    duration = models.FloatField(_("length in seconds"), editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    content_type = models.CharField(_("media type"), max_length=20, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)

    panels = [
        FieldPanel("title"),
        FieldPanel("file"),
        FieldPanel("transcript"),
        FieldPanel("chapters"),
    ]

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Read the file's facts where it is new; tell all problems of file and texts at once."""
        super().clean()
        problems: dict[str, list[str]] = {}
        # A stored file was read when it came; `_committed` is how Django tells it from a new one.
        if self.file and not self.file._committed:
            try:
                self._take_facts()
            except Unplayable as refused:
                problems["file"] = [refusal(refused)]
        length = self.duration if "file" not in problems else None
        if self.transcript:
            problems["transcript"] = sentences(read_transcript(self.transcript, length)[1])
        if self.chapters:
            problems["chapters"] = sentences(read_chapters(self.chapters, length)[1])
        if any(problems.values()):
            raise ValidationError({field: told for field, told in problems.items() if told})

    def _take_facts(self) -> None:
        recording = read_recording(self.file.file, self.file.name)
        self.duration = recording.duration
        self.size = recording.size
        self.content_type = recording.content_type
        self.sha256 = recording.sha256

    @property
    def file_name(self) -> str:
        """The last part of the file's address."""
        return PurePath(self.file.name).name

    @property
    def url(self) -> str:
        """Where the recording is played from."""
        return reverse("audio_file", args=[self.public_id, self.file_name])

    @property
    def transcript_url(self) -> str:
        """Where the transcript is as a WebVTT file; empty without one."""
        return reverse("audio_transcript", args=[self.public_id]) if self.transcript else ""

    @property
    def chapters_url(self) -> str:
        """Where the chapters are as JSON; empty without any."""
        return reverse("audio_chapters", args=[self.public_id]) if self.chapters else ""

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """What is said, in order."""
        return read_transcript(self.transcript)[0] if self.transcript else ()

    @cached_property
    def marks(self) -> tuple[Chapter, ...]:
        """The chapters, in order."""
        return read_chapters(self.chapters)[0]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The transcript chapter by chapter."""
        return passages(self.cues, self.marks)
