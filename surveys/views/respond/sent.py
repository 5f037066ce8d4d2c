"""What came with a page: its answers, taken before anything is judged."""

from __future__ import annotations

import mimetypes
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from surveys.instrument.answering import AnswerFault
from surveys.interviewing.acting import after_answers
from surveys.interviewing.reading import read_answer, widget_of
from surveys.interviewing.running import Place, RunningInterview
from surveys.services.drafts import rerun

ENDING = re.compile(r"\.[a-z0-9]{1,8}$", re.ASCII)
KeepFile = Callable[[str, UploadedFile], None]


@dataclass
class Sent:
    """The interview after it, what was shown, what changed, and the files that were not taken."""

    running: RunningInterview
    shown: list[str]
    changed: list[str] = field(default_factory=list)
    refused: dict[str, AnswerFault] = field(default_factory=dict)


def take(request: HttpRequest, running: RunningInterview, number: int, keep_file: KeepFile) -> Sent:
    """The answers of the page of this number, as far as it showed their questions."""
    sent = Sent(running, request.POST.get("shown", "").split())
    if number >= len(running.pages):
        return sent
    zone = running.circumstances.now.tzinfo
    answers: dict[str, str] = {}
    for key in sent.shown:
        place = running.places.get(key)
        if place is None or not running.stands_on(place, running.pages[number]):
            continue
        if widget_of(place.question) == "file":
            answer = _file(request, place, sent, keep_file)
        else:
            answer = read_answer(place.question, key, request.POST.getlist, zone)
        if answer is not None:
            answers[key] = answer
    known = running.kept.answers
    sent.changed = [key for key, answer in answers.items() if known.get(key, "") != answer]
    sent.running = rerun(running, after_answers(running, answers))
    return sent


def _file(request: HttpRequest, place: Place, sent: Sent, keep_file: KeepFile) -> str | None:
    """The name under which a chosen file is kept; None where nothing was chosen."""
    chosen = request.FILES.get(place.key)
    if not isinstance(chosen, UploadedFile) or chosen.size is None:
        return "" if request.POST.get(f"{place.key}~remove") else None
    if chosen.size > settings.RESPONDENT_FILE_BYTES:
        limit = settings.RESPONDENT_FILE_BYTES // 1_000_000
        sent.refused[place.key] = AnswerFault("too_large", str(limit))
        return None
    if not _is_of_kind(chosen.name or "", place.question.kind):
        sent.refused[place.key] = AnswerFault("file_kind", place.question.kind)
        return None
    ending = ENDING.search((chosen.name or "").lower())
    name = f"{place.question.name}-{secrets.token_hex(4)}{ending.group() if ending else ''}"
    keep_file(name, chosen)
    return name


def _is_of_kind(name: str, kind: str) -> bool:
    """Whether a file is what is asked for, as far as its name tells; recordings of sounds come in
    the containers of videos too.
    """
    found = (mimetypes.guess_type(name)[0] or kind).partition("/")[0]
    return kind in ("file", found) or (kind, found) == ("audio", "video")
